package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.ErrorResponse.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a server announces of its limits in the headers of a good answer. If there
 * are several limits, the one with the smallest share left counts.
 */
public final class AllowanceParser {

	private static final Pattern STRUCTURED_LIMIT = Pattern.compile("\\b(?:limit|q)=(\\d{1,15})");

	private static final Pattern STRUCTURED_REMAINING = Pattern.compile("\\b(?:remaining|r)=(\\d{1,15})");

	private static final Pattern STRUCTURED_RESET = Pattern.compile("\\b(?:reset|t)=(\\d{1,15})");

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
		for (AnnouncedLimit limit : AnnouncedLimit.in(headers, clock)) {
			Allowance left = limit.allowance();
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
		return AnnouncedLimit.allowance(most, remaining.group(1), WaitTime.seconds(reset.group(1), clock));
	}

	private static @Nullable String first(Pattern pattern, String value) {
		Matcher matcher = pattern.matcher(value);
		return matcher.find() ? matcher.group(1) : null;
	}

}
