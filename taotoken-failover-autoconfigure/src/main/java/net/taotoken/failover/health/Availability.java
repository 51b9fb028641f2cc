package net.taotoken.failover.health;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import org.jspecify.annotations.Nullable;

/**
 * Whether one model may be asked: its state, what changes it, and who hears of that. Safe
 * for use by many threads.
 */
final class Availability {

	/** Less than the time after which calls give up, so that a hang does not count. */
	private static final long JUST_NOW = Duration.ofSeconds(5).toNanos();

	// no longer, since the JVM compiles calls anew for a branch that is taken rarely
	private static final long ANSWER_PRECISION = Duration.ofMillis(10).toNanos();

	private final String model;

	private final HealthParts parts;

	private final AttemptStatistics statistics;

	private final AtomicReference<HealthState> state = new AtomicReference<>(HealthState.HEALTHY);

	private volatile @Nullable LastFault lastFault;

	/**
	 * The tick of a recent answer, to within a hundredth of a second, so that threads
	 * rarely write here. Not synchronized: what is heard at the same moment may come
	 * first.
	 */
	private long lastAnswer;

	Availability(String model, HealthParts parts, AttemptStatistics statistics) {
		this.model = model;
		this.parts = parts;
		this.statistics = statistics;
		this.lastAnswer = parts.now() - 2 * JUST_NOW;
	}

	String model() {
		return this.model;
	}

	HealthState current() {
		return this.state.get();
	}

	/**
	 * Change the state, unless it is not this one any more.
	 */
	boolean change(HealthState from, HealthState to) {
		return this.state.compareAndSet(from, to);
	}

	@Nullable LastFault lastFault() {
		return this.lastFault;
	}

	void forgetLastFault() {
		this.lastFault = null;
	}

	void disable() {
		this.state.set(HealthState.DISABLED);
		this.parts.news().signalChange();
	}

	void coolDown(Fault fault, Duration coolDown) {
		HealthState out = HealthState.takenOutByHand(this.parts.now(), fault, coolDown);
		if (this.state.getAndSet(out).isHealthy()) {
			this.parts.news().out(this.model, fault, coolDown);
		}
		else {
			this.parts.news().stillOut(this.model, fault, coolDown);
		}
		this.parts.news().signalChange();
	}

	void putBack() {
		if (!this.state.getAndSet(HealthState.HEALTHY).isHealthy()) {
			this.statistics.forgetOutcomes();
			this.parts.news().back(this.model);
		}
	}

	/**
	 * The model has shown that it is there. Says nothing of how well it answers calls.
	 * @param probed the state that this ends, or {@code null} if it ends none
	 */
	void answered(@Nullable HealthState probed, long now) {
		if (now - this.lastAnswer > ANSWER_PRECISION) {
			this.lastAnswer = now;
		}
		if (probed != null) {
			recovered(probed);
		}
	}

	private void recovered(HealthState probed) {
		long now = this.parts.now();
		HealthState before = transition((current) -> current.isEndedBySuccessSince(probed)
				? current.returning(now, this.parts.settings()) : current);
		if (!before.isEndedBySuccessSince(probed)) {
			return;
		}
		isBack();
		if (!before.isBackElsewhere()) {
			this.parts.news().sharing().modelIsBack(this.model);
		}
		endOutageOfAccount(before);
	}

	private void isBack() {
		this.statistics.forgetOutcomes();
		this.parts.news().back(this.model);
	}

	private void endOutageOfAccount(HealthState before) {
		if (isOutForTheAccount(before)) {
			this.parts.accounts().isBack(this);
		}
	}

	/**
	 * Tells whether the model is well here, as an answer of the last seconds shows.
	 */
	boolean hasJustAnswered() {
		return this.state.get().isHealthy() && this.parts.now() - this.lastAnswer <= JUST_NOW;
	}

	/**
	 * Another instance finds out whether the model is back.
	 */
	void postponed(@Nullable HealthState probe, Duration others) {
		Duration capped = (others.compareTo(HealthState.LONGEST_PROBE) < 0) ? others : HealthState.LONGEST_PROBE;
		endProbe(probe, this.parts.now() + capped.toNanos());
	}

	void released(@Nullable HealthState probe) {
		endProbe(probe, this.parts.now());
	}

	private void endProbe(@Nullable HealthState probe, long next) {
		if (probe != null && change(probe, probe.probeReleased(next))) {
			this.parts.news().signalChange();
		}
	}

	/**
	 * An attempt has failed.
	 * @param probe the state that its permit made and may end, or {@code null} if it was
	 * no probe
	 */
	void failed(@Nullable HealthState probe, Fault fault, @Nullable Duration coolDown) {
		if (fault.scope() == FaultScope.REQUEST) {
			released(probe);
			return;
		}
		HealthState before = (probe != null) ? probe : this.state.get();
		this.lastFault = new LastFault(fault, this.parts.instant());
		if (fault.scope() == FaultScope.MODEL && fault.kind().countsAgainstHealth()) {
			this.statistics.failed(this.parts.now());
		}
		boolean ended = probeFailed(probe, fault, coolDown);
		if (fault.scope() == FaultScope.ACCOUNT && coolDown != null) {
			this.parts.accounts().takeOut(this, before, fault, coolDown, ended);
		}
		else if (!ended) {
			takeOutIfNeeded(fault, coolDown);
		}
	}

	/**
	 * End the probe with this fault. Returns false if there is no probe, or it was ended
	 * before; then the fault counts like any other.
	 */
	private boolean probeFailed(@Nullable HealthState probe, Fault fault, @Nullable Duration coolDown) {
		if (probe == null) {
			return false;
		}
		Duration capped = (coolDown != null) ? this.parts.capped(fault, coolDown) : null;
		long now = this.parts.now();
		HealthState next = probe.probeFailed(now, fault, capped, this.parts.settings());
		boolean ended = change(probe, next);
		if (ended) {
			Duration remaining = Duration.ofNanos(next.until() - now);
			this.parts.news().stillOut(this.model, fault, remaining);
			if (!isOfAllModels(fault, coolDown)) {
				tellOut(probe, fault, remaining);
			}
		}
		return ended;
	}

	// others that are well know already that it is not the model
	void tellOut(HealthState before, Fault fault, Duration remaining) {
		if (!before.isBackElsewhere() || fault.kind().isWordOfServer()) {
			this.parts.news().sharing().modelIsOut(this.model, fault, remaining);
		}
	}

	private static boolean isOfAllModels(Fault fault, @Nullable Duration coolDown) {
		return fault.scope() == FaultScope.ACCOUNT && coolDown != null;
	}

	/**
	 * A model has failed on its way back, which starts again after a longer cool-down.
	 * @param returning the state in which its attempt began
	 */
	void failedAgain(HealthState returning, Fault fault, @Nullable Duration coolDown) {
		boolean takesOut = fault.scope() != FaultScope.REQUEST && fault.retryAfter() == null
				&& (coolDown != null || fault.kind().countsAgainstHealth());
		if (!takesOut || !returning.equals(this.state.get())) {
			failed(null, fault, coolDown);
			return;
		}
		HealthState next = returning.probeFailed(0, fault, coolDown, this.parts.settings());
		failed(null, fault, Duration.ofNanos(next.until()));
	}

	private void takeOutIfNeeded(Fault fault, @Nullable Duration coolDown) {
		if (coolDown != null) {
			takeOut(fault, coolDown);
		}
		HealthSettings settings = this.parts.settings();
		if (this.statistics.failsTooOften(settings, this.parts.now())) {
			// has no effect beside a longer cool-down
			takeOut(fault, settings.coolDown());
		}
	}

	private void takeOut(Fault fault, Duration coolDown) {
		Duration capped = this.parts.capped(fault, coolDown);
		HealthState before = this.state.get();
		Change change = takeOutQuietly(fault, capped);
		if (change == Change.OUT) {
			this.parts.news().out(this.model, fault, capped);
		}
		if (change != Change.LITTLE) {
			tellOut(before, fault, capped);
		}
	}

	/**
	 * Take the model out, and leave it to the caller to tell so if it was healthy.
	 */
	Change takeOutQuietly(Fault fault, Duration coolDown) {
		long now = this.parts.now();
		HealthState before = transition((current) -> current.takenOut(now, fault, coolDown));
		if (before.isHealthy()) {
			return Change.OUT;
		}
		if (before.isMuchProlonged(now, fault, coolDown)) {
			this.parts.news().stillOut(this.model, fault, coolDown);
			return Change.PROLONGED;
		}
		return Change.LITTLE;
	}

	/**
	 * Another instance says that the model is out.
	 */
	void heardOut(Fault fault, Duration coolDown) {
		long now = this.parts.now();
		HealthState before = transition((current) -> current.heardOut(now, fault, coolDown));
		if (before.isHealthy()) {
			this.parts.news().outElsewhere(this.model, fault, coolDown);
		}
		else if (before.isMuchProlongedByHearsay(now, fault, coolDown)) {
			this.parts.news().stillOut(this.model, fault, coolDown);
		}
	}

	/**
	 * Another instance says that the model is back.
	 */
	void heardBack() {
		long now = this.parts.now();
		HealthSettings settings = this.parts.settings();
		HealthState before = transition((current) -> current.heardBack(now, settings));
		HealthState after = before.heardBack(now, settings);
		if (after.equals(before)) {
			return;
		}
		if (!after.isHealthy()) {
			this.parts.news().signalChange();
			return;
		}
		isBack();
		endOutageOfAccount(before);
	}

	void accountIsBack() {
		long now = this.parts.now();
		HealthState before = transition(
				(current) -> isOutForTheAccount(current) ? current.returning(now, this.parts.settings()) : current);
		if (isOutForTheAccount(before)) {
			this.parts.news().back(this.model);
		}
	}

	private static boolean isOutForTheAccount(HealthState state) {
		return state.fault() != null && state.fault().scope() == FaultScope.ACCOUNT;
	}

	private HealthState transition(UnaryOperator<HealthState> step) {
		return this.state.getAndUpdate(step);
	}

	record LastFault(Fault fault, Instant at) {
	}

	/**
	 * The change that taking a model out makes.
	 */
	enum Change {

		/** It was healthy. */
		OUT,

		/** It is out for much longer. */
		PROLONGED,

		/** Nothing that anybody wants to hear. */
		LITTLE

	}

}
