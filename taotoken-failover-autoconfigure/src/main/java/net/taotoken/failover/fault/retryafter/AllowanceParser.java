package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.ErrorResponse.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a server announces of its limits in the headers of a good answer. If there
 * are several limits, the one with the smallest share left counts.
 */
public final class AllowanceParser {

	private static final List<Limit> LIMITS = Stream.concat(
			Stream.concat(
					Stream.of("requests", "tokens")
						.map((resource) -> new Limit("x-ratelimit-limit-" + resource,
								"x-ratelimit-remaining-" + resource, "x-ratelimit-reset-" + resource)),
					Stream.of("requests", "tokens", "input-tokens", "output-tokens")
						.map((resource) -> "anthropic-ratelimit-" + resource)
						.map((name) -> new Limit(name + "-limit", name + "-remaining", name + "-reset"))),
			Stream.of("RateLimit", "x-ratelimit")
				.map((name) -> new Limit(name + "-Limit", name + "-Remaining", name + "-Reset")))
		.toList();

	private static final Pattern STRUCTURED_LIMIT = Pattern.compile("\\b(?:limit|q)=(\\d{1,15})");

	private static final Pattern STRUCTURED_REMAINING = Pattern.compile("\\b(?:remaining|r)=(\\d{1,15})");

	private static final Pattern STRUCTURED_RESET = Pattern.compile("\\b(?:reset|t)=(\\d{1,15})");

	private static final Pattern COUNT = Pattern.compile("\\s*(\\d{1,15})(?:\\.\\d*)?\\s*(?:[,;].*)?");

	private AllowanceParser() {
	}

	/**
	 * Find what is left.
	 * @param headers the headers of a good answer
	 * @param time tells the time of day, and is asked only where a reset is given as a
	 * date
	 * @return what is left, or {@code null} if nothing is announced
	 */
	public static @Nullable Allowance parse(Headers headers, InstantSource time) {
		InstantSource clock = () -> RetryAfterParser.serverTime(headers, time.instant());
		Allowance least = structured(headers, clock);
		for (Limit limit : LIMITS) {
			Allowance left = limit.left(headers, clock);
			least = (least == null || (left != null && left.share() < least.share())) ? left : least;
		}
		return least;
	}

	private static @Nullable Allowance structured(Headers headers, InstantSource clock) {
		String value = headers.first("RateLimit");
		if (value == null) {
			return null;
		}
		Matcher remaining = STRUCTURED_REMAINING.matcher(value);
		Matcher reset = STRUCTURED_RESET.matcher(value);
		if (!remaining.find() || !reset.find()) {
			return null;
		}
		String limit = first(STRUCTURED_LIMIT, value);
		String policy = (limit != null) ? null : headers.first("RateLimit-Policy");
		String most = (policy != null) ? first(STRUCTURED_LIMIT, policy) : limit;
		return allowance(most, remaining.group(1), WaitTime.seconds(reset.group(1), clock));
	}

	private static @Nullable String first(Pattern pattern, String value) {
		Matcher matcher = pattern.matcher(value);
		return matcher.find() ? matcher.group(1) : null;
	}

	// without the limit, only that nothing is left says something
	private static @Nullable Allowance allowance(@Nullable String limit, @Nullable String remaining,
			@Nullable Duration reset) {
		long left = count(remaining);
		long most = count(limit);
		if (reset == null || left < 0 || (most <= 0 && left > 0)) {
			return null;
		}
		return new Allowance((left == 0) ? 0 : Math.min(1, (double) left / most), reset);
	}

	private static long count(@Nullable String text) {
		Matcher matcher = COUNT.matcher((text != null) ? text : "");
		return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
	}

	/**
	 * The headers of a limit.
	 */
	private record Limit(String limit, String remaining, String reset) {

		@Nullable Allowance left(Headers headers, InstantSource clock) {
			String left = headers.first(this.remaining);
			if (left == null) {
				return null;
			}
			return allowance(headers.first(this.limit), left, RetryAfterParser.wait(headers.first(this.reset), clock));
		}

	}

}
