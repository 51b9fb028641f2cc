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
 * @param source who says that the model is out
 * @param ramp how many attempts a healthy model takes that has just come back, or
 * {@code null} for any number
 */
record HealthState(ModelState state, long until, Duration chosen, @Nullable Fault fault, Outage outage, Source source,
		@Nullable ReturnRamp ramp) {

	static final HealthState DISABLED = new HealthState(ModelState.DISABLED, 0, Duration.ZERO, null, new Outage(),
			Source.BY_HAND);

	static final HealthState HEALTHY = new HealthState(ModelState.HEALTHY, 0, Duration.ZERO, null, new Outage(),
			Source.OWN);

	private HealthState(ModelState state, long until, Duration chosen, @Nullable Fault fault, Outage outage,
			Source source) {
		this(state, until, chosen, fault, outage, source, null);
	}

	/** The time that others wait for a probe that nobody settles. */
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

	boolean isEndDictated() {
		return this.fault != null && isDictated(this.fault);
	}

	private boolean isOut() {
		return this.state == ModelState.COOLING_DOWN || this.state == ModelState.PROBING;
	}

	/**
	 * Tells whether a success of an attempt that began in another state brings the model
	 * back.
	 */
	boolean isEndedBySuccessSince(HealthState then) {
		return isOut() && this.outage.equals(then.outage);
	}

	/**
	 * The model is back, and on its way to take as many attempts as there are.
	 */
	HealthState returning(long now, HealthSettings settings) {
		return new HealthState(ModelState.HEALTHY, 0, this.chosen, null, new Outage(), Source.OWN,
				new ReturnRamp(now, settings.maxCoolDown()));
	}

	HealthState takenOut(long now, Fault fault, Duration coolDown) {
		if (this.state == ModelState.DISABLED || (isProbing() && !isDictated(fault))) {
			return this;
		}
		long end = now + coolDown.toNanos();
		if (this.state == ModelState.COOLING_DOWN && outlasts(end, fault)) {
			return this;
		}
		return coolingDown(end, chosen(fault, coolDown), fault, sourceAfter(fault));
	}

	/**
	 * Taken out by hand, in place of any earlier cool-down.
	 */
	static HealthState takenOutByHand(long now, Fault fault, Duration coolDown) {
		return coolingDown(now + coolDown.toNanos(), coolDown, fault, Source.BY_HAND);
	}

	/**
	 * Another instance says that the model is out. A probe of our own knows better, and
	 * of two cool-downs the longer one holds. What was heard is no failure of ours, so a
	 * success of an attempt that is under way ends what it would have ended without it.
	 */
	HealthState heardOut(long now, Fault fault, Duration coolDown) {
		if (this.state == ModelState.DISABLED || this.state == ModelState.PROBING || this.source == Source.BY_HAND) {
			return this;
		}
		long end = now + coolDown.toNanos();
		Source heard = (isOwnDoubt() && isDoubt(fault)) ? Source.OWN : Source.HEARD;
		if (this.state == ModelState.COOLING_DOWN && outlasts(end, fault)) {
			return new HealthState(this.state, this.until, this.chosen, this.fault, this.outage, heard);
		}
		Outage outage = isHealthy() ? new Outage() : this.outage;
		return new HealthState(ModelState.COOLING_DOWN, end, chosen(fault, coolDown), fault, outage, heard);
	}

	/**
	 * Tells whether this instance itself has seen the model fail in a way that may be due
	 * to its own way to it. That others have seen it, too, proves nothing about this way.
	 */
	private boolean isOwnDoubt() {
		return this.fault != null && isDoubt(this.fault)
				&& (this.source == Source.OWN || this.source == Source.OWN_WAY);
	}

	private static boolean isDoubt(Fault fault) {
		return !fault.kind().isWordOfServer();
	}

	/**
	 * Another instance says that the model is back. If only we know that it is out, by a
	 * fault that may be due to our own way to it, then it is only time to probe it: what
	 * others find out says nothing of that.
	 */
	HealthState heardBack(long now, HealthSettings settings) {
		if (!isOut() || this.source == Source.BY_HAND) {
			return this;
		}
		if (!isOwnDoubt()) {
			return returning(now, settings);
		}
		return isProbing() ? this
				: new HealthState(ModelState.COOLING_DOWN, now, this.chosen, this.fault, this.outage, Source.OWN_WAY);
	}

	boolean isBackElsewhere() {
		return this.source == Source.OWN_WAY;
	}

	// a fault of our own way is OWN until others say that the model is back
	private Source sourceAfter(Fault fault) {
		Source foreign = isDoubt(fault) ? Source.HEARD : Source.OWN_WAY;
		return (this.source == foreign) ? Source.OWN : this.source;
	}

	private Duration chosen(Fault fault, Duration coolDown) {
		return isDictated(fault) ? this.chosen : max(this.chosen, coolDown);
	}

	/**
	 * Tells whether this fault makes the cool-down of a model that is already out more
	 * than twice as long. Then listeners are told. Attempts that were running when the
	 * model went out fail too, and make the cool-down a little longer each time.
	 * Listeners are not told.
	 */
	@SuppressWarnings("ReferenceEquality") // the same object says that nothing changes
	boolean isMuchProlonged(long now, Fault fault, Duration coolDown) {
		if (isHealthy() || takenOut(now, fault, coolDown).equals(this)) {
			return false;
		}
		return isProbing() || isMoreThanDoubled(now, coolDown);
	}

	boolean isMuchProlongedByHearsay(long now, Fault fault, Duration coolDown) {
		return !isHealthy() && heardOut(now, fault, coolDown).until != this.until && isMoreThanDoubled(now, coolDown);
	}

	private boolean isMoreThanDoubled(long now, Duration coolDown) {
		return coolDown.toNanos() > 2 * Math.max(0, this.until - now);
	}

	// a model that is out for the account comes back with it
	private boolean outlasts(long end, Fault fault) {
		return this.until - end > 0 || (this.until == end && fault.scope() != FaultScope.ACCOUNT);
	}

	HealthState probing(long now) {
		return new HealthState(ModelState.PROBING, now + LONGEST_PROBE.toNanos(), this.chosen, this.fault, this.outage,
				this.source);
	}

	HealthState probeFailed(long now, Fault fault, @Nullable Duration coolDown, HealthSettings settings) {
		if (isDictated(fault) && coolDown != null) {
			return coolingDown(now + coolDown.toNanos(), this.chosen, fault, sourceAfter(fault));
		}
		Duration doubled = min(this.chosen.multipliedBy(2), settings.maxCoolDown());
		Duration next = max(doubled, (coolDown != null) ? coolDown : settings.coolDown());
		return coolingDown(now + next.toNanos(), next, fault, sourceAfter(fault));
	}

	private static HealthState coolingDown(long end, Duration chosen, Fault fault, Source source) {
		return new HealthState(ModelState.COOLING_DOWN, end, chosen, fault, new Outage(), source);
	}

	HealthState probeReleased(long next) {
		return new HealthState(ModelState.COOLING_DOWN, next, this.chosen, this.fault, this.outage, this.source);
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

	/**
	 * The source of the word that a model is out.
	 */
	enum Source {

		/** Nobody but this instance, which has seen it fail. */
		OWN,

		/** Nobody but this instance, while another one says that the model is back. */
		OWN_WAY,

		/** Another instance, and perhaps this one, too. */
		HEARD,

		/** Somebody who steers this instance; nothing that is heard changes that. */
		BY_HAND

	}

}
