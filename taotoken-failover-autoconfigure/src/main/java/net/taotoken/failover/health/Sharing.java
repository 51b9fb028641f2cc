package net.taotoken.failover.health;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.support.GuardedCall;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells other instances what this one has found out, if there is anybody to tell. Safe
 * for use by many threads.
 */
final class Sharing {

	/** The longest wait of a probe for the others to say who makes it. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	static final Sharing NONE = new Sharing(null);

	private final @Nullable SharedHealth shared;

	private final GuardedCall guard;

	private Sharing(@Nullable SharedHealth shared) {
		this.shared = shared;
		this.guard = new GuardedCall(SharedHealth.class.getSimpleName(), (shared != null) ? shared : this);
	}

	static Sharing with(SharedHealth shared) {
		return new Sharing(shared);
	}

	void modelIsOut(String model, Fault fault, Duration remaining) {
		SharedHealth shared = this.shared;
		if (shared != null) {
			this.guard.run(() -> shared.modelIsOut(model, fault, remaining));
		}
	}

	void modelIsBack(String model) {
		SharedHealth shared = this.shared;
		if (shared != null) {
			this.guard.run(() -> shared.modelIsBack(model));
		}
	}

	void probeEnded(String model) {
		SharedHealth shared = this.shared;
		if (shared != null) {
			this.guard.run(() -> shared.probeEnded(model));
		}
	}

	/**
	 * For how long others are finding out whether a model is back, as they say within a
	 * second.
	 */
	Duration othersProbeFor(String model, TimeSource time) throws InterruptedException {
		SharedHealth shared = this.shared;
		if (shared == null) {
			return Duration.ZERO;
		}
		CountDownLatch told = new CountDownLatch(1);
		AtomicReference<Duration> others = new AtomicReference<>(Duration.ZERO);
		this.guard.run(() -> {
			boolean asked = false;
			try {
				shared.requestProbe(model, (duration) -> {
					others.set(duration);
					told.countDown();
				});
				asked = true;
			}
			finally {
				if (!asked) {
					told.countDown();
				}
			}
		});
		time.await(told, LONGEST_WAIT);
		Duration answer = others.get();
		return answer.isNegative() ? Duration.ZERO : answer;
	}

}
