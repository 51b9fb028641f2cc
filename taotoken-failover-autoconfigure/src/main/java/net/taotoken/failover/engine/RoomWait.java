package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.health.Applicant;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a thread of a call until the limits of models leave room: within its
 * patience for the model whose turn it is, though others could answer, and else for the
 * first that has room.
 */
final class RoomWait {

	private final ModelHealthTracker tracker;

	private final CallState call;

	private final Applicant applicant;

	/** The tick at which its patience is over, which begins with the first wait. */
	private @Nullable Long patientUntil;

	/** The model that is waited for within its patience. */
	private @Nullable ModelHealth awaited;

	/** Whether there is a new place in line, so that it makes sense to ask once more. */
	private boolean queuedUp;

	RoomWait(ModelHealthTracker tracker, CallState call, Applicant applicant) {
		this.tracker = tracker;
		this.call = call;
		this.applicant = applicant;
	}

	/**
	 * A signal that is given when it makes sense to look at the models again. To be taken
	 * before each look.
	 */
	CountDownLatch nextSignal() {
		this.queuedUp = false;
		this.awaited = null;
		return this.applicant.isInLine() ? this.applicant.nextSignal() : this.tracker.nextChange();
	}

	/**
	 * Wait for a model that gave no permit, if it has none only because of its limits,
	 * and there will be room within the patience of the call.
	 * @return whether no other model is to be asked now
	 */
	boolean waitsFor(ModelHealth health, long now) {
		if (health.nanosUntilProbe() != 0) {
			return false;
		}
		long nanos = health.nanosUntilRoom(this.applicant, now);
		return nanos != 0 && waitsFor(health, nanos, now);
	}

	/**
	 * Wait for room at a model that is to be asked although it is cooling down, within
	 * the patience of the call.
	 * @return whether it makes sense to ask again after the wait
	 */
	boolean waitsForRoom(ModelHealth health, long now) {
		// if there is room now, others were quicker a moment ago
		return waitsFor(health, health.nanosUntilRoom(this.applicant, now), now);
	}

	private boolean waitsFor(ModelHealth health, long nanos, long now) {
		if (nanos > patienceLeft(now)) {
			return false;
		}
		if (this.patientUntil == null) {
			this.patientUntil = now + this.call.route().retry().patience().toNanos();
		}
		this.awaited = health;
		queueUp(health);
		return true;
	}

	private long patienceLeft(long now) {
		Long until = this.patientUntil;
		long left = (until != null) ? until - now : this.call.route().retry().patience().toNanos();
		return Math.min(left, this.call.nanosLeft(now));
	}

	boolean isPatient() {
		return this.awaited != null;
	}

	/**
	 * The time to wait for the model that is waited for within the patience of the call.
	 */
	Duration patientWait(long now) {
		long sleep = (this.awaited != null) ? this.awaited.nanosToSleepForRoom(this.applicant, now) : 0;
		return Duration.ofNanos(Math.max(1, Math.min(sleep, patienceLeft(now))));
	}

	/**
	 * The time to wait for a model, since no other one can answer.
	 */
	long nanosToSleep(ModelHealth health, long now) {
		if (health.nanosUntilProbe() != 0 || health.nanosUntilRoom(this.applicant, now) == 0) {
			health.keepPlace(this.applicant);
			return health.nanosUntilFree(this.applicant, now);
		}
		queueUp(health);
		return health.nanosToSleep(this.applicant, now);
	}

	private void queueUp(ModelHealth health) {
		this.queuedUp |= health.queueUp(this.applicant);
	}

	boolean hasQueuedUp() {
		return this.queuedUp;
	}

	/**
	 * The look at the models is over, and the wait begins.
	 */
	void begins() {
		this.applicant.leaveOtherLines();
	}

	/**
	 * Nobody waits any more.
	 */
	void end() {
		this.applicant.leaveLines();
	}

}
