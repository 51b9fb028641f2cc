package net.taotoken.failover.engine.call;

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
import net.taotoken.failover.support.Listeners;
import org.jspecify.annotations.Nullable;

/**
 * The state of one call: its deadline, its failed attempts, and the models that are still
 * of use to it. Two threads may be at it at once, and share all of it.
 */
public final class CallState {

	public static final Fault INTERRUPTED = Fault.of(FaultKind.CANCELLED)
		.withHint("the calling thread was interrupted");

	public static final Fault OUT_OF_TIME = Fault.of(FaultKind.CANCELLED).withHint("taotoken.timeouts.total ran out");

	public static final Fault GIVEN_UP = Fault.of(FaultKind.CANCELLED).withHint("the call was given up");

	private static final Fault BROKEN_OFF = Fault.of(FaultKind.CANCELLED).withHint("an Error ended the call");

	private static final int MOST_SUPPRESSED = 20;

	private final Route route;

	private final long startedAt;

	/** For those who follow the call, or {@code null} if nobody does. */
	private final @Nullable CallTrace trace;

	/** Before any answer has broken. */
	private final long firstDeadline;

	// volatile fields have no first value, which would cost each call a fence

	/** The time that models have spent on answers that broke. */
	private volatile long givenBack;

	// replaced as a whole, so that a call that is well pays for no lock
	private volatile @Nullable CallFailures failures;

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

	public CallState(Route route, long now) {
		this(route, now, null);
	}

	private CallState(Route route, long now, @Nullable CallTrace trace) {
		this.route = route;
		this.startedAt = now;
		this.trace = trace;
		this.firstDeadline = now + route.totalTimeout().toNanos();
	}

	/**
	 * Begin a call.
	 * @param followers hear of it
	 */
	public static CallState begin(Route route, long now, Listeners<CallFollower> followers) {
		if (followers.isEmpty()) {
			return new CallState(route, now);
		}
		CallTrace trace = new CallTrace(route.name(), now);
		followers.notify((follower) -> follower.callStarted(trace));
		return new CallState(route, now, trace);
	}

	public Route route() {
		return this.route;
	}

	public long startedAt() {
		return this.startedAt;
	}

	/**
	 * The attempts that failed, in order. The list does not change any more.
	 */
	public List<Attempt> attempts() {
		return failures().attempts();
	}

	public CallFailures failures() {
		CallFailures known = this.failures;
		return (known != null) ? known : CallFailures.NONE;
	}

	public Duration timeLeft(long now) {
		return Duration.ofNanos(nanosLeft(now));
	}

	private long deadline() {
		return this.firstDeadline + this.givenBack;
	}

	public long nanosLeft(long now) {
		return Math.max(0, deadline() - now);
	}

	/**
	 * An answer broke after its first content. The time since then is given back to the
	 * call: the deadline moves by it. Where two models were writing at once, the time
	 * counts once.
	 * @param since the tick at which its first content was there
	 * @param now the tick at which it broke
	 */
	public synchronized void answerBroke(long since, long now) {
		long alone = now - since;
		for (Span other : this.broken) {
			alone -= Math.max(0, Math.min(now, other.end()) - Math.max(since, other.start()));
		}
		List<Span> broken = new ArrayList<>(this.broken);
		broken.add(new Span(since, now));
		this.broken = broken;
		this.givenBack += alone;
		if (this.probesAwaitedUntil != 0) {
			this.probesAwaitedUntil += alone;
		}
	}

	/**
	 * Tells whether nothing of the call's time has been spent on other attempts or waits.
	 */
	public boolean isFresh() {
		return attempts().isEmpty() && !this.waited;
	}

	public void waited() {
		this.waited = true;
	}

	/**
	 * The time that the call waits for the probe of another one, which may hang: half of
	 * the time that it had left when it began to wait, so that the other half is left to
	 * ask.
	 */
	public synchronized long nanosForProbes(long now, long longest) {
		if (this.probesAwaitedUntil == 0) {
			this.probesAwaitedUntil = now + Math.min(longest, nanosLeft(now) / 2);
		}
		return this.probesAwaitedUntil - now;
	}

	public boolean mayAttempt(long now) {
		return this.end == null && attemptsLeft() > 0 && deadline() - now > 0;
	}

	public boolean isLastAttempt() {
		return attemptsLeft() <= 1;
	}

	private int attemptsLeft() {
		return this.route.retry().maxTotalAttempts() - failures().counted() - this.reservedAttempts;
	}

	public void reserveAttempts(int attempts) {
		this.reservedAttempts = attempts;
	}

	public void attemptStarts(Model model, long tick) {
		if (this.trace != null) {
			this.trace.attemptStarts(model, tick);
		}
	}

	public void attemptAnswered(Model model, long nanos) {
		if (this.trace != null) {
			this.trace.attemptAnswered(model, nanos);
		}
	}

	public void add(Failure failure) {
		synchronized (this) {
			this.failures = failures().with(failure);
		}
		if (this.trace != null) {
			this.trace.attemptFailed(failure.attempt());
		}
	}

	/**
	 * The caller gets no answer, or none that is whole.
	 */
	public void failed(Fault fault) {
		if (this.trace != null) {
			this.trace.failed(fault);
		}
	}

	/**
	 * The call ends without a further attempt.
	 * @param fault why, or {@code null} if another thread of it has brought an answer
	 */
	public void end(@Nullable Fault fault) {
		this.end = fault;
	}

	/**
	 * Note that an Error ends the call, and add the exceptions of the earlier attempts to
	 * it as suppressed exceptions. At most 20 are added, because the same Error object
	 * may be thrown many times (a constant).
	 */
	public void tellIn(Error error) {
		failed(BROKEN_OFF);
		for (Failure failure : failures().all()) {
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
	public void giveUp() {
		this.givenUp = true;
	}

	/**
	 * The fault to report after an interrupt: 'given up' if we interrupted the thread
	 * ourselves, otherwise 'interrupted'.
	 */
	public Fault interruption() {
		return this.givenUp ? GIVEN_UP : INTERRUPTED;
	}

	/**
	 * The fault that ended the call, or {@code null} if it only has no attempt left to
	 * make.
	 */
	public @Nullable Fault end() {
		return this.end;
	}

	/**
	 * Tells whether the call could turn to another entry than that of a model, where
	 * somebody has left a model in that is offered there.
	 */
	public boolean hasOtherEntryThan(Model model, ModelHealthTracker tracker) {
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

	public boolean hasExhausted(Model model) {
		return failures().hasExhausted(model, this.route);
	}

	/**
	 * A part of the call's time.
	 *
	 * @param start its first tick
	 * @param end the tick at which it was over
	 */
	private record Span(long start, long end) {
	}

}
