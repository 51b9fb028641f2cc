package net.taotoken.failover.health;

import java.time.Duration;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.support.GuardedCall;
import org.jspecify.annotations.Nullable;

/**
 * Tells other instances what this one has found out, if there is anybody to tell. Safe
 * for use by many threads.
 */
final class Sharing {

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

}
