package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Says whose turn it is: the first model that health and conditions allow, those that the
 * call has not tried before those that it has. When every one of them is out, it waits
 * for the one that comes back first. For use by the thread of the call.
 */
final class Candidates {

	private final Call call;

	private final List<Model> models;

	private final Engine engine;

	private final ModelHealthTracker tracker;

	private final TimeSource time;

	Candidates(Call call, List<Model> models, Engine engine) {
		this.call = call;
		this.models = models;
		this.engine = engine;
		this.tracker = engine.tracker();
		this.time = engine.time();
	}

	/**
	 * The next turn.
	 * @return the turn, or {@code null} if no further attempt makes sense
	 * @throws InterruptedException if the thread is interrupted while it waits for a
	 * model
	 */
	@Nullable Turn next() throws InterruptedException {
		for (long now = firstTick(); this.call.mayAttempt(now); now = this.time.nanoTime()) {
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedException();
			}
			CountDownLatch change = this.tracker.nextChange();
			Turn turn = firstPermitted(now);
			if (turn != null) {
				return turn;
			}
			Duration wait = waitForFirstBack();
			if (wait == null) {
				return this.call.attempts().isEmpty() ? firstBackAnyway(now) : null;
			}
			await(change, wait);
		}
		return null;
	}

	private void await(CountDownLatch change, Duration wait) throws InterruptedException {
		this.call.waited();
		long startedAt = this.time.nanoTime();
		try {
			this.time.await(change, wait);
		}
		finally {
			this.engine.tellOfWait(this.call.route(), startedAt);
		}
	}

	// a clock is dear beside all else that a good call needs, so it is read twice only
	private long firstTick() {
		return this.call.isFresh() ? this.call.startedAt() : this.time.nanoTime();
	}

	private @Nullable Turn firstPermitted(long now) {
		Turn untried = firstPermitted(false, now);
		return (untried != null || this.call.attempts().isEmpty()) ? untried : firstPermitted(true, now);
	}

	private @Nullable Turn firstPermitted(boolean tried, long now) {
		for (Model model : this.models) {
			if (this.call.hasFailed(model) != tried || !isWanted(model)) {
				continue;
			}
			ModelHealth health = this.tracker.of(model.id());
			Permit permit = health.tryAcquire();
			if (permit != null) {
				return new Turn(model, health, permit, now);
			}
		}
		return null;
	}

	private boolean isOfUse(Model model) {
		return isWanted(model) && !this.tracker.of(model.id()).isDisabled();
	}

	private boolean isWanted(Model model) {
		return !this.call.hasExhausted(model) && this.call.fits(model) && isConditionMet(model);
	}

	private boolean isConditionMet(Model model) {
		return model.onlyOn().isEmpty()
				|| model.onlyOn().stream().anyMatch((kind) -> this.call.hasSeen(kind) || isSomeModelOutBecauseOf(kind));
	}

	private boolean isSomeModelOutBecauseOf(FaultKind kind) {
		for (Model model : this.models) {
			Fault fault = this.tracker.of(model.id()).faultThatTookItOut();
			if (fault != null && fault.kind() == kind) {
				return true;
			}
		}
		return false;
	}

	/**
	 * How long to wait until some model may be asked again, or {@code null} if none will
	 * be back in time.
	 */
	private @Nullable Duration waitForFirstBack() {
		long now = this.time.nanoTime();
		long first = Long.MAX_VALUE;
		boolean probing = false;
		for (Model model : this.models) {
			if (isOfUse(model)) {
				long nanos = this.tracker.of(model.id()).nanosUntilProbe();
				probing |= nanos == ModelHealth.UNKNOWN;
				first = Math.min(first, nanos);
			}
		}
		Duration timeLeft = this.call.timeLeft(now);
		if (first < timeLeft.toNanos()) {
			return Duration.ofNanos(first);
		}
		return probing ? waitForProbe(now, timeLeft) : null;
	}

	// a probe may hang: a call that has asked nobody keeps half of its time for doing so
	private @Nullable Duration waitForProbe(long now, Duration timeLeft) {
		if (!this.call.attempts().isEmpty()) {
			return timeLeft;
		}
		return this.call.isFirstHalf(now) ? timeLeft.dividedBy(2).plusNanos(1) : null;
	}

	private @Nullable Turn firstBackAnyway(long now) {
		Model first = null;
		for (Model model : this.models) {
			if (isOfUse(model) && (first == null || nanosUntilProbe(model) < nanosUntilProbe(first))) {
				first = model;
			}
		}
		if (first == null) {
			return null;
		}
		ModelHealth health = this.tracker.of(first.id());
		return new Turn(first, health, health.acquireAnyway(), now);
	}

	private long nanosUntilProbe(Model model) {
		return this.tracker.of(model.id()).nanosUntilProbe();
	}

	/**
	 * The models that the call did not ask, and why, in words.
	 */
	List<String> passedOver() {
		List<String> passedOver = new ArrayList<>();
		for (Model model : this.models) {
			if (this.call.attemptsOn(model) == 0) {
				passedOver.add(model.id() + " (" + whyPassedOver(model) + ")");
			}
		}
		return passedOver;
	}

	private String whyPassedOver(Model model) {
		if (this.tracker.of(model.id()).isDisabled()) {
			return "disabled";
		}
		if (!isConditionMet(model)) {
			return "only on " + model.onlyOn();
		}
		if (!this.call.fits(model)) {
			return "its context window is no larger";
		}
		Fault fault = this.tracker.of(model.id()).faultThatTookItOut();
		if (fault == null) {
			return "the call ended before its turn";
		}
		return endedTheCall(fault) ? "out for the same reason" : "out after " + fault.describe();
	}

	// a fault of the account takes all models out, and one model's text is enough
	private boolean endedTheCall(Fault fault) {
		return fault.scope() == FaultScope.ACCOUNT && fault.describe().equals(this.call.end().describe());
	}

	/**
	 * The time after which some model may be asked again.
	 */
	Duration timeUntilFirstBack() {
		long first = this.models.stream().mapToLong(this::nanosUntilProbe).min().orElse(0);
		return (first == ModelHealth.UNKNOWN) ? Duration.ZERO : Duration.ofNanos(first);
	}

}
