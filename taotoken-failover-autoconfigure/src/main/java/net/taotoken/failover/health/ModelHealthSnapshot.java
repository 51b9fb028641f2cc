package net.taotoken.failover.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.MissingFeature;
import org.jspecify.annotations.Nullable;

/**
 * The known health of a model at one moment. Safe to show: it holds no key, no prompt and
 * no answer.
 *
 * @param model the model's id
 * @param state whether it may be asked
 * @param successes the attempts in the window that ended well
 * @param errors the attempts in the window that failed by the model's fault
 * @param score how likely it answers, between 0 and 1
 * @param latency how long its whole answers in the window took on average, or
 * {@code null} if there were none
 * @param firstToken how long the first tokens of its answers in the window took on
 * average, or {@code null} if it was asked for none by stream
 * @param coolDownRemaining the time until it may be probed, zero if it is not cooling
 * down
 * @param outBecause the fault that took it out, or {@code null} if it is healthy
 * @param lastFault the last fault of any kind that was not the request's, or {@code null}
 * @param lastFaultAt when that was, or {@code null}
 * @param demotedBecause why it stands behind all others, or {@code null} if it does not
 * @param lacks what it was seen to lack in the recent past; requests that ask for that
 * turn to other models first
 * @since 0.1.0
 */
public record ModelHealthSnapshot(String model, ModelState state, long successes, long errors, double score,
		@Nullable Duration latency, @Nullable Duration firstToken, Duration coolDownRemaining,
		@Nullable Fault outBecause, @Nullable Fault lastFault, @Nullable Instant lastFaultAt,
		@Nullable String demotedBecause, Set<MissingFeature> lacks) {

	public ModelHealthSnapshot {
		lacks = Set.copyOf(lacks);
	}

	/**
	 * The share of attempts in the window that ended well.
	 * @return a number between 0 and 1, or {@code null} if there were no attempts
	 */
	public @Nullable Double successRate() {
		long attempts = this.successes + this.errors;
		return (attempts > 0) ? (double) this.successes / attempts : null;
	}

	/**
	 * Tells whether the model may be asked by everyone.
	 * @return whether it is healthy
	 */
	public boolean isHealthy() {
		return this.state == ModelState.HEALTHY;
	}

}
