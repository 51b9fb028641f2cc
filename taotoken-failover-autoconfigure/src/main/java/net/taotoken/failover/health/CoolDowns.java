package net.taotoken.failover.health;

import java.time.Duration;
import java.util.random.RandomGenerator;

import net.taotoken.failover.fault.Fault;

/**
 * For how long models are passed over: what somebody wants, with the limits of the
 * settings, and a little chance. Safe for use by many threads.
 */
final class CoolDowns {

	private static final Duration LONGEST_SPREAD = Duration.ofSeconds(1);

	private final RandomGenerator random;

	CoolDowns(RandomGenerator random) {
		this.random = random;
	}

	/**
	 * The time for which a model is passed over. What a server has asked for has an upper
	 * limit, and is spread by a little chance: up to a tenth, and a second at most.
	 */
	Duration capped(Fault fault, Duration wanted, HealthSettings settings) {
		if (fault.retryAfter() == null) {
			return wanted;
		}
		Duration longest = settings.maxServerCoolDown();
		if (wanted.compareTo(longest) >= 0) {
			return longest;
		}
		long most = Math.min(LONGEST_SPREAD.toNanos(), wanted.toNanos() / 10);
		Duration spread = wanted.plusNanos((long) (most * this.random.nextDouble()));
		return shorter(spread, longest);
	}

	/**
	 * The time for which a model is passed over because another instance says so: no
	 * longer than if this one had found out itself.
	 */
	Duration heard(Fault fault, Duration remaining, HealthSettings settings) {
		Duration longest = settings.maxServerCoolDown();
		if (fault.retryAfter() == null && longest.compareTo(settings.maxCoolDown()) < 0) {
			longest = settings.maxCoolDown();
		}
		return capped(fault, shorter(remaining, longest), settings);
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? other : one;
	}

}
