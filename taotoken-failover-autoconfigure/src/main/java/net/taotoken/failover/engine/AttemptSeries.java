package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.engine.call.Decision;
import net.taotoken.failover.engine.call.Failure;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that one call makes on one model while it is its turn. Each has a permit
 * of its own, and always settles it. For use by the thread of the call.
 *
 * @param <T> what an answer is
 */
final class AttemptSeries<T> {

	private final ExecutorParts parts;

	private final CallState call;

	private final SelectedModel selected;

	private final ModelCall<T> modelCall;

	private boolean started;

	AttemptSeries(ExecutorParts parts, CallState call, SelectedModel selected, ModelCall<T> modelCall) {
		this.parts = parts;
		this.call = call;
		this.selected = selected;
		this.modelCall = modelCall;
	}

	private Model model() {
		return this.selected.model();
	}

	/**
	 * Make one attempt, or two if the model refuses only how it is asked.
	 * @return the result
	 * @throws AttemptFailedException with the decision what to do next
	 */
	FailoverResult<T> attempt() throws AttemptFailedException {
		long startedAt = this.started ? this.parts.time().nanoTime() : this.selected.now();
		Permit permit = permit(startedAt);
		FailoverResult<T> result = null;
		try {
			result = ask(new ModelAttempt(this.selected, permit, startedAt, this.call.nanosLeft(startedAt), true));
			if (result == null) {
				result = askOtherwise(permit);
			}
			return result;
		}
		finally {
			// does nothing but for an Error, as all else has settled the permit by now
			if (result == null) {
				permit.release();
			}
		}
	}

	private FailoverResult<T> askOtherwise(Permit permit) throws AttemptFailedException {
		long now = this.parts.time().nanoTime();
		permit.repeated(now);
		FailoverResult<T> result = ask(new ModelAttempt(this.selected, permit, now, this.call.nanosLeft(now), false));
		return Objects.requireNonNull(result, "asked a third time");
	}

	/**
	 * Ask the model once.
	 * @return the result, or {@code null} if it is to be asked in another way at once
	 */
	private @Nullable FailoverResult<T> ask(ModelAttempt attempt) throws AttemptFailedException {
		if (!this.selected.attemptStarts(attempt.startedAt())) {
			throw new AttemptFailedException(null);
		}
		this.call.attemptStarts(model(), attempt.startedAt());
		AttemptObservation observation = AttemptObservation.NONE;
		try {
			observation = begin();
			return handOver(this.modelCall.ask(attempt), attempt, observation);
		}
		catch (Exception ex) {
			Decision decision = failed(ex, attempt, observation);
			if (decision.asksOtherwise()) {
				return null;
			}
			throw new AttemptFailedException(decision);
		}
		finally {
			observation.end();
		}
	}

	private AttemptObservation begin() {
		List<Attempt> earlier = this.call.attempts();
		if (!earlier.isEmpty()) {
			notifyOfSwitch(earlier.get(earlier.size() - 1).model(), model().id());
		}
		return this.parts.observer().start(this.call.route(), model(), earlier);
	}

	private void notifyOfSwitch(String from, String to) {
		if (!from.equals(to)) {
			this.parts.listeners().notify((listener) -> listener.callSwitched(this.call.route(), from, to));
		}
	}

	/**
	 * Wait before the same model is asked again.
	 */
	void pause(Duration pause) throws InterruptedException {
		long startedAt = this.parts.time().nanoTime();
		try {
			this.parts.time().sleep(pause);
		}
		finally {
			this.parts.notifyOfWait(this.call.route(), startedAt);
		}
	}

	private Permit permit(long now) throws AttemptFailedException {
		Permit permit = this.started ? this.selected.nextPermit(now) : this.selected.permit();
		this.started = true;
		if (permit == null) {
			throw new AttemptFailedException(null);
		}
		return permit;
	}

	private FailoverResult<T> handOver(T answer, ModelAttempt attempt, AttemptObservation observation) {
		boolean handedOver = false;
		try {
			FailoverResult<T> result = succeeded(answer, attempt);
			observation.answered();
			handedOver = true;
			return result;
		}
		finally {
			// an Error of the JVM: nobody gets the answer, which may hold a connection
			if (!handedOver) {
				attempt.permit().release();
				ExecutorParts.discard(this.modelCall, answer);
			}
		}
	}

	private FailoverResult<T> succeeded(T answer, ModelAttempt attempt) {
		long now = this.parts.time().nanoTime();
		long nanos = now - attempt.startedAt();
		if (!attempt.isTakenOver()) {
			attempt.permit().succeeded(nanos, now);
			this.parts.entries().answered(model());
		}
		FailoverResult<T> result = new FailoverResult<>(answer, model(), this.call.attempts(), attempt.startedAt(),
				nanos, attempt.requests(), this.parts.time());
		this.call.attemptAnswered(model(), nanos);
		AttemptLog.answered(this.call.route(), model(), nanos);
		if (!this.parts.successListeners().isEmpty()) {
			this.parts.successListeners()
				.notify((listener) -> listener.attemptSucceeded(this.call.route(), result.lastAttempt()));
		}
		return result;
	}

	private Decision failed(Exception exception, ModelAttempt attempt, AttemptObservation observation) {
		long now = this.parts.time().nanoTime();
		Fault fault = this.parts.entries().judge(this.call, model(), fault(exception, attempt, now), now);
		boolean withdrawn = this.selected.isWithdrawn();
		attempt.endsWithoutAnswer(fault, withdrawn, now);
		attempt.failed(this.call, now);
		observation.failed(fault, exception);
		Decision decision = decide(attempt, fault, this.call.timeLeft(now));
		this.parts.settle(this.call, attempt.permit(), model(), decision);
		Attempt failed = this.parts.attempt(model(), decision.fault(), attempt.startedAt(), now, attempt.requests());
		Failure failure = new Failure(model(), failed, exception, decision, isForGood(decision));
		if (this.selected.attemptFailed()) {
			this.call.add(failure);
			if (decision.endsCall()) {
				this.call.end(decision.fault());
			}
			AttemptLog.failed(this.call.route(), failed, decision.reaction());
			this.parts.listeners()
				.notify((listener) -> listener.attemptFailed(this.call.route(), failed, decision.reaction()));
		}
		return decision;
	}

	private Decision decide(ModelAttempt attempt, Fault fault, Duration timeLeft) {
		if (attempt.isToBeAskedOtherwise() && fault.kind() != FaultKind.CANCELLED && !timeLeft.isZero()) {
			return Decision.askOtherwise(fault);
		}
		return this.parts.rule().decide(this.call, model(), attempt.permit().isProbe(), fault, timeLeft);
	}

	// If the model was left only because of its number of attempts, the call may ask
	// it again later. If its fault is permanent, it may not
	private boolean isForGood(Decision decision) {
		Fault fault = decision.fault();
		return !decision.asksOtherwise()
				&& this.call.route().faults().of(fault.kind()).reactionTo(fault) != Reaction.RETRY;
	}

	private Fault fault(Exception exception, ModelAttempt attempt, long now) {
		Fault fault = this.parts.faults().of(exception);
		if (fault.equals(CallState.INTERRUPTED)) {
			return this.call.interruption();
		}
		boolean outOfTime = fault.kind() == FaultKind.TIMEOUT && !this.call.isFresh() && attempt.isCutShort(now);
		return outOfTime ? CallState.OUT_OF_TIME : fault;
	}

}
