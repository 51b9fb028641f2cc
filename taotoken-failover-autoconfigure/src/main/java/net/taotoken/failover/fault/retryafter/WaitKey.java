package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name of a field that may tell of a wait: its words say so, and in which unit.
 *
 * @param strength how surely the field is about a wait
 * @param unit the milliseconds of one unit, or zero if the name does not tell
 */
record WaitKey(Strength strength, long unit) {

	static final WaitKey NONE = new WaitKey(Strength.NONE, 0);

	private static final int LONGEST_NAME = 64;

	private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");

	private static final Set<String> RETRY = Set.of("retry", "retryafter", "backoff");

	private static final Set<String> RESET = Set.of("reset", "resets", "wait", "cooldown", "cool", "cooling", "delay",
			"eta");

	private static final Set<String> WEAK = Set.of("next", "available", "until", "after", "renews", "refresh");

	/** Words that make a time a wait. Servers estimate amounts, too. */
	private static final Set<String> ESTIMATED = Set.of("estimated", "expected");

	/** Words of counts and of flags, which look like seconds. */
	private static final Set<String> NO_WAIT = Set.of("should", "count", "max", "remaining", "attempt", "attempts",
			"retries", "number", "num", "able", "used", "total", "id", "url", "policy", "strategy", "reason");

	/** A bare number that is longer is something else. */
	private static final Duration PLAUSIBLE = Duration.ofDays(32);

	/**
	 * The certainty that a field is about a wait.
	 */
	enum Strength {

		NONE, WEAK, RESET, RETRY

	}

	static WaitKey of(String name) {
		if (name.length() > LONGEST_NAME) {
			return NONE;
		}
		Strength strength = Strength.NONE;
		long unit = 0;
		String before = "";
		for (String part : WORD_END.split(name, -1)) {
			String word = part.toLowerCase(Locale.ROOT);
			if (NO_WAIT.contains(word)) {
				return NONE;
			}
			Strength ofWord = strength(word, before);
			strength = (ofWord.compareTo(strength) > 0) ? ofWord : strength;
			unit = (unit(word) > 0) ? unit(word) : unit;
			before = word;
		}
		return (strength != Strength.NONE) ? new WaitKey(strength, unit) : NONE;
	}

	/**
	 * The wait that a value of the field means.
	 * @param value a number, with or without units, or a date
	 * @param clock the time, for dates
	 * @return the wait, or {@code null} if it is none, or not a plausible one
	 */
	@Nullable Duration read(String value, InstantSource clock) {
		Duration wait = WaitTime.units(value);
		if (wait == null && this.unit > 0) {
			wait = WaitTime.multiple(value, this.unit);
		}
		else if (wait == null) {
			wait = bare(value, clock);
		}
		return (wait != null) ? wait : WaitTime.date(value, clock);
	}

	private @Nullable Duration bare(String value, InstantSource clock) {
		Duration wait = WaitTime.seconds(value, clock);
		boolean sure = WaitTime.isEpoch(value)
				|| (this.strength != Strength.WEAK && wait != null && wait.compareTo(PLAUSIBLE) <= 0);
		return sure ? wait : null;
	}

	private static Strength strength(String word, String before) {
		if (RETRY.contains(word)) {
			return Strength.RETRY;
		}
		if (RESET.contains(word) || (word.equals("time") && ESTIMATED.contains(before))) {
			return Strength.RESET;
		}
		return WEAK.contains(word) ? Strength.WEAK : Strength.NONE;
	}

	private static long unit(String word) {
		return switch (word) {
			case "ms", "millis", "milliseconds", "msec" -> 1;
			case "s", "sec", "secs", "second", "seconds" -> 1000;
			case "min", "mins", "minute", "minutes" -> 60_000;
			case "hour", "hours" -> 3_600_000;
			case "day", "days" -> 86_400_000;
			default -> 0;
		};
	}

}
