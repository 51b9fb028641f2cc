package net.taotoken.failover.health;

import java.time.Duration;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import org.jspecify.annotations.Nullable;

/**
 * The state of one model at one moment, and the states that can follow. Immutable; each
 * transition is a pure function.
 *
 * @param state whether the model may be asked
 * @param until the tick at which the cool-down ends, or the probe that is under way gives
 * way to the next
 * @param chosen the last cool-down that we chose ourselves, from which the next one is
 * doubled
 * @param fault why the model was taken out, or {@code null} if it is healthy
 * @param outage stands for the last failure: a success ends an outage only if the model
 * has not failed again since the attempt began
 */
record HealthState(ModelState state, long until, Duration chosen, @Nullable Fault fault, Outage outage) {

	static final HealthState DISABLED = new HealthState(ModelState.DISABLED, 0, Duration.ZERO, null, new Outage());

	static final HealthState HEALTHY = new HealthState(ModelState.HEALTHY, 0, Duration.ZERO, null, new Outage());

	/** How long others wait for a probe that nobody settles. */
	static final Duration LONGEST_PROBE = Duration.ofMinutes(2);

	boolean isHealthy() {
		return this.state == ModelState.HEALTHY;
	}

	boolean isProbing() {
		return this.state == ModelState.PROBING;
	}

	boolean isProbeDue(long now) {
		return isOut() && this.until - now <= 0;
	}

	private boolean isOut() {
		return this.state == ModelState.COOLING_DOWN || this.state == ModelState.PROBING;
	}

	/**
	 * Whether a success of an attempt that began in another state brings the model back.
	 */
	boolean isEndedBySuccessSince(HealthState then) {
		return isOut() && this.outage.equals(then.outage);
	}

	HealthState takenOut(long now, Fault fault, Duration coolDown) {
		if (this.state == ModelState.DISABLED || (isProbing() && !isDictated(fault))) {
			return this;
		}
		long end = now + coolDown.toNanos();
		if (this.state == ModelState.COOLING_DOWN && outlasts(end, fault)) {
			return this;
		}
		return coolingDown(end, isDictated(fault) ? this.chosen : max(this.chosen, coolDown), fault);
	}

	/**
	 * Whether this fault makes the cool-down of a model that is already out more than
	 * twice as long. Then listeners are told. Attempts that were running when the model
	 * went out fail too, and make the cool-down a little longer each time. Listeners are
	 * not told.
	 */
	@SuppressWarnings("ReferenceEquality") // the same object says that nothing changes
	boolean isMuchProlonged(long now, Fault fault, Duration coolDown) {
		if (isHealthy() || takenOut(now, fault, coolDown).equals(this)) {
			return false;
		}
		return isProbing() || coolDown.toNanos() > 2 * Math.max(0, this.until - now);
	}

	// a model that is out for the account comes back with it
	private boolean outlasts(long end, Fault fault) {
		return this.until - end > 0 || (this.until == end && fault.scope() != FaultScope.ACCOUNT);
	}

	HealthState probing(long now) {
		return new HealthState(ModelState.PROBING, now + LONGEST_PROBE.toNanos(), this.chosen, this.fault, this.outage);
	}

	HealthState probeFailed(long now, Fault fault, @Nullable Duration coolDown, HealthSettings settings) {
		if (isDictated(fault) && coolDown != null) {
			return coolingDown(now + coolDown.toNanos(), this.chosen, fault);
		}
		Duration doubled = min(this.chosen.multipliedBy(2), settings.maxCoolDown());
		Duration next = max(doubled, (coolDown != null) ? coolDown : settings.coolDown());
		return coolingDown(now + next.toNanos(), next, fault);
	}

	private static HealthState coolingDown(long end, Duration chosen, Fault fault) {
		return new HealthState(ModelState.COOLING_DOWN, end, chosen, fault, new Outage());
	}

	HealthState probeReleased(long now) {
		return new HealthState(ModelState.COOLING_DOWN, now, this.chosen, this.fault, this.outage);
	}

	private static boolean isDictated(Fault fault) {
		return fault.retryAfter() != null;
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

	/**
	 * A marker object: each failure has its own, compared by identity.
	 */
	static final class Outage {

	}

}
