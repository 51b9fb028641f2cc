package net.taotoken.failover;

import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.gateway.GatewayException;

/**
 * Learns from the answers and failures of one call how models stream. The caller of it
 * did not ask for streams; we did. So where a failure may be due to the stream, the same
 * model is asked again, or the next one, without one. Safe for use by the threads of a
 * call.
 */
final class HabitLearner {

	private final ChatParts parts;

	/**
	 * The models whose streams may be the reason why they have failed in this call.
	 * Replaced as a whole, so that a call that is well makes no list.
	 */
	private volatile List<String> suspects = List.of();

	/** Whether a model has refused this request, and it may have been the stream. */
	private volatile boolean refused;

	HabitLearner(ChatParts parts) {
		this.parts = parts;
	}

	/**
	 * Tells whether a model may be asked by stream, as far as this call knows.
	 * @param model the id of the model
	 * @param habit what is known of the model
	 */
	boolean mayStream(String model, Habit habit) {
		return habit.isStreamed() && !this.suspects.contains(model) && !(this.refused && !habit.isSettled());
	}

	/**
	 * A stream has brought a whole answer.
	 * @param inPieces whether it was a stream; some servers send the whole at once
	 */
	void streamed(ChatCompletion answer, ModelAttempt attempt, Habit habit, boolean inPieces) {
		if (!habit.isSettled()) {
			learn(attempt, inPieces ? habit(answer, attempt) : Habit.ANSWERS_WHOLE);
		}
	}

	private static Habit habit(ChatCompletion streamed, ModelAttempt attempt) {
		boolean lacksUsage = streamed.usage() == null && !attempt.model().parameters().containsKey("stream_options");
		return lacksUsage ? Habit.STREAMS_WITHOUT_USAGE : Habit.STREAMS;
	}

	/**
	 * A stream was refused, did not begin, or broke.
	 * @param usesTools whether the request offers tools
	 * @return the failure
	 */
	GatewayException streamFailed(GatewayException failure, ModelAttempt attempt, Habit habit, boolean usesTools) {
		Fault fault = failure.fault();
		if (habit == Habit.STREAMS_ONLY) {
			return failure;
		}
		if (StreamingHabits.isAboutStreams(fault)) {
			learn(attempt, Habit.REFUSES);
			return again(failure, attempt);
		}
		if (!habit.isSettled() && refusesSomething(fault)) {
			return refused(failure, attempt, habit);
		}
		if (habit.isSettled() ? isNoAnswer(failure) && usesTools : isFailureOfServer(fault)) {
			suspect(attempt);
		}
		return failure;
	}

	/**
	 * A request was refused, and nobody can tell why. The next model (the second opinion)
	 * is asked without a stream. If it refuses too, the request is proven wrong. If there
	 * is no other model, this model is asked again without a stream.
	 */
	private GatewayException refused(GatewayException failure, ModelAttempt attempt, Habit habit) {
		this.refused = true;
		suspect(attempt);
		if (habit == Habit.DOUBTFUL) {
			learn(attempt, Habit.REFUSES);
			return again(failure, attempt);
		}
		learn(attempt, Habit.REFUSED_ONCE);
		return attempt.isLastCandidate() ? again(failure, attempt) : failure;
	}

	private static boolean refusesSomething(Fault fault) {
		return !fault.proven() && fault.lacks() == null
				&& (fault.kind() == FaultKind.INVALID_REQUEST || fault.kind() == FaultKind.UNSUPPORTED);
	}

	/**
	 * Tells whether the stream ended normally, but what it brought is not an answer (no
	 * I/O error is behind it).
	 */
	private static boolean isNoAnswer(GatewayException failure) {
		return failure.fault().kind() == FaultKind.INVALID_RESPONSE && failure.getCause() == null;
	}

	/**
	 * Tells whether a server failed at an answer, which it may do at streams only. If the
	 * server is overloaded or does not respond, the failure says nothing about streams.
	 */
	private static boolean isFailureOfServer(Fault fault) {
		return fault.kind() == FaultKind.INVALID_RESPONSE || fault.kind() == FaultKind.SERVER_ERROR;
	}

	private synchronized void suspect(ModelAttempt attempt) {
		List<String> more = new ArrayList<>(this.suspects);
		more.add(attempt.model().id());
		this.suspects = List.copyOf(more);
	}

	/**
	 * A model has answered in one piece.
	 */
	void answeredInOnePiece(ChatCompletion answer, ModelAttempt attempt, Habit habit) {
		if (this.suspects.contains(attempt.model().id())) {
			convict(answer, attempt, habit);
		}
		else if (habit == Habit.REFUSED_ONCE) {
			learn(attempt, Habit.DOUBTFUL);
		}
		else if (habit == Habit.STREAMS_WITHOUT_USAGE && answer.usage() == null) {
			learn(attempt, Habit.STREAMS);
		}
	}

	/**
	 * The same request that failed as a stream is answered in one piece.
	 */
	private void convict(ChatCompletion answer, ModelAttempt attempt, Habit habit) {
		StreamingHabits habits = this.parts.habits();
		if (habit == Habit.REFUSED_ONCE) {
			this.suspects.stream()
				.filter((model) -> habits.of(model) == Habit.REFUSED_ONCE)
				.forEach((model) -> habits.learn(model, Habit.REFUSES));
		}
		else if (!answer.toolCalls().isEmpty()) {
			learn(attempt, Habit.STREAMS_WITHOUT_CALLS);
		}
		else if (!habit.isSettled()) {
			learn(attempt, (habit == Habit.DOUBTFUL) ? Habit.REFUSES : Habit.DOUBTFUL);
		}
	}

	/**
	 * A model that was asked in one piece has not answered.
	 * @return the failure
	 */
	GatewayException failedInOnePiece(GatewayException failure, ModelAttempt attempt, Habit habit) {
		if (StreamingHabits.isAboutStreams(failure.fault()) && habit != Habit.REFUSES) {
			learn(attempt, Habit.STREAMS_ONLY);
			return again(failure, attempt);
		}
		if (habit == Habit.STREAMS_SILENTLY && failure.fault().kind() == FaultKind.TIMEOUT) {
			learn(attempt, Habit.UNKNOWN);
			this.parts.silentStreams().hung(attempt.model().id());
		}
		if (habit == Habit.REFUSED_ONCE && failure.fault().scope() == FaultScope.REQUEST) {
			learn(attempt, Habit.UNKNOWN);
		}
		return failure;
	}

	private void learn(ModelAttempt attempt, Habit habit) {
		this.parts.habits().learn(attempt.model().id(), habit);
	}

	private static GatewayException again(GatewayException failure, ModelAttempt attempt) {
		attempt.askOtherwise();
		return failure;
	}

}
