package net.taotoken.failover.health;

import net.taotoken.failover.route.ModelLimits;
import org.jspecify.annotations.Nullable;

/**
 * Gives the permits of one model: as its state allows, and as far as its limits leave
 * room. Safe for use by many threads.
 */
final class Admission {

	private final ModelHealth health;

	private final HealthParts parts;

	private final Availability availability;

	/** {@code null} for a model without limits. */
	private volatile @Nullable ModelLimiter limiter;

	Admission(ModelHealth health, HealthParts parts, Availability availability) {
		this.health = health;
		this.parts = parts;
		this.availability = availability;
	}

	/**
	 * A permit, or {@code null} while the model is to be passed over, or its limits leave
	 * no room.
	 */
	@Nullable Permit tryAcquire(@Nullable Applicant applicant, long now) {
		HealthState current = this.availability.current();
		if (current.isHealthy()) {
			return (current.ramp() != null) ? tryReturn(current, current.ramp(), applicant, now)
					: permit(null, false, null, applicant, now);
		}
		return current.isProbeDue(now()) ? tryProbe(current, applicant, now) : null;
	}

	private @Nullable Permit tryReturn(HealthState current, ReturnRamp ramp, @Nullable Applicant applicant, long now) {
		if (ramp.isOver(now())) {
			this.availability.change(current, HealthState.HEALTHY);
			return permit(null, false, null, applicant, now);
		}
		if (!ramp.tryEnter()) {
			return null;
		}
		Permit permit = permit(current, false, ramp, applicant, now);
		if (permit == null) {
			ramp.left(false);
		}
		return permit;
	}

	private @Nullable Permit tryProbe(HealthState current, @Nullable Applicant applicant, long now) {
		HealthState probing = current.probing(now());
		Permit permit = permit(probing, true, null, applicant, now);
		if (permit == null || this.availability.change(current, probing)) {
			return permit;
		}
		permit.neverAsked();
		return null;
	}

	private @Nullable Permit permit(@Nullable HealthState probed, boolean owner, @Nullable ReturnRamp ramp,
			@Nullable Applicant applicant, long now) {
		ModelLimiter limiter = this.limiter;
		if (limiter == null) {
			return new Permit(this.health, probed, owner, ramp);
		}
		long tokens = limiter.tryTake(applicant, now);
		return (tokens != ModelLimiter.NO_ROOM)
				? new LimitedPermit(this.health, probed, owner, ramp, limiter, applicant, tokens, now) : null;
	}

	/**
	 * A permit of a model that is on its way back, beyond those that are good for it.
	 */
	@Nullable Permit tryAcquireReturning(@Nullable Applicant applicant, long now) {
		HealthState current = this.availability.current();
		return (current.isHealthy() && current.ramp() != null) ? permit(null, false, null, applicant, now) : null;
	}

	/**
	 * A permit of a model that may be cooling down.
	 */
	@Nullable Permit tryAcquireAnyway(@Nullable Applicant applicant, long now) {
		return permit(endedAnyway(), false, null, applicant, now);
	}

	private @Nullable HealthState endedAnyway() {
		HealthState current = this.availability.current();
		return (!current.isHealthy() && current.state() != ModelState.DISABLED) ? current : null;
	}

	/**
	 * Change the limits. What was asked counts on.
	 */
	void limit(@Nullable ModelLimits limits) {
		ModelLimiter known = this.limiter;
		if (limits != null && known != null) {
			known.configure(limits);
		}
		else if (limits != null) {
			this.parts.limit();
			this.limiter = new ModelLimiter(limits);
		}
		else if (known != null) {
			this.limiter = null;
			this.parts.news().signalChange();
		}
	}

	@Nullable LimitUse limitUse(long now) {
		ModelLimiter limiter = this.limiter;
		return (limiter != null) ? limiter.use(now) : null;
	}

	long nanosUntilRoom(@Nullable Applicant applicant, long now) {
		ModelLimiter limiter = this.limiter;
		return (limiter != null) ? limiter.nanosUntilRoom(applicant, now) : 0;
	}

	void keepPlace(Applicant applicant) {
		ModelLimiter limiter = this.limiter;
		if (limiter != null) {
			applicant.keepPlace(limiter);
		}
	}

	boolean queueUp(Applicant applicant) {
		ModelLimiter limiter = this.limiter;
		return limiter != null && applicant.queueUp(limiter);
	}

	/**
	 * The time that an applicant in line sleeps for the sake of the limits, if nobody
	 * wakes it before.
	 */
	long nanosToSleep(Applicant applicant, long now) {
		ModelLimiter limiter = this.limiter;
		return (limiter != null) ? limiter.nanosToSleep(applicant, now) : 0;
	}

	private long now() {
		return this.parts.now();
	}

}
