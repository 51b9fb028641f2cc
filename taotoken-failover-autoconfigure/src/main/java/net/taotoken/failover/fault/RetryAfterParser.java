package net.taotoken.failover.fault;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import net.taotoken.failover.fault.ErrorResponse.Headers;

/**
 * Finds the wait that a server asked for. Headers come before the body, and a date is
 * compared with the server's own clock where that is known.
 */
final class RetryAfterParser {

	private static final Set<FaultKind> WAITING_HELPS = Set.of(FaultKind.RATE_LIMITED, FaultKind.OVERLOADED,
			FaultKind.QUOTA_EXHAUSTED, FaultKind.SERVER_ERROR, FaultKind.UNREACHABLE, FaultKind.MODEL_UNAVAILABLE);

	private static final Pattern DRAFT_RESET = Pattern.compile("\\b(?:reset|t)=(\\d{1,15})");

	private static final Pattern DRAFT_REMAINING = Pattern.compile("\\b(?:remaining|r)=(\\d{1,15})");

	private RetryAfterParser() {
	}

	static @Nullable Duration parse(FaultKind kind, Headers headers, ErrorEvidence evidence, Instant now) {
		if (!WAITING_HELPS.contains(kind)) {
			return null;
		}
		Instant serverTime = HttpDate.parse(headers.first("Date"));
		Instant reference = (serverTime != null) ? serverTime : now;
		return Stream
			.<Place>of(RetryAfterParser::milliseconds, RetryAfterParser::retryAfter, RetryAfterParser::gatewayLimits,
					RetryAfterParser::anthropicLimits, RetryAfterParser::draftLimits)
			.map((place) -> place.find(headers, reference))
			.filter((wait) -> wait != null)
			.findFirst()
			.orElseGet(() -> WaitInBody.find(evidence, reference));
	}

	private static @Nullable Duration milliseconds(Headers headers, Instant now) {
		Duration wait = WaitTime.milliseconds(headers.first("retry-after-ms"));
		return (wait != null) ? wait : WaitTime.milliseconds(headers.first("x-ms-retry-after-ms"));
	}

	private static @Nullable Duration retryAfter(Headers headers, Instant now) {
		return wait(headers.first("Retry-After"), now);
	}

	private static @Nullable Duration gatewayLimits(Headers headers, Instant now) {
		return longest(limit(headers, "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", now),
				limit(headers, "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", now));
	}

	private static @Nullable Duration anthropicLimits(Headers headers, Instant now) {
		Duration longest = null;
		for (String resource : Set.of("requests", "tokens", "input-tokens", "output-tokens")) {
			String prefix = "anthropic-ratelimit-" + resource;
			longest = longest(longest, limit(headers, prefix + "-remaining", prefix + "-reset", now));
		}
		return longest;
	}

	private static @Nullable Duration draftLimits(Headers headers, Instant now) {
		Duration wait = limit(headers, "RateLimit-Remaining", "RateLimit-Reset", now);
		if (wait == null) {
			wait = draftLimit(headers.first("RateLimit"), now);
		}
		return (wait != null) ? wait : limit(headers, "x-ratelimit-remaining", "x-ratelimit-reset", now);
	}

	private static @Nullable Duration draftLimit(@Nullable String value, Instant now) {
		if (value == null) {
			return null;
		}
		Matcher remaining = DRAFT_REMAINING.matcher(value);
		Matcher reset = DRAFT_RESET.matcher(value);
		boolean exhausted = !remaining.find() || isZero(remaining.group(1));
		return (exhausted && reset.find()) ? WaitTime.seconds(reset.group(1), now) : null;
	}

	private static @Nullable Duration limit(Headers headers, String remaining, String reset, Instant now) {
		String left = headers.first(remaining);
		return (left == null || isZero(left)) ? wait(headers.first(reset), now) : null;
	}

	private static boolean isZero(String count) {
		return count.strip().matches("-\\d+|0+(\\.0*)?");
	}

	private static @Nullable Duration wait(@Nullable String value, Instant now) {
		if (value == null) {
			return null;
		}
		Duration wait = WaitTime.seconds(value, now);
		if (wait == null) {
			wait = WaitTime.units(value);
		}
		if (wait != null) {
			return wait;
		}
		Instant date = date(value);
		return (date != null) ? WaitTime.until(date, now) : null;
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

	@FunctionalInterface
	private interface Place {

		@Nullable Duration find(Headers headers, Instant now);

	}

}
