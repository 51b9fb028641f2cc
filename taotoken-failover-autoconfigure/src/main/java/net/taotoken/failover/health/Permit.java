package net.taotoken.failover.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import org.jspecify.annotations.Nullable;

/**
 * The right to make one attempt on a model. Its holder settles it once, with what came of
 * the attempt; settlements after the first one are ignored. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public sealed class Permit permits LimitedPermit {

	/** In place of a tick that nobody has looked at. */
	static final long UNKNOWN = -1;

	// no object of its own for each call
	private static final AtomicIntegerFieldUpdater<Permit> SETTLED = AtomicIntegerFieldUpdater.newUpdater(Permit.class,
			"settled");

	private final ModelHealth health;

	/**
	 * The state that a success of this attempt ends, or that its failure ends if the
	 * model has just come back, or {@code null} for a normal attempt on a healthy model.
	 */
	private final @Nullable HealthState probed;

	/** Whether the state was made for this permit, so that no other one may end it. */
	private final boolean owner;

	private volatile int settled;

	/**
	 * The way back of the model, which this attempt is on, until it is known to be well.
	 */
	private @Nullable ReturnRamp ramp;

	/** Whether the attempt is counted as one under way. No reference, for the size. */
	private final boolean counted;

	Permit(ModelHealth health, @Nullable HealthState probed, boolean owner, @Nullable ReturnRamp ramp) {
		this.counted = health.statistics().attemptBegins();
		this.health = health;
		this.probed = probed;
		this.owner = owner;
		this.ramp = ramp;
	}

	/**
	 * Tells whether the attempt decides if the model is back, or stays so.
	 * @return whether it is a probe, or the model has just come back
	 */
	public boolean isProbe() {
		return this.probed != null;
	}

	/**
	 * The answer begins. A model that has just come back may get more attempts from now
	 * on, though nobody knows yet how this one ends.
	 */
	public void begins() {
		leaveRamp(true);
	}

	private void leaveRamp(boolean well) {
		if (this.ramp == null) {
			return;
		}
		ReturnRamp left;
		synchronized (this) {
			left = this.ramp;
			this.ramp = null;
		}
		if (left != null) {
			left.left(well);
		}
	}

	/**
	 * The first token of an answer is there.
	 * @param nanos how long it took, in nanoseconds
	 * @param now the current tick in nanoseconds
	 */
	public void firstToken(long nanos, long now) {
		this.health.statistics().firstToken(nanos, now);
	}

	/**
	 * The times of first tokens of the model, which limits may follow.
	 * @return what is remembered
	 */
	public FirstTokens firstTokens() {
		return this.health.firstTokens();
	}

	/**
	 * An answer that was read as it came ended well. How long its reader took says
	 * nothing of the model.
	 */
	public void streamed() {
		long now = this.health.now();
		if (settle(now)) {
			leaveRamp(true);
			this.health.availability().answered(this.probed, now);
			this.health.statistics().streamed(now);
		}
	}

	private boolean settle(long now) {
		if (!SETTLED.compareAndSet(this, 0, 1)) {
			return false;
		}
		if (this.counted) {
			this.health.statistics().attemptEnds();
		}
		ended(now);
		return true;
	}

	/**
	 * The permit is settled.
	 * @param now the current tick, or {@link #UNKNOWN}
	 */
	void ended(long now) {
	}

	/**
	 * The server has said how many tokens the attempt took. To be called before the
	 * permit is settled. Has no effect where no limit counts tokens.
	 * @param promptTokens the tokens of the prompt
	 * @param answerTokens the tokens of the answer
	 */
	public void used(long promptTokens, long answerTokens) {
	}

	/**
	 * The model is about to be asked a second time with this permit.
	 * @param now the current tick in nanoseconds
	 */
	public void repeated(long now) {
	}

	/**
	 * The attempt ended well.
	 * @param latencyNanos how long it took, in nanoseconds
	 */
	public void succeeded(long latencyNanos) {
		succeeded(latencyNanos, this.health.now());
	}

	/**
	 * The attempt ended well, just now.
	 * @param latencyNanos how long it took, in nanoseconds
	 * @param now the current tick in nanoseconds
	 */
	public void succeeded(long latencyNanos, long now) {
		if (settle(now)) {
			leaveRamp(true);
			this.health.availability().answered(this.probed, now);
			this.health.statistics().succeeded(latencyNanos, now);
		}
	}

	/**
	 * The model has answered a request that was only to find out whether it is there. No
	 * statistics count it.
	 */
	public void answered() {
		if (settle(UNKNOWN)) {
			this.health.availability().answered(this.probed, this.health.now());
		}
	}

	/**
	 * Another instance finds out whether the model is back, and this one does not.
	 * @param others how long that takes at most
	 */
	public void postpone(Duration others) {
		if (settle(UNKNOWN)) {
			this.health.availability().postponed(own(), others);
		}
	}

	/**
	 * The attempt failed. A fault of the request's scope is neutral to the model.
	 * @param fault why
	 * @param coolDown how long to pass the model over from now on, or {@code null} to
	 * leave that to its failure rate
	 */
	public void failed(Fault fault, @Nullable Duration coolDown) {
		if (settle(UNKNOWN)) {
			HealthState returning = (this.probed != null && this.probed.isHealthy()) ? this.probed : null;
			leaveRamp(false);
			if (returning != null) {
				this.health.availability().failedAgain(returning, fault, coolDown);
			}
			else {
				this.health.availability().failed(own(), fault, coolDown);
			}
		}
	}

	/**
	 * The attempt says nothing about the model, as when the caller went away.
	 */
	public void release() {
		if (settle(UNKNOWN)) {
			leaveRamp(false);
			this.health.availability().released(own());
		}
	}

	/**
	 * The attempt is not made at all, and its permit is nobody's.
	 */
	void neverAsked() {
		settle(UNKNOWN);
	}

	private @Nullable HealthState own() {
		return this.owner ? this.probed : null;
	}

}
