package net.taotoken.failover.engine;

import java.time.Duration;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.Permit;

/**
 * The attempts that one call makes on one model while it is its turn. Each has a permit
 * of its own, and settles it whatever happens. For use by the thread of the call.
 *
 * @param <T> what an answer is
 */
final class AttemptSeries<T> {

	private final Engine engine;

	private final Call call;

	private final Turn turn;

	private final ModelCall<T> modelCall;

	private boolean started;

	AttemptSeries(Engine engine, Call call, Turn turn, ModelCall<T> modelCall) {
		this.engine = engine;
		this.call = call;
		this.turn = turn;
		this.modelCall = modelCall;
	}

	/**
	 * Make one attempt.
	 * @return the result
	 * @throws AttemptFailedException with the decision what to do next
	 */
	FailoverResult<T> attempt() throws AttemptFailedException {
		long startedAt = this.started ? this.engine.time().nanoTime() : this.turn.now();
		Permit permit = permit();
		ModelAttempt attempt = new ModelAttempt(this.turn.model(), this.call.attempts(), permit,
				this.call.nanosLeft(startedAt));
		AttemptObservation observation = AttemptObservation.NONE;
		boolean answered = false;
		try {
			tellOfSwitch();
			observation = this.engine.observer().start(this.call.route(), this.turn.model(), this.call.attempts());
			T answer = this.modelCall.ask(attempt);
			answered = true;
			observation.answered();
			return succeeded(answer, attempt, startedAt);
		}
		catch (Exception ex) {
			throw new AttemptFailedException(failed(ex, attempt, startedAt, observation));
		}
		finally {
			// does nothing but for an Error, as all else has settled the permit by now
			if (!answered) {
				permit.release();
			}
			observation.end();
		}
	}

	/**
	 * Wait before the same model is asked again.
	 */
	void pause(Duration pause) throws InterruptedException {
		long startedAt = this.engine.time().nanoTime();
		try {
			this.engine.time().sleep(pause);
		}
		finally {
			this.engine.tellOfWait(this.call.route(), startedAt);
		}
	}

	private void tellOfSwitch() {
		if (this.call.attempts().isEmpty()) {
			return;
		}
		String from = this.call.attempts().get(this.call.attempts().size() - 1).model();
		String to = this.turn.model().id();
		if (!from.equals(to)) {
			this.engine.listeners().tell((listener) -> listener.callSwitched(this.call.route(), from, to));
		}
	}

	private Permit permit() throws AttemptFailedException {
		if (!this.started) {
			this.started = true;
			return this.turn.permit();
		}
		Permit permit = this.turn.health().tryAcquire();
		if (permit == null) {
			throw new AttemptFailedException(Decision.leave(Reaction.SWITCH, null));
		}
		return permit;
	}

	private FailoverResult<T> succeeded(T answer, ModelAttempt attempt, long startedAt) {
		long now = this.engine.time().nanoTime();
		long nanos = now - startedAt;
		if (!attempt.isPermitTaken()) {
			attempt.permit().succeeded(nanos, now);
		}
		FailoverResult<T> result = new FailoverResult<>(answer, this.turn.model(), this.call.attempts(), startedAt,
				nanos, this.engine.time());
		AttemptLog.answered(this.call.route(), this.turn.model(), nanos);
		if (this.engine.listeners().hearSuccesses()) {
			this.engine.listeners()
				.tellSuccess((listener) -> listener.attemptSucceeded(this.call.route(), result.lastAttempt()));
		}
		if (!this.call.attempts().isEmpty()) {
			this.engine.listeners().tell((listener) -> listener.callFailedOver(this.call.route(), result.attempts()));
		}
		return result;
	}

	private Decision failed(Exception exception, ModelAttempt attempt, long startedAt, AttemptObservation observation) {
		long now = this.engine.time().nanoTime();
		Fault fault = fault(exception, attempt, now);
		observation.failed(fault, exception);
		Decision decision = this.engine.decisions()
			.decide(this.call, this.turn.model(), attempt.permit().isProbe(), fault, this.call.timeLeft(now));
		if (fault.scope() == FaultScope.ACCOUNT) {
			// a fault of the account concerns models that nobody has asked yet, too
			this.call.route().models().forEach((model) -> this.engine.tracker().of(model.id()));
		}
		attempt.permit().failed(fault, decision.coolDown());
		Attempt failed = new Attempt(this.turn.model().id(), fault,
				this.engine.time().instant().minusNanos(now - startedAt), Duration.ofNanos(now - startedAt));
		this.call.attemptFailed(this.turn.model(), failed, exception);
		AttemptLog.failed(this.call.route(), failed, decision.reaction());
		this.engine.listeners()
			.tell((listener) -> listener.attemptFailed(this.call.route(), failed, decision.reaction()));
		return decision;
	}

	private Fault fault(Exception exception, ModelAttempt attempt, long now) {
		Fault fault = this.engine.faults().of(exception);
		boolean cutShort = attempt.isCutShort() || this.call.timeLeft(now).isZero();
		boolean outOfTime = fault.kind() == FaultKind.TIMEOUT && cutShort && !this.call.isFresh();
		return outOfTime ? Fault.of(FaultKind.CANCELLED).withHint("taotoken.timeouts.total ran out") : fault;
	}

}
