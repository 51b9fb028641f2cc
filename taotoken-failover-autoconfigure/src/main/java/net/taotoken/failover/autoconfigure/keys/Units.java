package net.taotoken.failover.autoconfigure.keys;

import java.util.regex.Pattern;

/**
 * Refuses times and sizes without a unit, which Spring Boot takes for milliseconds and
 * bytes, and people for seconds and megabytes.
 */
public final class Units {

	private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?0*[1-9]\\d*");

	private Units() {
	}

	/**
	 * Refuse a number without a unit. Zero needs none.
	 * @param key the property
	 * @param written its value, as it is written
	 * @param usual the unit that people mean
	 * @param small the unit that Spring Boot takes
	 * @throws InvalidTaotokenConfigurationException if the value is nothing but a number
	 */
	public static void check(PropertyKey key, String written, String usual, String small) {
		if (BARE_NUMBER.matcher(written).matches()) {
			throw key.refuse(
					"It is " + written + ", which has no unit: " + written + usual + " or " + written + small + "?",
					written + usual);
		}
	}

}
