package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * What one call has been through: its deadline, its failed attempts, and which models are
 * still of use to it. Two threads may be at it at once, and share all of it.
 */
final class CallState {

	static final Fault INTERRUPTED = Fault.of(FaultKind.CANCELLED).withHint("the calling thread was interrupted");

	static final Fault OUT_OF_TIME = Fault.of(FaultKind.CANCELLED).withHint("taotoken.timeouts.total ran out");

	static final Fault GIVEN_UP = Fault.of(FaultKind.CANCELLED).withHint("the call was given up");

	private static final Fault BROKEN_OFF = Fault.of(FaultKind.CANCELLED).withHint("an Error ended the call");

	private static final int MOST_SUPPRESSED = 20;

	private final Route route;

	private final long startedAt;

	/** For those who follow the call, or {@code null} if nobody does. */
	private final @Nullable CallTrace trace;

	/** Moves with the time that models spend on answers that break. */
	private volatile long deadline;

	// replaced as a whole, so that a call that is well pays for no lock
	private volatile Failures failures = Failures.NONE;

	/** From when to when the answers were written that broke. */
	private List<Span> broken = List.of();

	private volatile boolean waited;

	/** The tick until which probes of other calls are waited for, or 0. */
	private long probesAwaitedUntil;

	/**
	 * The number of attempts that are kept free for the other thread of a hedged call.
	 */
	private volatile int reservedAttempts;

	private volatile @Nullable Fault end;

	/** Whether interrupts are our own, to end the call. */
	private volatile boolean givenUp;

	CallState(Route route, long now) {
		this(route, now, null);
	}

	CallState(Route route, long now, @Nullable CallTrace trace) {
		this.route = route;
		this.startedAt = now;
		this.trace = trace;
		this.deadline = now + route.totalTimeout().toNanos();
	}

	Route route() {
		return this.route;
	}

	long startedAt() {
		return this.startedAt;
	}

	/**
	 * The attempts that failed, in order. The list does not change any more.
	 */
	List<Attempt> attempts() {
		return this.failures.attempts();
	}

	List<Failure> failures() {
		return this.failures.all();
	}

	Duration timeLeft(long now) {
		return Duration.ofNanos(nanosLeft(now));
	}

	long nanosLeft(long now) {
		return Math.max(0, this.deadline - now);
	}

	/**
	 * An answer broke after its first content. The time since then is given back to the
	 * call: the deadline moves by it. Where two models were writing at once, the time
	 * counts once.
	 * @param since the tick at which its first content was there
	 * @param now the tick at which it broke
	 */
	synchronized void answerBroke(long since, long now) {
		long alone = now - since;
		for (Span other : this.broken) {
			alone -= Math.max(0, Math.min(now, other.end()) - Math.max(since, other.start()));
		}
		List<Span> broken = new ArrayList<>(this.broken);
		broken.add(new Span(since, now));
		this.broken = broken;
		this.deadline += alone;
		if (this.probesAwaitedUntil != 0) {
			this.probesAwaitedUntil += alone;
		}
	}

	/**
	 * Whether nothing of the call's time has been spent on other attempts or waits.
	 */
	boolean isFresh() {
		return attempts().isEmpty() && !this.waited;
	}

	void waited() {
		this.waited = true;
	}

	/**
	 * How long the call waits for the probe of another one, which may hang: half of the
	 * time that it had left when it began to, so that the other half is left to ask.
	 */
	synchronized long nanosForProbes(long now, long longest) {
		if (this.probesAwaitedUntil == 0) {
			this.probesAwaitedUntil = now + Math.min(longest, nanosLeft(now) / 2);
		}
		return this.probesAwaitedUntil - now;
	}

	boolean mayAttempt(long now) {
		return this.end == null && attemptsLeft() > 0 && this.deadline - now > 0;
	}

	boolean isLastAttempt() {
		return attemptsLeft() <= 1;
	}

	private int attemptsLeft() {
		return this.route.retry().maxTotalAttempts() - this.failures.counted() - this.reservedAttempts;
	}

	void reserveAttempts(int attempts) {
		this.reservedAttempts = attempts;
	}

	void attemptStarts(Model model, long tick) {
		if (this.trace != null) {
			this.trace.attemptStarts(model, tick);
		}
	}

	void attemptAnswered(Model model, long nanos) {
		if (this.trace != null) {
			this.trace.attemptAnswered(model, nanos);
		}
	}

	void add(Failure failure) {
		synchronized (this) {
			this.failures = this.failures.with(failure);
		}
		if (this.trace != null) {
			this.trace.attemptFailed(failure.attempt());
		}
	}

	/**
	 * The caller gets no answer, or none that is whole.
	 */
	void failed(Fault fault) {
		if (this.trace != null) {
			this.trace.failed(fault);
		}
	}

	/**
	 * The call ends without a further attempt.
	 * @param fault why, or {@code null} if another thread of it has brought an answer
	 */
	void end(@Nullable Fault fault) {
		this.end = fault;
	}

	/**
	 * Note that an Error ends the call, and add the exceptions of the earlier attempts to
	 * it as suppressed exceptions. At most 20 are added, because the same Error object
	 * may be thrown many times (a constant).
	 */
	void tellIn(Error error) {
		failed(BROKEN_OFF);
		for (Failure failure : failures()) {
			Throwable cause = failure.cause();
			if (cause != null && error.getSuppressed().length < MOST_SUPPRESSED) {
				error.addSuppressed(cause);
			}
		}
	}

	/**
	 * The caller has cancelled. The thread of the call will be interrupted next; that
	 * interrupt is ours, not the application's.
	 */
	void giveUp() {
		this.givenUp = true;
	}

	/**
	 * The fault to report after an interrupt: 'given up' if we interrupted the thread
	 * ourselves, otherwise 'interrupted'.
	 */
	Fault interruption() {
		return this.givenUp ? GIVEN_UP : INTERRUPTED;
	}

	/**
	 * What ended the call, or {@code null} if it only has no attempt left to make.
	 */
	@Nullable Fault end() {
		return this.end;
	}

	/**
	 * Whether a model really failed. Attempts that were cancelled because another model
	 * was faster do not count.
	 */
	boolean hasFailures() {
		for (Failure failure : failures()) {
			if (failure.cause() != null) {
				return true;
			}
		}
		return false;
	}

	boolean hasAsked(Model model) {
		return lastFault(model) != null;
	}

	/**
	 * How many attempts on this model count towards max-attempts so far.
	 */
	int attemptsOn(Model model) {
		int count = 0;
		for (Failure failure : failures()) {
			count += (failure.isOf(model) && !failure.free()) ? 1 : 0;
		}
		return count;
	}

	/**
	 * Whether the model failed in this call by a fault that is not the account's.
	 */
	boolean hasFailed(Model model) {
		for (Failure failure : failures()) {
			if (failure.isOf(model) && !failure.isOfAccount()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the model cannot do what this request asks, for any reason.
	 */
	boolean isBeyond(Model model) {
		for (Failure failure : failures()) {
			if (failure.isOf(model) && failure.fault().kind() != FaultKind.CANCELLED && !failure.free()
					&& !FaultRank.of(failure.fault()).isPassing()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The last fault of a model in this call, or {@code null} if it has not been asked.
	 */
	@Nullable Fault lastFault(Model model) {
		Fault last = null;
		for (Failure failure : failures()) {
			last = failure.isOf(model) ? failure.fault() : last;
		}
		return last;
	}

	/**
	 * Whether another model failed in this call in the same way.
	 */
	boolean isConfirmed(Model model, Fault fault) {
		for (Failure failure : failures()) {
			if (!failure.isOf(model) && failure.fault().kind() == fault.kind()
					&& failure.fault().scope() == fault.scope() && isWitness(failure.model(), model, fault)) {
				return true;
			}
		}
		return false;
	}

	// of an account, only those know who ask with its key; of a request, only another
	// model, wherever it is asked
	private static boolean isWitness(Model witness, Model model, Fault fault) {
		return (fault.scope() == FaultScope.ACCOUNT) ? witness.isAtEntryOf(model)
				: !witness.name().equals(model.name());
	}

	/**
	 * Whether the call could turn to another entry than that of a model, where somebody
	 * has left a model in that is offered there.
	 */
	boolean hasOtherEntryThan(Model model, ModelHealthTracker tracker) {
		// where one that is not offered was asked, so are others
		boolean any = !tracker.isOffered(model.id());
		for (Model other : this.route.models()) {
			if (!other.isAtEntryOf(model) && !hasExhausted(other) && !tracker.of(other.id()).isDisabled()
					&& (any || tracker.isOffered(other.id()))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the entry of a model is of no further use. Without entries, a fault of the
	 * account ends the call, or leaves it to health which models are asked.
	 */
	private boolean hasLostEntryOf(Model model) {
		if (model.entry() == null) {
			return false;
		}
		for (Failure failure : failures()) {
			if (failure.isOfAccount() && failure.forGood() && failure.model().isAtEntryOf(model)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a model said what would end the call if another one said it, too.
	 */
	boolean isDoubted() {
		for (Failure failure : failures()) {
			if (failure.doubted()) {
				return true;
			}
		}
		return false;
	}

	boolean hasExhausted(Model model) {
		if (hasLostEntryOf(model)) {
			return true;
		}
		int attempts = 0;
		int max = Integer.MAX_VALUE;
		for (Failure failure : failures()) {
			if (failure.isOf(model)) {
				if (failure.forGood()) {
					return true;
				}
				attempts += failure.free() ? 0 : 1;
				max = maxAttempts(failure.fault().kind());
			}
		}
		return attempts >= max;
	}

	int maxAttempts(FaultKind kind) {
		Integer ofKind = this.route.faults().of(kind).maxAttempts();
		return (ofKind != null) ? ofKind : this.route.retry().maxAttempts();
	}

	boolean fits(Model model) {
		if (model.contextWindow() == null) {
			return true;
		}
		for (Failure failure : failures()) {
			Integer exceeded = failure.model().contextWindow();
			if (failure.fault().kind() == FaultKind.CONTEXT_LENGTH_EXCEEDED && exceeded != null
					&& model.contextWindow() <= exceeded) {
				return false;
			}
		}
		return true;
	}

	boolean hasSeen(FaultKind kind) {
		for (Failure failure : failures()) {
			if (failure.fault().kind() == kind) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A part of the call's time.
	 *
	 * @param start its first tick
	 * @param end the tick at which it was over
	 */
	private record Span(long start, long end) {
	}

	/**
	 * Immutable.
	 *
	 * @param all what failed
	 * @param attempts the same for display
	 * @param counted how many of them are attempts that the call may make
	 */
	private record Failures(List<Failure> all, List<Attempt> attempts, int counted) {

		private static final Failures NONE = new Failures(List.of(), List.of(), 0);

		Failures with(Failure failure) {
			List<Failure> all = new ArrayList<>(this.all);
			all.add(failure);
			return new Failures(List.copyOf(all), all.stream().map(Failure::attempt).toList(),
					this.counted + (failure.free() ? 0 : 1));
		}

	}

}
