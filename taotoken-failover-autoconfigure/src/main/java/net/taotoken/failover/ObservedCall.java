package net.taotoken.failover;

import java.util.List;
import java.util.function.Supplier;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * A call of the template with its observation, which ends when the call fails, or its
 * answer is whole.
 *
 * @param observation hears how the call goes on
 */
record ObservedCall(CallObservation observation) {

	private static final ObservedCall UNSEEN = new ObservedCall(CallObservation.NONE);

	static ObservedCall start(CallObserver observer, String operation, Route route) {
		CallObservation observation = observer.start(operation, route);
		return observation.equals(CallObservation.NONE) ? UNSEEN : new ObservedCall(observation);
	}

	/**
	 * The whole of a call, in its scope.
	 */
	<T> T make(Supplier<T> step) {
		try {
			return inScope(step);
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
			throw ex;
		}
	}

	/**
	 * A part of a call, in its scope.
	 */
	<T> T inScope(Supplier<T> step) {
		CallObservation.Scope scope = this.observation.openScope();
		try {
			return step.get();
		}
		finally {
			scope.close();
		}
	}

	/**
	 * Steps that open scopes of their own.
	 */
	<T> T orFail(Supplier<T> steps) {
		try {
			return steps.get();
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
			throw ex;
		}
	}

	private void fail(Throwable failure) {
		this.observation.failed(failure);
		this.observation.end();
	}

	void answered(Model model, @Nullable String responseModel, @Nullable TokenUsage usage) {
		this.observation.answered(model, responseModel, usage);
		this.observation.end();
	}

	void answered(Model model, List<ChatCompletionChunk> chunks) {
		if (!equals(UNSEEN)) {
			AnswerDetails details = new AnswerDetails();
			chunks.forEach(details::add);
			answered(model, details.responseModel(), details.usage());
		}
	}

	/**
	 * A live answer whose first token is there.
	 */
	ChunkSource observe(LiveAnswer answer) {
		this.observation.firstChunk();
		return equals(UNSEEN) ? answer : new ObservedAnswer(answer, this.observation);
	}

}
