package net.taotoken.failover.fault.retryafter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads waits in the notations that servers use. Anything else gives {@code null}; what
 * lies in the past gives zero.
 */
public final class WaitTime {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private static final double FIRST_EPOCH_SECOND = 1e9;

	private static final double FIRST_EPOCH_MILLISECOND = 1e11;

	private static final double LAST_EPOCH_MILLISECOND = 1e14;

	private static final Pattern JOINED = Pattern.compile("^\\s*(\\d[\\d.]{0,30})\\s*,.*$");

	private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})");

	private static final String PART = "(\\d{1,15}(?:\\.\\d{1,15})?) ?"
			+ "(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|毫秒|秒钟?|分钟?|小时|天)(?![a-z])";

	/** One or more numbers with units, such as {@code 1m30.5s} or {@code 20 seconds}. */
	static final String EXPRESSION = "\\d[\\d.]{0,31} ?(?:[a-z]{1,12}|[毫秒分钟小时天]{1,2})(?:(?: and|,)? ?\\d[\\d.]{0,31} ?[a-z]{1,12}){0,3}";

	private static final Pattern ONE_PART = Pattern.compile(PART);

	private static final Pattern ONLY_PARTS = Pattern.compile("(?:" + PART + "(?:[ ,]|and){0,5}){1,5}");

	private WaitTime() {
	}

	/**
	 * Seconds, or seconds or milliseconds since the epoch if the number is that large.
	 */
	static @Nullable Duration seconds(@Nullable String text, InstantSource clock) {
		Double number = number(text);
		if (number == null) {
			return null;
		}
		if (number >= FIRST_EPOCH_SECOND) {
			return epoch(number, clock);
		}
		return ofMilliseconds(number * 1000);
	}

	static @Nullable Duration milliseconds(@Nullable String text) {
		Double number = number(text);
		return (number != null && number < FIRST_EPOCH_MILLISECOND) ? ofMilliseconds(number) : null;
	}

	/** A number of units. */
	static @Nullable Duration multiple(@Nullable String text, long unit) {
		Double number = number(text);
		return (number != null && number < FIRST_EPOCH_SECOND) ? ofMilliseconds(number * unit) : null;
	}

	/** Tells whether a number is a time since the epoch rather than a wait. */
	static boolean isEpoch(@Nullable String text) {
		Double number = number(text);
		return number != null && number >= FIRST_EPOCH_SECOND;
	}

	/** Numbers with units, as Go and people write them. */
	public static @Nullable Duration units(@Nullable String text) {
		String expression = (text != null) ? text.strip().toLowerCase(Locale.ROOT) : "";
		if (!ONLY_PARTS.matcher(expression).matches()) {
			return null;
		}
		double milliseconds = 0;
		Matcher part = ONE_PART.matcher(expression);
		while (part.find()) {
			milliseconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
		}
		return ofMilliseconds(milliseconds);
	}

	/**
	 * The first of two waits that a proxy on the way has joined. Dates hold commas, too.
	 */
	static String first(String text) {
		return JOINED.matcher(text).replaceFirst("$1");
	}

	/** Milliseconds, numbers with units, or a date. */
	static @Nullable Duration millisecondsOrDate(String text, InstantSource clock) {
		Duration wait = milliseconds(text);
		return (wait != null) ? wait : waitOrDate(text, clock);
	}

	/** Seconds, numbers with units, or a date. */
	static @Nullable Duration waitOrDate(String text, InstantSource clock) {
		Duration wait = seconds(text, clock);
		if (wait == null) {
			wait = units(text);
		}
		return (wait != null) ? wait : date(text, clock);
	}

	/** A date, as RFC 3339 or as HTTP writes it. */
	static @Nullable Duration date(String text, InstantSource clock) {
		Instant date = parsedDate(text);
		return (date != null) ? until(date, clock) : null;
	}

	private static @Nullable Instant parsedDate(String text) {
		try {
			return OffsetDateTime.parse(text.strip()).toInstant();
		}
		catch (DateTimeException ex) {
			return HttpDate.parse(text);
		}
	}

	/**
	 * Tells whether a text may tell of a wait: none is written without a digit, and
	 * looking for one costs next to nothing.
	 */
	static boolean mayBeIn(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isDigit(text.charAt(i))) {
				return true;
			}
		}
		return false;
	}

	static Duration until(Instant instant, InstantSource clock) {
		Instant now = clock.instant();
		Duration wait = instant.isAfter(now) ? Duration.between(now, instant) : Duration.ZERO;
		return (wait.compareTo(LONGEST) > 0) ? LONGEST : wait;
	}

	private static @Nullable Duration epoch(double number, InstantSource clock) {
		if (number >= LAST_EPOCH_MILLISECOND) {
			return null;
		}
		double milliseconds = (number < FIRST_EPOCH_MILLISECOND) ? number * 1000 : number;
		return until(Instant.ofEpochMilli((long) milliseconds), clock);
	}

	private static @Nullable Double number(@Nullable String text) {
		if (text == null || !NUMBER.matcher(text.strip()).matches()) {
			return null;
		}
		return Double.valueOf(text.strip());
	}

	private static Duration ofMilliseconds(double milliseconds) {
		if (milliseconds >= LONGEST.toMillis()) {
			return LONGEST;
		}
		return Duration.ofMillis(Math.max(0, Math.round(milliseconds)));
	}

	private static double unit(String unit) {
		return switch (unit.charAt(0)) {
			case 'm' -> unit.startsWith("ms") || unit.startsWith("mil") ? 1 : 60_000;
			case '毫' -> 1;
			case 's', '秒' -> 1000;
			case '分' -> 60_000;
			case 'h', '小' -> 3_600_000;
			default -> 86_400_000;
		};
	}

}
