package net.taotoken.failover.actuate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Writes down moments, for people and scripts: nobody acts on nanoseconds.
 */
final class Instants {

	private Instants() {
	}

	static String text(Instant instant) {
		return instant.truncatedTo(ChronoUnit.MILLIS).toString();
	}

}
