package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.HealthProperties;
import net.taotoken.failover.health.HealthSettings;

/**
 * Makes settings of the properties under {@code taotoken.health}.
 */
final class HealthConverter {

	private static final PropertyKey KEY = PropertyKey.ROOT.dot("health");

	private HealthConverter() {
	}

	public static HealthSettings convert(HealthProperties given) {
		if (!(given.failureRate() > 0 && given.failureRate() <= 1)) {
			throw KEY.dot("failure-rate")
				.refuse("It is " + given.failureRate() + ", but it must be above 0 and at most 1.", 0.5);
		}
		return HealthSettings.builder()
			.failureRate(given.failureRate())
			.window(Checks.positive(KEY.dot("window"), given.window(), "60s"))
			.minimumCalls(Checks.atLeast(KEY.dot("minimum-calls"), 1, given.minimumCalls(), 5))
			.coolDown(Checks.positive(KEY.dot("cool-down"), given.coolDown(), "5s"))
			.maxCoolDown(maxCoolDown(given))
			.maxServerCoolDown(Checks.notNegative(KEY.dot("max-server-cool-down"), given.maxServerCoolDown(), "1h"))
			.rememberUnsupported(
					Checks.notNegative(KEY.dot("remember-unsupported"), given.rememberUnsupported(), "10m"))
			.probe(given.probe())
			.demoteBelow(demoteBelow(given))
			.build();
	}

	private static double demoteBelow(HealthProperties given) {
		if (!(given.demoteBelow() >= 0 && given.demoteBelow() <= 1)) {
			throw KEY.dot("demote-below")
				.refuse("It is " + given.demoteBelow() + ", but it must be between 0 and 1.", 0.05);
		}
		return given.demoteBelow();
	}

	private static Duration maxCoolDown(HealthProperties given) {
		PropertyKey key = KEY.dot("max-cool-down");
		Duration first = given.coolDown();
		if (given.maxCoolDown() == null) {
			Duration builtIn = HealthSettings.defaults().maxCoolDown();
			return (builtIn.compareTo(first) < 0) ? first : builtIn;
		}
		Duration longest = Checks.positive(key, given.maxCoolDown(), "30s");
		if (longest.compareTo(first) < 0) {
			throw key.refuse("It is " + Checks.text(longest) + ", which is shorter than the first cool-down, '"
					+ KEY.dot("cool-down") + "' (" + Checks.text(first) + ").", Checks.text(first));
		}
		return longest;
	}

}
