package net.taotoken.failover.health;

import java.time.Duration;
import java.util.Map;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.ModelLimits;
import org.jspecify.annotations.Nullable;

/**
 * The health of one model: what came of its recent attempts, and whether it may be asked
 * now. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ModelHealth {

	/**
	 * The fault of a model that somebody passes over by hand. What is out for this reason
	 * is no reason to pay elsewhere.
	 */
	public static final Fault BY_HAND = Fault.of(FaultKind.MODEL_UNAVAILABLE).withHint("taken out by hand");

	/**
	 * The result of {@link #nanosUntilProbe} while a probe is under way, and for a model
	 * that was taken out by hand.
	 */
	public static final long UNKNOWN = Long.MAX_VALUE;

	private final String model;

	private final HealthParts parts;

	private final AttemptStatistics statistics;

	private final Availability availability;

	private final Admission admission;

	/** Whether it is remembered however many others there are. */
	private volatile boolean kept;

	/**
	 * The value of the counter of all models at the last use. The counter grows by one
	 * with each new model.
	 */
	private int lastUse;

	ModelHealth(String model, HealthParts parts) {
		this.model = model;
		this.parts = parts;
		this.statistics = new AttemptStatistics(parts.settings().window());
		this.availability = new Availability(model, parts, this.statistics);
		this.admission = new Admission(this, parts, this.availability);
	}

	/**
	 * Ask for the right to make an attempt that belongs to no call.
	 * @return the permit, or {@code null} while the model is to be passed over
	 */
	public @Nullable Permit tryAcquire() {
		return tryAcquire(null, now());
	}

	/**
	 * Ask for the right to make an attempt.
	 * @param applicant who asks, or {@code null} where no model has limits
	 * @param now the current tick in nanoseconds
	 * @return the permit, or {@code null} while the model is to be passed over, or its
	 * limits leave no room
	 */
	public @Nullable Permit tryAcquire(@Nullable Applicant applicant, long now) {
		return this.admission.tryAcquire(applicant, now);
	}

	/**
	 * Take the right to make an attempt on a model that has just come back, although as
	 * many attempts are under way as are good for it, because no other model can answer.
	 * @param applicant who asks, or {@code null} where no model has limits
	 * @param now the current tick in nanoseconds
	 * @return the permit, or {@code null} if the model is not on its way back, or its
	 * limits leave no room
	 */
	public @Nullable Permit tryAcquireReturning(@Nullable Applicant applicant, long now) {
		return this.admission.tryAcquireReturning(applicant, now);
	}

	/**
	 * Take the right to make an attempt although the model is cooling down, because there
	 * is no better one. The attempt ends the cool-down if it ends well. Another call's
	 * probe is not disturbed by it.
	 * @param applicant who asks, or {@code null} where no model has limits
	 * @param now the current tick in nanoseconds
	 * @return the permit, or {@code null} if its limits leave no room
	 */
	public @Nullable Permit tryAcquireAnyway(@Nullable Applicant applicant, long now) {
		return this.admission.tryAcquireAnyway(applicant, now);
	}

	/**
	 * Change how much may be asked of the model from now on. What was asked counts on.
	 * @param limits the limits, or {@code null} for none
	 */
	public void limit(@Nullable ModelLimits limits) {
		this.admission.limit(limits);
	}

	/**
	 * The rest of the limits of the model.
	 * @return what is left, or {@code null} if it has none
	 */
	public @Nullable LimitUse limitUse() {
		return this.admission.limitUse(now());
	}

	/**
	 * About the time until the limits of the model leave room.
	 * @param applicant who asks, or {@code null} for anybody
	 * @param now the current tick in nanoseconds
	 * @return nanoseconds, or 0 if there is room, or there are no limits
	 */
	public long nanosUntilRoom(@Nullable Applicant applicant, long now) {
		return this.admission.nanosUntilRoom(applicant, now);
	}

	/**
	 * The time until the model may be asked: it may be found out whether it is back, and
	 * its limits leave room.
	 * @param applicant who asks, or {@code null} for anybody
	 * @param now the current tick in nanoseconds
	 * @return nanoseconds, 0 for now, or {@link #UNKNOWN}
	 */
	public long nanosUntilFree(@Nullable Applicant applicant, long now) {
		return Math.max(nanosUntilProbe(), nanosUntilRoom(applicant, now));
	}

	/**
	 * Stand in line until the limits of the model leave room.
	 * @param applicant who waits
	 * @return whether it did not stand there before, so that it has to ask once more
	 */
	public boolean queueUp(Applicant applicant) {
		return this.admission.queueUp(applicant);
	}

	/**
	 * Keep the place in line, if there is one, while the model is out.
	 * @param applicant who waits
	 */
	public void keepPlace(Applicant applicant) {
		this.admission.keepPlace(applicant);
	}

	/**
	 * The time that an applicant in line has to sleep, if nobody wakes it before.
	 * @param applicant who waits
	 * @param now the current tick in nanoseconds
	 * @return nanoseconds; {@link Long#MAX_VALUE} until somebody does
	 */
	public long nanosToSleep(Applicant applicant, long now) {
		return Math.max(nanosUntilProbe(), nanosToSleepForRoom(applicant, now));
	}

	/**
	 * The time for which an applicant that stands in line has to sleep, if nobody wakes
	 * it before, to ask the model although it may be cooling down.
	 * @param applicant who waits
	 * @param now the current tick in nanoseconds
	 * @return nanoseconds; {@link Long#MAX_VALUE} until somebody does
	 */
	public long nanosToSleepForRoom(Applicant applicant, long now) {
		return this.admission.nanosToSleep(applicant, now);
	}

	/**
	 * The time until it may be found out whether the model is back.
	 * @return nanoseconds, 0 if the model may be asked now, or {@link #UNKNOWN}
	 */
	public long nanosUntilProbe() {
		HealthState current = this.availability.current();
		return switch (current.state()) {
			case HEALTHY -> 0;
			case COOLING_DOWN -> Math.max(0, current.until() - now());
			case PROBING -> current.isProbeDue(now()) ? 0 : UNKNOWN;
			case DISABLED -> UNKNOWN;
		};
	}

	/**
	 * Tells whether the cool-down has ended, and nobody is finding out whether the model
	 * is back.
	 * @return whether the next attempt would be a probe
	 */
	public boolean isProbeDue() {
		HealthState current = this.availability.current();
		return !current.isHealthy() && current.isProbeDue(now());
	}

	/**
	 * Tells whether the server has said when the model is back, so that nobody need find
	 * out.
	 * @return whether the cool-down lasts as long as a server has asked for
	 */
	public boolean isEndDictated() {
		return this.availability.current().isEndDictated();
	}

	/**
	 * Tells whether another instance says that the model is back, so that only the way of
	 * this instance to it is in doubt. Nobody else can find out about that.
	 * @return whether this instance has to probe for itself
	 */
	public boolean isBackElsewhere() {
		return this.availability.current().isBackElsewhere();
	}

	/**
	 * Tells whether the model was taken out by hand.
	 * @return whether it must not be asked, however great the need
	 */
	public boolean isDisabled() {
		return this.availability.current().state() == ModelState.DISABLED;
	}

	/**
	 * Take the model out until {@link #putBack()}.
	 */
	public void disable() {
		this.availability.disable();
	}

	/**
	 * Pass the model over for a while, as if it had failed. Takes the place of an earlier
	 * cool-down, also if that would have lasted longer.
	 * @param fault what to show as the reason
	 * @param coolDown for how long
	 */
	public void coolDown(Fault fault, Duration coolDown) {
		this.availability.coolDown(fault, coolDown);
	}

	/**
	 * Let everyone ask the model again, for any reason that it was out.
	 */
	public void putBack() {
		this.availability.putBack();
	}

	/**
	 * Forget the recent past of the model. Its state stays as it is.
	 */
	public void resetStatistics() {
		this.statistics.forgetAll();
		this.availability.forgetLastFault();
	}

	/**
	 * Move the model behind all others, with every strategy.
	 * @param reason why, in words that are safe to show, or {@code null} to move it back
	 */
	public void demote(@Nullable String reason) {
		this.parts.standings().demote(this.model, reason);
	}

	/**
	 * The reason why the model stands behind all others.
	 * @return the reason, or {@code null} if it does not
	 */
	public @Nullable String demotedBecause() {
		return this.parts.standings().demotedBecause(this.model, now());
	}

	/**
	 * The fault that took the model out.
	 * @return the fault, or {@code null} if the model is healthy
	 */
	public @Nullable Fault faultThatTookItOut() {
		return this.availability.current().fault();
	}

	/**
	 * The times of its first tokens, which limits may follow.
	 * @return what is remembered; another object after {@link #resetStatistics()}
	 */
	public FirstTokens firstTokens() {
		return this.statistics.firstTokens();
	}

	/**
	 * The limits for first tokens, with the reasons for them.
	 * @param timeouts what is configured, and how far that may move
	 * @return limits in words, by the size of requests, as far as something is known
	 */
	public Map<String, String> firstTokenLimits(AttemptTimeouts timeouts) {
		return firstTokens().describe(timeouts, now());
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
		return this.parts.now();
	}

	AttemptStatistics statistics() {
		return this.statistics;
	}

	Availability availability() {
		return this.availability;
	}

	/**
	 * The known state of the model now.
	 * @return a snapshot for display
	 */
	public ModelHealthSnapshot snapshot() {
		long now = now();
		HealthState current = this.availability.current();
		Availability.LastFault last = this.availability.lastFault();
		long remaining = (current.state() == ModelState.COOLING_DOWN) ? Math.max(0, current.until() - now) : 0;
		return new ModelHealthSnapshot(this.model, current.state(), this.statistics.successes(now),
				this.statistics.errors(now), this.statistics.score(now), this.statistics.latency(now),
				this.statistics.firstToken(now), Duration.ofNanos(remaining), current.fault(),
				(last != null) ? last.fault() : null, (last != null) ? last.at() : null, demotedBecause(),
				this.parts.lacks().of(this.model, now));
	}

}
