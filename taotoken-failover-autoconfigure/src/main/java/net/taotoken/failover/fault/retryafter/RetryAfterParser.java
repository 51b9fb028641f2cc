package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.ErrorResponse.Headers;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import org.jspecify.annotations.Nullable;

/**
 * Finds the wait that a server asked for. Headers win over the body, and a date is
 * compared with the server's own clock where that is known.
 */
public final class RetryAfterParser {

	private static final Set<FaultKind> WAITING_HELPS = Set.of(FaultKind.RATE_LIMITED, FaultKind.OVERLOADED,
			FaultKind.QUOTA_EXHAUSTED, FaultKind.SERVER_ERROR, FaultKind.UNREACHABLE, FaultKind.MODEL_UNAVAILABLE);

	/** Two waits that a proxy on the way has joined. Dates hold commas, too. */
	private static final Pattern JOINED = Pattern.compile("^\\s*(\\d[\\d.]{0,30})\\s*,.*$");

	private static final Pattern DRAFT_RESET = Pattern.compile("\\b(?:reset|t)=(\\d{1,15})");

	private static final Pattern DRAFT_REMAINING = Pattern.compile("\\b(?:remaining|r)=(\\d{1,15})");

	private static final List<Place> PLACES = List.of(RetryAfterParser::retryHeader, RetryAfterParser::limit,
			RetryAfterParser::draftLimit);

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

	/**
	 * {@code Retry-After}, and what is like it. One that names its unit is the more
	 * exact.
	 */
	private static @Nullable Duration retryHeader(Headers headers, InstantSource clock) {
		Duration exact = null;
		Duration plain = null;
		for (String name : headers.names()) {
			WaitKey key = HeaderWords.hold(name, "retry") ? WaitKey.of(name) : WaitKey.NONE;
			String value = (key.strength() == WaitKey.Strength.RETRY) ? headers.first(name) : null;
			Duration wait = (value != null) ? key.read(JOINED.matcher(value).replaceFirst("$1"), clock) : null;
			if (key.unit() > 0) {
				exact = (exact != null) ? exact : wait;
			}
			else {
				plain = (plain != null) ? plain : wait;
			}
		}
		return (exact != null) ? exact : plain;
	}

	/** The longest wait for a limit that is used up, or else for one that may be. */
	private static @Nullable Duration limit(Headers headers, InstantSource clock) {
		Duration usedUp = null;
		Duration unknown = null;
		for (AnnouncedLimit limit : AnnouncedLimit.in(headers, clock)) {
			switch (limit.state()) {
				case USED_UP -> usedUp = longest(usedUp, limit.reset());
				case UNKNOWN -> unknown = longest(unknown, limit.reset());
				case LEFT -> {
				}
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
