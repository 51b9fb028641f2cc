package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;

/**
 * Checks of single values. A value that is wrong is refused with advice. Those of a
 * single property are called where it is converted, such as in {@link RetryConverter}.
 */
public final class Checks {

	private static final Duration LONGEST = Duration.ofHours(24);

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]*)");

	/** A form that names of environment variables have, and keys of an API do not. */
	private static final Pattern VARIABLE = Pattern.compile("[A-Z]{2,16}(_[A-Z]{1,16}){1,8}");

	private Checks() {
	}

	public static Duration positive(PropertyKey key, Duration value, String example) {
		if (value.isZero() || value.isNegative()) {
			throw key.refuse("It is " + text(value) + ", but a time above zero is needed.", example);
		}
		return notAbsurd(key, value, example);
	}

	static Duration notNegative(PropertyKey key, Duration value, String example) {
		if (value.isNegative()) {
			throw key.refuse("It is " + text(value) + ", but a time cannot be negative.", example);
		}
		return notAbsurd(key, value, example);
	}

	private static Duration notAbsurd(PropertyKey key, Duration value, String example) {
		if (value.compareTo(LONGEST) > 0) {
			throw key.refuse("It is " + text(value) + ", but more than 24 hours is surely a slip.", example);
		}
		return value;
	}

	static int atLeast(PropertyKey key, int least, int value, int example) {
		if (value < least) {
			throw key.refuse("It is " + value + ", but it must be at least " + least + ".", example);
		}
		return value;
	}

	static double between(PropertyKey key, double least, double most, double value, double example) {
		if (!(value >= least && value <= most)) {
			throw key.refuse("It is " + number(value) + ", but it must be between " + number(least) + " and "
					+ number(most) + ".", number(example));
		}
		return value;
	}

	static double amount(PropertyKey key, double value, double example) {
		if (!(value >= 0 && value <= Double.MAX_VALUE)) {
			throw key.refuse("It is " + number(value) + ", but it must be a number that is not negative.",
					number(example));
		}
		return value;
	}

	/**
	 * Spring Boot leaves a placeholder in the value when it cannot resolve it.
	 */
	public static void resolved(PropertyKey key, String value) {
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.find()) {
			throw unresolved(key, placeholder.group(1));
		}
	}

	/**
	 * The same for a value that may be secret: somebody may have written the secret
	 * itself inside ${...}, so the message must not repeat it.
	 */
	static void secretResolved(PropertyKey key, String value) {
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.find()) {
			String name = placeholder.group(1);
			throw VARIABLE.matcher(name).matches() ? unresolved(key, name) : key.refuseAndAdvise(
					"It has the form ${…}, but there is no environment variable or property of the name inside.",
					key.line("${NAME_OF_A_VARIABLE}") + " (the value itself is written without '${' and '}')");
		}
	}

	private static InvalidTaotokenConfigurationException unresolved(PropertyKey key, String variable) {
		return key.refuseAndAdvise(
				"It refers to '" + variable + "', but there is no environment variable or property of that name.",
				"export " + variable + "=... (or write the value itself)");
	}

	public static String text(Duration value) {
		return (value.toMillis() % 1000 == 0) ? value.toSeconds() + "s" : value.toMillis() + "ms";
	}

	private static String number(double value) {
		return (value == Math.rint(value) && Math.abs(value) < 1e9) ? Long.toString((long) value)
				: Double.toString(value);
	}

}
