package net.taotoken.failover.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The right to make one attempt on a model. Its holder settles it once, with what came of
 * the attempt; settlements after the first one are ignored. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class Permit {

	// no object of its own for each call
	private static final AtomicIntegerFieldUpdater<Permit> SETTLED = AtomicIntegerFieldUpdater.newUpdater(Permit.class,
			"settled");

	private final ModelHealth health;

	/**
	 * The state that a success of this attempt ends, or {@code null} for a normal attempt
	 * on a healthy model.
	 */
	private final @Nullable HealthState probed;

	/** Whether the state was made for this permit, so that no other one may end it. */
	private final boolean owner;

	private volatile int settled;

	Permit(ModelHealth health, @Nullable HealthState probed, boolean owner) {
		this.health = health;
		this.probed = probed;
		this.owner = owner;
	}

	/**
	 * Whether the attempt decides if the model is back.
	 * @return whether it is a probe
	 */
	public boolean isProbe() {
		return this.probed != null;
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
		if (SETTLED.compareAndSet(this, 0, 1)) {
			this.health.succeeded(this.probed, latencyNanos, now);
		}
	}

	/**
	 * The attempt failed. A fault of the request's scope is neutral to the model.
	 * @param fault why
	 * @param coolDown how long to pass the model over from now on, or {@code null} to
	 * leave that to its failure rate
	 */
	public void failed(Fault fault, @Nullable Duration coolDown) {
		if (SETTLED.compareAndSet(this, 0, 1)) {
			this.health.failed(own(), fault, coolDown);
		}
	}

	/**
	 * The attempt says nothing about the model, as when the caller went away.
	 */
	public void release() {
		if (SETTLED.compareAndSet(this, 0, 1)) {
			this.health.released(own());
		}
	}

	private @Nullable HealthState own() {
		return this.owner ? this.probed : null;
	}

}
