package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import net.taotoken.failover.time.TimeSource;

/**
 * The models that this instance is probing for all. A lease is renewed while the probe is
 * under way, so that a slow probe does not bring a second one about, and ends soon after
 * an instance that died. Used by one thread.
 */
final class ProbeLeases {

	static final Duration LEASE = Duration.ofSeconds(10);

	private static final Duration RENEWAL = LEASE.dividedBy(3);

	/** A probe that has not ended by then was given up. */
	private static final Duration LONGEST_PROBE = Duration.ofMinutes(2);

	private final TimeSource time;

	/** The time at which each lease was taken. */
	private final Map<String, Long> held = new HashMap<>();

	private long nextRenewal;

	ProbeLeases(TimeSource time) {
		this.time = time;
	}

	void taken(String model) {
		if (this.held.isEmpty()) {
			this.nextRenewal = this.time.nanoTime() + RENEWAL.toNanos();
		}
		this.held.put(model, this.time.nanoTime());
	}

	/**
	 * A probe has ended.
	 * @return whether its lease was still held
	 */
	boolean ended(String model) {
		return this.held.remove(model) != null;
	}

	/**
	 * Renew the leases, if it is time to.
	 * @param renewal renews the lease of a model, and says how long others have it
	 */
	void renew(ToLongFunction<String> renewal) {
		if (nanosUntilRenewal() > 0) {
			return;
		}
		long now = this.time.nanoTime();
		this.nextRenewal = now + RENEWAL.toNanos();
		this.held.values().removeIf((since) -> now - since > LONGEST_PROBE.toNanos());
		this.held.keySet().removeIf((model) -> renewal.applyAsLong(model) > 0);
	}

	/**
	 * The time until the next renewal.
	 * @return nanoseconds, not positive if it is time, much if no lease is held
	 */
	long nanosUntilRenewal() {
		return this.held.isEmpty() ? Long.MAX_VALUE : this.nextRenewal - this.time.nanoTime();
	}

}
