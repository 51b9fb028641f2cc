package net.taotoken.failover.route;

import java.time.Duration;
import java.util.random.RandomGenerator;

import org.springframework.util.Assert;

/**
 * The number of attempts of a call, and its patience.
 *
 * @param maxAttempts attempts on one model in one call, at least 1
 * @param maxTotalAttempts attempts in one call, at least 1
 * @param patience the longest wait on a model while another model could answer
 * @param multiplier by how much each further wait on a model is longer than the one
 * before, at least 1
 * @param maxWait the longest wait that the server did not dictate, spread included
 * @param jitter the spread of waits that the server did not dictate, as a fraction
 * between 0 and 1 in both directions
 * @param budget same-model retries allowed per call on average; not negative
 * @param secondOpinion whether one other model is asked before a fault that is not proven
 * ends a call or takes all models out
 * @since 0.1.0
 */
public record RetrySettings(int maxAttempts, int maxTotalAttempts, Duration patience, double multiplier,
		Duration maxWait, double jitter, double budget, boolean secondOpinion) {

	private static final RetrySettings DEFAULTS = new RetrySettings(2, 6, Duration.ofSeconds(2), 2.0,
			Duration.ofSeconds(8), 0.2, 0.2, true);

	public RetrySettings {
		Assert.isTrue(maxAttempts >= 1, "'maxAttempts' must be at least 1");
		Assert.isTrue(maxTotalAttempts >= 1, "'maxTotalAttempts' must be at least 1");
		Assert.isTrue(!patience.isNegative(), "'patience' must not be negative");
		Assert.isTrue(multiplier >= 1, "'multiplier' must be at least 1");
		Assert.isTrue(!maxWait.isNegative(), "'maxWait' must not be negative");
		Assert.isTrue(jitter >= 0 && jitter <= 1, "'jitter' must be between 0 and 1");
		Assert.isTrue(budget >= 0, "'budget' must not be negative");
	}

	/**
	 * 2 attempts a model, 6 in all, 2 s of patience, waits that double up to 8 s and
	 * spread by a fifth, one retry for every five calls, with a second opinion.
	 * @return the default settings
	 */
	public static RetrySettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Begin with the default settings.
	 * @return a builder
	 */
	public static RetrySettingsBuilder builder() {
		return DEFAULTS.toBuilder();
	}

	/**
	 * Begin with these settings.
	 * @return a builder of others
	 */
	public RetrySettingsBuilder toBuilder() {
		return new RetrySettingsBuilder(this);
	}

	/**
	 * The wait before a further attempt on a model, when the server dictated none.
	 * @param first the wait after the first fault
	 * @param faults the faults of this model in this call, at least 1
	 * @param random a source of random numbers
	 * @return the wait, grown, capped and spread; never longer than {@code maxWait}
	 */
	public Duration wait(Duration first, int faults, RandomGenerator random) {
		double grown = first.toNanos() * Math.pow(this.multiplier, faults - 1);
		// spread below the cap, not cut at it, so that callers do not come back together
		double capped = Math.min(grown, this.maxWait.toNanos() / (1 + this.jitter));
		double spread = 1 + this.jitter * (2 * random.nextDouble() - 1);
		return Duration.ofNanos((long) (capped * spread));
	}

}
