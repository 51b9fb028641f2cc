package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.ErrorResponse.Headers;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import net.taotoken.failover.fault.retryafter.AnnouncedLimit.State;
import net.taotoken.failover.fault.retryafter.AnnouncedLimit.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Finds the wait that a server asked for. Headers win over the body, and a date is
 * compared with the server's own clock where that is known.
 */
public final class RetryAfterParser {

	private static final Set<FaultKind> WAITING_HELPS = Set.of(FaultKind.RATE_LIMITED, FaultKind.OVERLOADED,
			FaultKind.QUOTA_EXHAUSTED, FaultKind.SERVER_ERROR, FaultKind.UNREACHABLE, FaultKind.MODEL_UNAVAILABLE);

	/** Words beside 'retry' without which a header is about something else. */
	private static final Set<String> WHEN = Set.of("after", "in", "delay", "wait", "pushback");

	private static final Pattern DRAFT_RESET = Pattern.compile("\\b(?:reset|t)=(\\d{1,15})");

	private static final Pattern DRAFT_REMAINING = Pattern.compile("\\b(?:remaining|r)=(\\d{1,15})");

	private static final List<Place> PLACES = List.of(RetryAfterParser::milliseconds, RetryAfterParser::retryAfter,
			RetryAfterParser::likeRetryAfter, RetryAfterParser::limit);

	private RetryAfterParser() {
	}

	public static @Nullable Duration parse(FaultKind kind, Headers headers, ErrorEvidence evidence, Instant now) {
		if (!WAITING_HELPS.contains(kind)) {
			return null;
		}
		// read only where a wait is given as a date, which is rare
		InstantSource clock = () -> serverTime(headers, now);
		for (Place place : PLACES) {
			Duration wait = place.find(headers, clock);
			if (wait != null) {
				return wait;
			}
		}
		return WaitInBody.find(evidence, clock);
	}

	static Instant serverTime(Headers headers, Instant now) {
		Instant serverTime = HttpDate.parse(headers.first("Date"));
		return (serverTime != null) ? serverTime : now;
	}

	private static @Nullable Duration milliseconds(Headers headers, InstantSource clock) {
		Duration wait = WaitTime.milliseconds(headers.first("retry-after-ms"));
		return (wait != null) ? wait : WaitTime.milliseconds(headers.first("x-ms-retry-after-ms"));
	}

	private static @Nullable Duration retryAfter(Headers headers, InstantSource clock) {
		String value = headers.first("Retry-After");
		return (value != null) ? WaitTime.waitOrDate(WaitTime.first(value), clock) : null;
	}

	/** Such as {@code x-retry-after}. If there are several, the longest wait is safe. */
	private static @Nullable Duration likeRetryAfter(Headers headers, InstantSource clock) {
		Duration longest = null;
		for (String name : headers.names()) {
			String value = isLikeRetryAfter(name) ? headers.first(name) : null;
			if (value != null) {
				longest = longest(longest, WaitKey.of(name).read(WaitTime.first(value), clock));
			}
		}
		return longest;
	}

	private static boolean isLikeRetryAfter(String name) {
		return HeaderWords.hold(name, "retry") && WaitKey.of(name).strength() == WaitKey.Strength.RETRY
				&& HeaderWords.anyIsAmong(name, WHEN);
	}

	private static @Nullable Duration limit(Headers headers, InstantSource clock) {
		Collection<AnnouncedLimit> limits = AnnouncedLimit.in(headers, clock);
		Duration wait = longest(limits, Subject.CALLS);
		wait = (wait != null) ? wait : longest(limits, Subject.STANDARD);
		wait = (wait != null) ? wait : draftLimit(headers, clock);
		wait = (wait != null) ? wait : longest(limits, Subject.PLAIN);
		return (wait != null) ? wait : longest(limits, Subject.OTHER);
	}

	/** For a limit that is used up, or else for one that tells no more than its reset. */
	private static @Nullable Duration longest(Collection<AnnouncedLimit> limits, Subject subject) {
		Duration usedUp = null;
		Duration unknown = null;
		for (AnnouncedLimit limit : limits) {
			if (limit.subject() == subject && limit.state() == State.USED_UP) {
				usedUp = longest(usedUp, limit.reset());
			}
			else if (limit.subject() == subject && limit.state() == State.UNKNOWN) {
				unknown = longest(unknown, limit.reset());
			}
		}
		return (usedUp != null) ? usedUp : unknown;
	}

	private static @Nullable Duration draftLimit(Headers headers, InstantSource clock) {
		String value = headers.first("RateLimit");
		if (value == null) {
			return null;
		}
		Matcher remaining = DRAFT_REMAINING.matcher(value);
		Matcher reset = DRAFT_RESET.matcher(value);
		boolean exhausted = !remaining.find() || Long.parseLong(remaining.group(1)) == 0;
		return (exhausted && reset.find()) ? WaitTime.seconds(reset.group(1), clock) : null;
	}

	private static @Nullable Duration longest(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) >= 0) ? one : other;
	}

	@FunctionalInterface
	private interface Place {

		@Nullable Duration find(Headers headers, InstantSource clock);

	}

}
