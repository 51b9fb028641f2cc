package net.taotoken.failover.health;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import org.jspecify.annotations.Nullable;

/**
 * The health of one model: what came of its recent attempts, and whether it may be asked
 * now. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ModelHealth {

	/**
	 * Why a model is out that somebody passes over. What is out for this reason is no
	 * reason to pay elsewhere.
	 */
	public static final Fault BY_HAND = Fault.of(FaultKind.MODEL_UNAVAILABLE).withHint("taken out by hand");

	/**
	 * What {@link #nanosUntilProbe} returns while a probe is under way, and for a model
	 * that was taken out by hand.
	 */
	public static final long UNKNOWN = Long.MAX_VALUE;

	private static final double PRIOR_SUCCESSES = 9;

	private static final double PRIOR_ATTEMPTS = 10;

	private final String model;

	private final ModelHealthTracker tracker;

	private final SlidingWindow window;

	private final SlidingWindow firstTokens;

	/** How many attempts are under way, or {@code null} as long as nobody asks. */
	private volatile @Nullable AtomicInteger underWay;

	private final AtomicReference<HealthState> state = new AtomicReference<>(HealthState.HEALTHY);

	private volatile @Nullable LastFault lastFault;

	/** Whether it is remembered however many others there are. */
	private volatile boolean kept;

	/**
	 * The value of the tracker's counter at the last use. The counter grows by one with
	 * each new model.
	 */
	private int lastUse;

	ModelHealth(String model, ModelHealthTracker tracker) {
		this.model = model;
		this.tracker = tracker;
		this.window = new SlidingWindow(tracker.settings().window());
		this.firstTokens = new SlidingWindow(tracker.settings().window());
	}

	/**
	 * Ask for the right to make an attempt.
	 * @return the permit, or {@code null} while the model is to be passed over
	 */
	public @Nullable Permit tryAcquire() {
		HealthState current = this.state.get();
		if (current.isHealthy()) {
			return (current.ramp() != null) ? tryReturn(current, current.ramp()) : new Permit(this, null, false, null);
		}
		return current.isProbeDue(this.tracker.now()) ? tryProbe(current) : null;
	}

	private @Nullable Permit tryReturn(HealthState current, ReturnRamp ramp) {
		if (ramp.isOver(this.tracker.now())) {
			this.state.compareAndSet(current, HealthState.HEALTHY);
			return new Permit(this, null, false, null);
		}
		return ramp.tryEnter() ? new Permit(this, current, false, ramp) : null;
	}

	/**
	 * Take the right to make an attempt on a model that has just come back, although as
	 * many attempts are under way as are good for it, because no other model can answer.
	 * @return the permit, or {@code null} if the model is not on its way back
	 */
	public @Nullable Permit tryAcquireReturning() {
		HealthState current = this.state.get();
		return (current.isHealthy() && current.ramp() != null) ? new Permit(this, null, false, null) : null;
	}

	private @Nullable Permit tryProbe(HealthState current) {
		HealthState probing = current.probing(this.tracker.now());
		return this.state.compareAndSet(current, probing) ? new Permit(this, probing, true, null) : null;
	}

	/**
	 * Take the right to make an attempt although the model is cooling down, because there
	 * is no better one. The attempt ends the cool-down if it ends well. Another call's
	 * probe is not disturbed by it.
	 * @return the permit
	 */
	public Permit acquireAnyway() {
		HealthState current = this.state.get();
		boolean ends = !current.isHealthy() && current.state() != ModelState.DISABLED;
		return new Permit(this, ends ? current : null, false, null);
	}

	/**
	 * The time until it may be found out whether the model is back.
	 * @return nanoseconds, 0 if the model may be asked now, or {@link #UNKNOWN}
	 */
	public long nanosUntilProbe() {
		HealthState current = this.state.get();
		return switch (current.state()) {
			case HEALTHY -> 0;
			case COOLING_DOWN -> Math.max(0, current.until() - this.tracker.now());
			case PROBING -> current.isProbeDue(this.tracker.now()) ? 0 : UNKNOWN;
			case DISABLED -> UNKNOWN;
		};
	}

	/**
	 * Whether the cool-down has ended, and nobody is finding out whether the model is
	 * back.
	 * @return whether the next attempt would be a probe
	 */
	public boolean isProbeDue() {
		HealthState current = this.state.get();
		return !current.isHealthy() && current.isProbeDue(this.tracker.now());
	}

	/**
	 * Whether the server has said when the model is back, so that nobody need find out.
	 * @return whether the cool-down lasts as long as a server has asked for
	 */
	public boolean isEndDictated() {
		return this.state.get().isEndDictated();
	}

	/**
	 * Whether another instance says that the model is back, so that only the way of this
	 * instance to it is in doubt. Nobody else can find out about that.
	 * @return whether this instance has to probe for itself
	 */
	public boolean isBackElsewhere() {
		return this.state.get().isBackElsewhere();
	}

	/**
	 * Whether the model was taken out by hand.
	 * @return whether it must not be asked, however great the need
	 */
	public boolean isDisabled() {
		return this.state.get().state() == ModelState.DISABLED;
	}

	/**
	 * Take the model out until {@link #putBack()}.
	 */
	public void disable() {
		this.state.set(HealthState.DISABLED);
		this.tracker.signalChange();
	}

	/**
	 * Pass the model over for a while, as if it had failed. Takes the place of an earlier
	 * cool-down, also if that would have lasted longer.
	 * @param fault what to show as the reason
	 * @param coolDown for how long
	 */
	public void coolDown(Fault fault, Duration coolDown) {
		HealthState out = HealthState.takenOutByHand(this.tracker.now(), fault, coolDown);
		if (this.state.getAndSet(out).isHealthy()) {
			this.tracker.modelIsOut(this.model, fault, coolDown);
		}
		else {
			this.tracker.stillOut(this.model, fault, coolDown);
		}
		this.tracker.signalChange();
	}

	/**
	 * Let everyone ask the model again, for any reason that it was out.
	 */
	public void putBack() {
		if (!this.state.getAndSet(HealthState.HEALTHY).isHealthy()) {
			this.window.clear();
			this.tracker.modelIsBack(this.model);
		}
	}

	/**
	 * Forget the recent past of the model. Its state stays as it is.
	 */
	public void resetStatistics() {
		this.window.clear();
		this.firstTokens.clear();
		this.lastFault = null;
	}

	/**
	 * Move the model behind all others, with every strategy.
	 * @param reason why, in words that are safe to show, or {@code null} to move it back
	 */
	public void demote(@Nullable String reason) {
		this.tracker.demote(this.model, reason);
	}

	/**
	 * Why the model stands behind all others.
	 * @return the reason, or {@code null} if it does not
	 */
	public @Nullable String demotedBecause() {
		return this.tracker.demotedBecause(this.model);
	}

	/**
	 * Why the model is out.
	 * @return the fault, or {@code null} if the model is healthy
	 */
	public @Nullable Fault faultThatTookItOut() {
		return this.state.get().fault();
	}

	String model() {
		return this.model;
	}

	void keep() {
		this.kept = true;
	}

	boolean isKept() {
		return this.kept;
	}

	// Not synchronized: in the worst case a model that is not configured is forgotten
	// a little too early
	void usedAt(int use) {
		if (this.lastUse != use) {
			this.lastUse = use;
		}
	}

	int lastUse() {
		return this.lastUse;
	}

	long now() {
		return this.tracker.now();
	}

	void succeeded(@Nullable HealthState probed, long latencyNanos, long now) {
		answered(probed);
		this.window.success(now, latencyNanos);
	}

	/**
	 * The model has shown that it is there. Says nothing of how well it answers calls.
	 */
	void answered(@Nullable HealthState probed) {
		if (probed != null) {
			recovered(probed);
		}
	}

	/**
	 * Another instance finds out whether the model is back.
	 */
	void postponed(@Nullable HealthState probe, Duration others) {
		Duration capped = (others.compareTo(HealthState.LONGEST_PROBE) < 0) ? others : HealthState.LONGEST_PROBE;
		if (probe != null
				&& this.state.compareAndSet(probe, probe.probeReleased(this.tracker.now() + capped.toNanos()))) {
			this.tracker.signalChange();
		}
	}

	private void recovered(HealthState probed) {
		long now = this.tracker.now();
		HealthState before = transition((current) -> current.isEndedBySuccessSince(probed)
				? current.returning(now, this.tracker.settings()) : current);
		if (!before.isEndedBySuccessSince(probed)) {
			return;
		}
		this.window.clear();
		this.tracker.modelIsBack(this.model);
		if (!before.isBackElsewhere()) {
			this.tracker.sharing().modelIsBack(this.model);
		}
		if (isOutForTheAccount(before)) {
			this.tracker.accountIsBack(this);
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
		this.lastFault = new LastFault(fault, this.tracker.instant());
		if (fault.scope() == FaultScope.MODEL && fault.kind().countsAgainstHealth()) {
			this.window.error(this.tracker.now());
		}
		boolean ended = probeFailed(probe, fault, coolDown);
		if (fault.scope() == FaultScope.ACCOUNT && coolDown != null) {
			this.tracker.takeOutAll(this, fault, coolDown, ended);
		}
		else if (!ended) {
			takeOutIfNeeded(fault, coolDown);
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
		HealthState next = returning.probeFailed(0, fault, coolDown, this.tracker.settings());
		failed(null, fault, Duration.ofNanos(next.until()));
	}

	private void takeOutIfNeeded(Fault fault, @Nullable Duration coolDown) {
		if (coolDown != null) {
			takeOut(fault, coolDown);
		}
		if (failsTooOften()) {
			// has no effect beside a longer cool-down
			takeOut(fault, this.tracker.settings().coolDown());
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
		Duration capped = (coolDown != null) ? this.tracker.coolDown(fault, coolDown) : null;
		long now = this.tracker.now();
		HealthState next = probe.probeFailed(now, fault, capped, this.tracker.settings());
		boolean ended = this.state.compareAndSet(probe, next);
		if (ended) {
			Duration remaining = Duration.ofNanos(next.until() - now);
			this.tracker.stillOut(this.model, fault, remaining);
			if (!isOfAllModels(fault, coolDown)) {
				this.tracker.sharing().modelIsOut(this.model, fault, remaining);
			}
		}
		return ended;
	}

	private boolean failsTooOften() {
		long now = this.tracker.now();
		long errors = this.window.errors(now);
		HealthSettings settings = this.tracker.settings();
		// too few for any number of successes, which need not be counted then
		if (errors < settings.failureRate() * settings.minimumCalls()) {
			return false;
		}
		long attempts = errors + this.window.successes(now);
		return attempts >= settings.minimumCalls() && errors >= settings.failureRate() * attempts;
	}

	private void takeOut(Fault fault, Duration coolDown) {
		Duration capped = this.tracker.coolDown(fault, coolDown);
		Change change = takeOutQuietly(fault, capped);
		if (change == Change.OUT) {
			this.tracker.modelIsOut(this.model, fault, capped);
		}
		if (change != Change.LITTLE) {
			this.tracker.sharing().modelIsOut(this.model, fault, capped);
		}
	}

	/**
	 * Take the model out, and leave it to the caller to tell so if it was healthy.
	 */
	Change takeOutQuietly(Fault fault, Duration coolDown) {
		long now = this.tracker.now();
		HealthState before = transition((current) -> current.takenOut(now, fault, coolDown));
		if (before.isHealthy()) {
			return Change.OUT;
		}
		if (before.isMuchProlonged(now, fault, coolDown)) {
			this.tracker.stillOut(this.model, fault, coolDown);
			return Change.PROLONGED;
		}
		return Change.LITTLE;
	}

	/**
	 * Another instance says that the model is out. Leaves it to the caller to tell so.
	 * @return whether it was healthy
	 */
	boolean heardOut(Fault fault, Duration coolDown) {
		long now = this.tracker.now();
		HealthState before = transition((current) -> current.heardOut(now, fault, coolDown));
		if (before.isHealthy()) {
			return true;
		}
		if (before.isMuchProlongedByHearsay(now, fault, coolDown)) {
			this.tracker.stillOut(this.model, fault, coolDown);
		}
		return false;
	}

	/**
	 * Another instance says that the model is back.
	 */
	void heardBack() {
		long now = this.tracker.now();
		HealthSettings settings = this.tracker.settings();
		HealthState before = transition((current) -> current.heardBack(now, settings));
		HealthState after = before.heardBack(now, settings);
		if (after.equals(before)) {
			return;
		}
		if (!after.isHealthy()) {
			this.tracker.signalChange();
			return;
		}
		this.window.clear();
		this.tracker.modelIsBack(this.model);
		if (isOutForTheAccount(before)) {
			this.tracker.accountIsBack(this);
		}
	}

	void released(@Nullable HealthState probe) {
		if (probe != null && this.state.compareAndSet(probe, probe.probeReleased(this.tracker.now()))) {
			this.tracker.signalChange();
		}
	}

	void accountIsBack() {
		long now = this.tracker.now();
		HealthState before = transition(
				(current) -> isOutForTheAccount(current) ? current.returning(now, this.tracker.settings()) : current);
		if (isOutForTheAccount(before)) {
			this.tracker.modelIsBack(this.model);
		}
	}

	private static boolean isOutForTheAccount(HealthState state) {
		return state.fault() != null && state.fault().scope() == FaultScope.ACCOUNT;
	}

	private HealthState transition(UnaryOperator<HealthState> step) {
		return this.state.getAndUpdate(step);
	}

	double score() {
		long now = this.tracker.now();
		double successes = this.window.successes(now);
		double attempts = successes + this.window.errors(now);
		return (successes + PRIOR_SUCCESSES) / (attempts + PRIOR_ATTEMPTS);
	}

	@Nullable Duration latency() {
		return average(this.window);
	}

	@Nullable Duration firstToken() {
		return average(this.firstTokens);
	}

	private @Nullable Duration average(SlidingWindow window) {
		long nanos = window.averageNanos(this.tracker.now());
		return (nanos >= 0) ? Duration.ofNanos(nanos) : null;
	}

	/**
	 * How many attempts are under way, of those that began since this was first asked.
	 */
	int underWay() {
		AtomicInteger counted = this.underWay;
		if (counted == null) {
			synchronized (this) {
				counted = this.underWay;
				if (counted == null) {
					counted = new AtomicInteger();
					this.underWay = counted;
				}
			}
		}
		return counted.get();
	}

	/**
	 * An attempt begins.
	 * @return whether it is counted, so that its end has to be told
	 */
	boolean attemptBegins() {
		AtomicInteger counted = this.underWay;
		if (counted == null) {
			return false;
		}
		counted.incrementAndGet();
		return true;
	}

	/**
	 * An attempt that was counted has ended.
	 */
	void attemptEnds() {
		AtomicInteger counted = this.underWay;
		if (counted != null) {
			counted.decrementAndGet();
		}
	}

	void firstToken(long nanos, long now) {
		this.firstTokens.success(now, nanos);
	}

	/**
	 * An answer that was streamed has ended well. How long its reader took says nothing.
	 */
	void streamed(@Nullable HealthState probed, long now) {
		answered(probed);
		this.window.success(now);
	}

	/**
	 * What is known of the model now.
	 * @return a snapshot for display
	 */
	public ModelHealthSnapshot snapshot() {
		long now = this.tracker.now();
		HealthState current = this.state.get();
		LastFault last = this.lastFault;
		long remaining = (current.state() == ModelState.COOLING_DOWN) ? Math.max(0, current.until() - now) : 0;
		return new ModelHealthSnapshot(this.model, current.state(), this.window.successes(now), this.window.errors(now),
				score(), latency(), firstToken(), Duration.ofNanos(remaining), current.fault(),
				(last != null) ? last.fault() : null, (last != null) ? last.at() : null, demotedBecause(),
				this.tracker.lacks(this.model));
	}

	private record LastFault(Fault fault, Instant at) {
	}

	/**
	 * What taking a model out changes.
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
