package net.taotoken.failover.fault.retryafter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

	private static final List<Limit> GATEWAY_LIMITS = Stream
		.of("requests", "tokens", "requests-minute", "tokens-minute", "requests-hour", "tokens-hour", "requests-day",
				"tokens-day")
		.map((resource) -> new Limit("x-ratelimit-remaining-" + resource, "x-ratelimit-reset-" + resource))
		.toList();

	private static final List<Limit> ANTHROPIC_LIMITS = Stream.of("requests", "tokens", "input-tokens", "output-tokens")
		.map((resource) -> "anthropic-ratelimit-" + resource)
		.map((name) -> new Limit(name + "-remaining", name + "-reset"))
		.toList();

	private static final Limit DRAFT_LIMIT = new Limit("RateLimit-Remaining", "RateLimit-Reset");

	private static final Limit PLAIN_LIMIT = new Limit("x-ratelimit-remaining", "x-ratelimit-reset");

	private static final List<Place> PLACES = List.of(RetryAfterParser::milliseconds, RetryAfterParser::retryAfter,
			limits(GATEWAY_LIMITS), limits(ANTHROPIC_LIMITS), RetryAfterParser::draftLimits);

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
		return (value != null) ? wait(JOINED.matcher(value).replaceFirst("$1"), clock) : null;
	}

	private static Place limits(List<Limit> limits) {
		return (headers, clock) -> {
			Duration longest = null;
			for (Limit limit : limits) {
				longest = longest(longest, limit.wait(headers, clock));
			}
			return longest;
		};
	}

	private static @Nullable Duration draftLimits(Headers headers, InstantSource clock) {
		Duration wait = DRAFT_LIMIT.wait(headers, clock);
		if (wait == null) {
			wait = draftLimit(headers.first("RateLimit"), clock);
		}
		return (wait != null) ? wait : PLAIN_LIMIT.wait(headers, clock);
	}

	private static @Nullable Duration draftLimit(@Nullable String value, InstantSource clock) {
		if (value == null) {
			return null;
		}
		Matcher remaining = DRAFT_REMAINING.matcher(value);
		Matcher reset = DRAFT_RESET.matcher(value);
		boolean exhausted = !remaining.find() || isZero(remaining.group(1));
		return (exhausted && reset.find()) ? WaitTime.seconds(reset.group(1), clock) : null;
	}

	private static boolean isZero(String count) {
		return count.strip().matches("-\\d+|0+(\\.0*)?");
	}

	static @Nullable Duration wait(@Nullable String value, InstantSource clock) {
		if (value == null) {
			return null;
		}
		Duration wait = WaitTime.seconds(value, clock);
		if (wait == null) {
			wait = WaitTime.units(value);
		}
		if (wait != null) {
			return wait;
		}
		Instant date = date(value);
		return (date != null) ? WaitTime.until(date, clock) : null;
	}

	private static @Nullable Instant date(String value) {
		try {
			return OffsetDateTime.parse(value.strip()).toInstant();
		}
		catch (DateTimeException ex) {
			return HttpDate.parse(value);
		}
	}

	private static @Nullable Duration longest(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) >= 0) ? one : other;
	}

	/**
	 * The headers of a limit that counts only once nothing is left of it.
	 *
	 * @param remaining tells how much is left
	 * @param reset tells when there will be more
	 */
	private record Limit(String remaining, String reset) {

		@Nullable Duration wait(Headers headers, InstantSource clock) {
			String until = headers.first(this.reset);
			if (until == null) {
				return null;
			}
			String left = headers.first(this.remaining);
			return (left == null || isZero(left)) ? RetryAfterParser.wait(until, clock) : null;
		}

	}

	@FunctionalInterface
	private interface Place {

		@Nullable Duration find(Headers headers, InstantSource clock);

	}

}
