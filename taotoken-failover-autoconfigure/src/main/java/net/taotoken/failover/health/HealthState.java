package net.taotoken.failover.health;

import java.time.Duration;

import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The state of one model at one moment, and the states that can follow. Immutable; each
 * transition is a pure function.
 *
 * @param state whether the model may be asked
 * @param coolDownEnd the tick at which the cool-down ends
 * @param chosen the last cool-down that we chose ourselves, from which the next one is
 * doubled
 * @param fault why the model was taken out, or {@code null} if it is healthy
 */
record HealthState(ModelState state, long coolDownEnd, Duration chosen, @Nullable Fault fault) {

	static final HealthState DISABLED = new HealthState(ModelState.DISABLED, 0, Duration.ZERO, null);

	static final HealthState HEALTHY = new HealthState(ModelState.HEALTHY, 0, Duration.ZERO, null);

	boolean isHealthy() {
		return this.state == ModelState.HEALTHY;
	}

	boolean isProbing() {
		return this.state == ModelState.PROBING;
	}

	boolean isProbeDue(long now) {
		return this.state == ModelState.COOLING_DOWN && this.coolDownEnd - now <= 0;
	}

	HealthState takenOut(long now, Fault fault, Duration coolDown) {
		if (this.state == ModelState.PROBING || this.state == ModelState.DISABLED) {
			return this;
		}
		long end = now + coolDown.toNanos();
		if (this.state == ModelState.COOLING_DOWN && this.coolDownEnd - end >= 0) {
			return this;
		}
		return new HealthState(ModelState.COOLING_DOWN, end,
				isDictated(fault) ? this.chosen : max(this.chosen, coolDown), fault);
	}

	HealthState probing() {
		return new HealthState(ModelState.PROBING, this.coolDownEnd, this.chosen, this.fault);
	}

	HealthState probeFailed(long now, Fault fault, @Nullable Duration coolDown, HealthSettings settings) {
		if (isDictated(fault) && coolDown != null) {
			return new HealthState(ModelState.COOLING_DOWN, now + coolDown.toNanos(), this.chosen, fault);
		}
		Duration doubled = min(this.chosen.multipliedBy(2), settings.maxCoolDown());
		Duration next = max(doubled, (coolDown != null) ? coolDown : settings.coolDown());
		return new HealthState(ModelState.COOLING_DOWN, now + next.toNanos(), next, fault);
	}

	HealthState probeReleased(long now) {
		return new HealthState(ModelState.COOLING_DOWN, now, this.chosen, this.fault);
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

}
