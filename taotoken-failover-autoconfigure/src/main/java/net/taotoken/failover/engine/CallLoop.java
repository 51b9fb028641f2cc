package net.taotoken.failover.engine;

import net.taotoken.failover.engine.call.CallState;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a call over its models: asks one after the other, until one answers or a
 * fault ends the call. Safe for use by many threads; those of a hedged call may be in it
 * at once.
 */
final class CallLoop {

	private final ExecutorParts parts;

	private final ModelOrder order;

	private final ModelRetry retry = new ModelRetry();

	CallLoop(ExecutorParts parts, ModelOrder order) {
		this.parts = parts;
		this.order = order;
	}

	ExecutorParts parts() {
		return this.parts;
	}

	/**
	 * Bring the next answer of a call.
	 * @throws FailoverException if no model gave an answer
	 */
	<T> FailoverResult<T> answer(CallState call, ModelCall<T> modelCall) {
		ModelSelector selector = candidates(call, modelCall, null);
		FailoverResult<T> result = null;
		try {
			result = firstAnswer(call, selector, modelCall);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			call.end(call.interruption());
		}
		catch (Error ex) {
			call.tellIn(ex);
			throw ex;
		}
		if (result == null) {
			throw failed(call, selector);
		}
		return answered(call, result);
	}

	/**
	 * Ask one model after the other, until one answers or a fault ends the call.
	 * @return the answer, or {@code null} if no further attempt makes sense
	 */
	<T> @Nullable FailoverResult<T> firstAnswer(CallState call, ModelSelector selector, ModelCall<T> modelCall)
			throws InterruptedException {
		for (SelectedModel selected = selector.next(); selected != null; selected = selector.next()) {
			FailoverResult<T> result = this.retry.call(new AttemptSeries<>(this.parts, call, selected, modelCall));
			if (result != null) {
				return result;
			}
			selected.leave();
		}
		return null;
	}

	/**
	 * The models that a call may ask.
	 * @param claims the models that the threads of the call are at, or {@code null} if
	 * there is one thread only
	 */
	ModelSelector candidates(CallState call, ModelCall<?> modelCall, @Nullable ModelClaims claims) {
		return new ModelSelector(call, modelCall, this.order.of(call.route(), modelCall), this.parts, claims);
	}

	<T> FailoverResult<T> answered(CallState call, FailoverResult<T> result) {
		if (call.failures().isSomeReal()) {
			this.parts.listeners().notify((listener) -> listener.callFailedOver(call.route(), result.attempts()));
		}
		return result;
	}

	FailoverException failed(CallState call, ModelSelector selector) {
		FailoverException exception = new FailureReport(call, selector, this.parts.tracker()).exception();
		call.failed(exception.fault());
		this.parts.listeners().notify((listener) -> listener.callFailed(call.route(), exception));
		return exception;
	}

}
