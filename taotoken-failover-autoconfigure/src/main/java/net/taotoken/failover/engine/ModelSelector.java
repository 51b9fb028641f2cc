package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.health.Applicant;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Says whose turn it is: the first model that health and conditions allow, those that the
 * call has not tried before those that it has. When every one of them is out, it waits
 * for the one that comes back first. For use by one thread of the call.
 */
final class ModelSelector {

	private final CallState call;

	private final ModelCall<?> modelCall;

	private final List<Model> models;

	private final ExecutorParts parts;

	private final ModelHealthTracker tracker;

	private final TimeSource time;

	/** Those that are not offered where they would be asked, while others are. */
	private final Set<String> leftOut;

	/**
	 * The models that the threads of the call are at, or {@code null} if there is one
	 * thread only.
	 */
	private final @Nullable ModelClaims claims;

	/** Asks for permits, or {@code null} while no model has limits. */
	private @Nullable Applicant applicant;

	/** Waits for room, or {@code null} until a permit is refused. */
	private @Nullable RoomWait room;

	ModelSelector(CallState call, ModelCall<?> modelCall, List<Model> models, ExecutorParts parts,
			@Nullable ModelClaims claims) {
		this.call = call;
		this.modelCall = modelCall;
		this.models = models;
		this.parts = parts;
		this.tracker = parts.tracker();
		this.time = parts.time();
		this.claims = claims;
		this.leftOut = this.tracker.hasDemotions() ? leftOut() : Set.of();
	}

	/**
	 * A call does without those only if it can begin without them: what is known of them
	 * may be wrong.
	 */
	private Set<String> leftOut() {
		Set<String> out = new LinkedHashSet<>();
		for (Model model : this.models) {
			if (!this.tracker.isOffered(model.id())) {
				out.add(model.id());
			}
		}
		return this.models.stream().anyMatch((model) -> !out.contains(model.id()) && canBegin(model, out)) ? out
				: Set.of();
	}

	private boolean canBegin(Model model, Set<String> leftOut) {
		return isConditionMet(model, leftOut) && this.call.failures().fits(model)
				&& !this.tracker.of(model.id()).isDisabled();
	}

	List<Model> models() {
		return this.models;
	}

	/**
	 * The next turn.
	 * @return the turn, or {@code null} if no further attempt makes sense
	 * @throws InterruptedException if the thread is interrupted while it waits for a
	 * model
	 */
	@Nullable SelectedModel next() throws InterruptedException {
		try {
			return select();
		}
		finally {
			if (this.room != null) {
				this.room.end();
			}
		}
	}

	private @Nullable SelectedModel select() throws InterruptedException {
		for (long now = firstTick(); mayAsk(now); now = this.time.nanoTime()) {
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedException();
			}
			apply();
			CountDownLatch change = (this.room != null) ? this.room.nextSignal() : this.tracker.nextChange();
			SelectedModel selected = firstPermitted(now);
			if (selected != null) {
				return selected;
			}
			RoomWait room = room();
			Duration wait = (room != null && room.isPatient()) ? room.patientWait(now) : waitForFirstBack(now);
			if (wait == null) {
				SelectedModel anyway = firstBackAnyway(now);
				if (anyway != null || room == null || !waitsForRoomAnyway(room, now)) {
					return anyway;
				}
				wait = room.patientWait(now);
			}
			if (room == null) {
				await(change, wait);
			}
			else if (!room.hasQueuedUp()) {
				room.begins();
				await(change, wait);
			}
		}
		return null;
	}

	/** Limits may come while a call is under way. */
	private void apply() {
		if (this.applicant == null && this.tracker.hasLimits()) {
			this.applicant = this.tracker.applicant(this.modelCall::tokenDemand);
		}
	}

	private @Nullable RoomWait room() {
		if (this.room == null && this.applicant != null) {
			this.room = new RoomWait(this.tracker, this.call, this.applicant);
		}
		return this.room;
	}

	/**
	 * Tells whether the call goes on, and not with another thread. This one has to look
	 * whether another one is at it first: that one may end the call, and then it is at
	 * nothing.
	 */
	private boolean mayAsk(long now) {
		return !isOpinionUnderWay() && this.call.mayAttempt(now);
	}

	private void await(CountDownLatch change, Duration wait) throws InterruptedException {
		this.call.waited();
		long startedAt = this.time.nanoTime();
		try {
			this.time.await(change, wait);
		}
		finally {
			this.parts.notifyOfWait(this.call.route(), startedAt);
		}
	}

	// Reading the clock is expensive compared with the rest of a successful call, so
	// the start time is used again
	private long firstTick() {
		return (this.call.isFresh() && this.claims == null) ? this.call.startedAt() : this.time.nanoTime();
	}

	private @Nullable SelectedModel firstPermitted(long now) {
		SelectedModel untried = firstPermitted(false, now);
		boolean ends = untried != null || this.call.attempts().isEmpty() || isPatient();
		return ends ? untried : firstPermitted(true, now);
	}

	private boolean isPatient() {
		return this.room != null && this.room.isPatient();
	}

	private @Nullable SelectedModel firstPermitted(boolean tried, long now) {
		List<Model> due = List.of();
		// by numbers, since nearly every call ends this at the first one and would need
		// an iterator for it
		for (int i = 0; i < this.models.size(); i++) {
			Model model = this.models.get(i);
			if (this.call.failures().hasFailed(model) != tried || !isWanted(model)) {
				continue;
			}
			ModelHealth health = this.tracker.of(model.id());
			if (this.parts.probes().isDue(model, health, this.modelCall)) {
				due = with(due, model);
				continue;
			}
			if (!due.isEmpty() && !model.entryOnlyOn().isEmpty()) {
				// no money is spent only to spare a call the probe
				SelectedModel probed = firstOf(due, now);
				if (probed != null) {
					return probed;
				}
				due = List.of();
			}
			SelectedModel selected = turn(model, health, now, ModelHealth::tryAcquire);
			if (selected != null) {
				due.forEach((other) -> this.parts.probes().start(this.call.route(), other, this.modelCall));
				return selected;
			}
			RoomWait room = room();
			if (room != null && room.waitsFor(health, now)) {
				return null;
			}
		}
		return firstWithoutOthers(tried, due, now);
	}

	private static List<Model> with(List<Model> models, Model model) {
		List<Model> more = new ArrayList<>(models);
		more.add(model);
		return more;
	}

	/**
	 * Nobody else can answer: then one that has just come back, even if much is under way
	 * there; else the call itself finds out whether a model is back.
	 */
	private @Nullable SelectedModel firstWithoutOthers(boolean tried, List<Model> due, long now) {
		for (Model model : this.models) {
			if (this.call.failures().hasFailed(model) == tried && isWanted(model)) {
				SelectedModel selected = turn(model, this.tracker.of(model.id()), now,
						ModelHealth::tryAcquireReturning);
				if (selected != null) {
					return selected;
				}
			}
		}
		return firstOf(due, now);
	}

	private @Nullable SelectedModel firstOf(List<Model> due, long now) {
		for (Model model : due) {
			SelectedModel selected = turn(model, this.tracker.of(model.id()), now, ModelHealth::tryAcquire);
			if (selected != null) {
				return selected;
			}
		}
		return null;
	}

	private @Nullable SelectedModel turn(Model model, ModelHealth health, long now, PermitSource permits) {
		if (this.claims != null && !this.claims.tryClaim(model)) {
			return null;
		}
		Permit permit = permits.take(health, this.applicant, now);
		if (permit != null) {
			return new SelectedModel(this, model, health, permit, now);
		}
		leave(model);
		return null;
	}

	@Nullable Applicant applicant() {
		return this.applicant;
	}

	@Nullable ModelClaims claims() {
		return this.claims;
	}

	CallState call() {
		return this.call;
	}

	ExecutorParts parts() {
		return this.parts;
	}

	RequestSize requestSize() {
		return RequestSize.of(this.modelCall.requestSize());
	}

	/**
	 * The turn of a model is over.
	 */
	void leave(Model model) {
		if (this.claims != null) {
			this.claims.release(model);
		}
	}

	/**
	 * Tells whether another thread of the call is about to learn what a second model
	 * says.
	 */
	private boolean isOpinionUnderWay() {
		return this.claims != null && this.call.failures().isSomeDoubted() && this.claims.isSomeClaimed();
	}

	/**
	 * Tells whether the call could turn to no other model after this one.
	 */
	boolean isLast(Model model, long nanosLeft) {
		return this.call.isLastAttempt() || !hasOtherThan(model, nanosLeft);
	}

	/**
	 * Tells whether the call could turn to another model within a time.
	 */
	private boolean hasOtherThan(Model model, long nanos) {
		for (Model other : this.models) {
			ModelHealth health = this.tracker.of(other.id());
			long free = nanosUntilFree(other);
			// a probe that is under way may end at any time
			boolean inTime = free < nanos || free == ModelHealth.UNKNOWN;
			if (!other.id().equals(model.id()) && isUsable(other) && !health.isDisabled() && inTime) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells whether some model that no thread is at can be asked now.
	 */
	boolean isSomeReady() {
		for (Model model : this.models) {
			if (isOfUse(model) && nanosUntilFree(model) == 0) {
				return true;
			}
		}
		return false;
	}

	private boolean isOfUse(Model model) {
		return isWanted(model) && !this.tracker.of(model.id()).isDisabled();
	}

	private boolean isWanted(Model model) {
		return isUsable(model) && isConditionMet(model);
	}

	private boolean isUsable(Model model) {
		return !this.leftOut.contains(model.id()) && !this.call.hasExhausted(model) && this.call.failures().fits(model)
				&& (this.claims == null || !this.claims.isClaimed(model));
	}

	boolean isConditionMet(Model model) {
		return isConditionMet(model, this.leftOut);
	}

	private boolean isConditionMet(Model model, Set<String> leftOut) {
		return !ModelConditions.areSetFor(model)
				|| new ModelConditions(this.call, this.tracker, this.models, leftOut).areMetFor(model);
	}

	/**
	 * The time until some model may be asked again, or {@code null} if none will be back
	 * in time.
	 */
	private @Nullable Duration waitForFirstBack(long now) {
		long first = Long.MAX_VALUE;
		boolean probing = false;
		for (Model model : this.models) {
			if (isOfUse(model)) {
				long nanos = nanosUntilFree(model);
				probing |= nanos == ModelHealth.UNKNOWN;
				first = Math.min(first, nanos);
			}
		}
		long longest = longestWait(now);
		if (first < longest) {
			return Duration.ofNanos((this.room != null) ? nanosToSleep(this.room, now, longest) : first);
		}
		long forProbes = probing ? this.call.nanosForProbes(now, longest) : 0;
		return (forProbes > 0) ? Duration.ofNanos(forProbes) : null;
	}

	private long nanosToSleep(RoomWait room, long now, long longest) {
		long sleep = longest;
		for (Model model : this.models) {
			if (isOfUse(model)) {
				sleep = Math.min(sleep, room.nanosToSleep(this.tracker.of(model.id()), now));
			}
		}
		return sleep;
	}

	// nobody waits long only to hear what a second model says
	private long longestWait(long now) {
		long left = this.call.nanosLeft(now);
		return this.call.failures().isSomeDoubted() ? Math.min(left, this.call.route().retry().patience().toNanos())
				: left;
	}

	/**
	 * Of those whose limits leave room, and if this call has asked no model yet: the
	 * model whose cool-down ends first. Otherwise: a model whose probe by another call
	 * takes too long, if this call has not asked it.
	 */
	private @Nullable SelectedModel firstBackAnyway(long now) {
		Model first = null;
		for (Model model : this.models) {
			if (mayBeAskedAnyway(model) && hasRoom(model, now)
					&& (first == null || nanosUntilProbe(model) < nanosUntilProbe(first))) {
				first = model;
			}
		}
		return (first != null) ? turn(first, this.tracker.of(first.id()), now, ModelHealth::tryAcquireAnyway) : null;
	}

	private boolean mayBeAskedAnyway(Model model) {
		boolean alone = this.claims == null || !this.claims.isSomeClaimed();
		return alone && isOfUse(model) && (this.call.attempts().isEmpty() || isAwaited(model));
	}

	/**
	 * Where no model is asked only since the limits of all leave no room at the moment.
	 */
	private boolean waitsForRoomAnyway(RoomWait room, long now) {
		for (Model model : this.models) {
			if (mayBeAskedAnyway(model) && room.waitsForRoom(this.tracker.of(model.id()), now)) {
				return true;
			}
		}
		return false;
	}

	private boolean hasRoom(Model model, long now) {
		return this.applicant == null || this.tracker.of(model.id()).nanosUntilRoom(this.applicant, now) == 0;
	}

	/**
	 * The time until a model may be asked and its limits leave room, or
	 * {@link ModelHealth#UNKNOWN}.
	 */
	long nanosUntilFree(Model model) {
		return (this.applicant == null) ? nanosUntilProbe(model)
				: this.tracker.of(model.id()).nanosUntilFree(this.applicant, this.time.nanoTime());
	}

	/**
	 * The time until the limits of a model leave room, or 0 if they do.
	 */
	long nanosUntilRoom(Model model) {
		return (this.applicant == null) ? 0
				: this.tracker.of(model.id()).nanosUntilRoom(this.applicant, this.time.nanoTime());
	}

	private boolean isAwaited(Model model) {
		return !this.call.failures().isSomeDoubted() && !this.call.failures().hasFailed(model)
				&& nanosUntilProbe(model) == ModelHealth.UNKNOWN;
	}

	private long nanosUntilProbe(Model model) {
		return this.tracker.of(model.id()).nanosUntilProbe();
	}

}
