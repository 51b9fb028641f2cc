package net.taotoken.failover.engine;

import java.util.concurrent.atomic.AtomicBoolean;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.engine.call.Decision;
import net.taotoken.failover.engine.call.Failure;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Model;

/**
 * Reports the final outcome of an answer (such as a stream) that continues after its
 * attempt has succeeded. Its holder has to call one of its methods. The first of
 * {@link #succeeded}, {@link #failed} and {@link #release} settles it; what comes later
 * changes nothing of this model's health. A break is added to the attempts of the call
 * even after a release. An attempt that throws is settled by the engine. Safe for use by
 * many threads.
 *
 * @since 0.1.0
 */
public final class Settlement {

	private final ExecutorParts parts;

	private final CallState call;

	private final ModelAttempt answered;

	private final AtomicBoolean broken = new AtomicBoolean();

	Settlement(ExecutorParts parts, CallState call, ModelAttempt answered) {
		this.parts = parts;
		this.call = call;
		this.answered = answered;
	}

	/**
	 * The answer is proven whole. How long its reader took counts for nothing.
	 */
	public void succeeded() {
		permit().streamed();
		this.parts.entries().answered(this.answered.model());
	}

	/**
	 * The server has said how many tokens the answer took. To be called before it is
	 * settled.
	 * @param promptTokens the tokens of the prompt
	 * @param answerTokens the tokens of the answer
	 */
	public void used(long promptTokens, long answerTokens) {
		permit().used(promptTokens, answerTokens);
	}

	/**
	 * The answer broke. What that does to the model, and to the others if it is the
	 * account's fault, follows the same rule as for an attempt that fails. The attempt is
	 * added to those of the call, as one that failed, and listeners are told. A call that
	 * goes on after that does not ask this model again.
	 * @param exception what the reader of the answer got
	 * @return why it broke
	 */
	public Fault failed(Exception exception) {
		Fault said = this.parts.faults().of(exception);
		if (!this.broken.compareAndSet(false, true)) {
			return said;
		}
		long now = this.parts.time().nanoTime();
		Model model = this.answered.model();
		Fault fault = this.parts.entries().judge(this.call, model, said, now);
		this.answered.failed(this.call, now);
		Decision decision = this.parts.rule().decideOnBreak(this.call, model, fault);
		this.parts.settle(this.call, permit(), model, decision);
		Attempt attempt = this.parts.attempt(model, decision.fault(), this.answered.startedAt(), now,
				this.answered.requests());
		this.call.add(new Failure(model, attempt, exception, decision, true));
		this.call.failed(decision.fault());
		if (decision.endsCall()) {
			this.call.end(decision.fault());
		}
		this.parts.listeners().notify((listener) -> listener.answerInterrupted(this.call.route(), attempt));
		return decision.fault();
	}

	/**
	 * The answer says nothing of the model, as when its reader has given it up.
	 */
	public void release() {
		permit().release();
	}

	private Permit permit() {
		return this.answered.permit();
	}

}
