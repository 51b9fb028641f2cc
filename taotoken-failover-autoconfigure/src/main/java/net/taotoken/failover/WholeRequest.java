package net.taotoken.failover;

import java.time.Duration;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.GatewayStream;
import net.taotoken.failover.route.AttemptTimeouts;

/**
 * A request whose answer is wanted as a whole. It is asked for as a stream where that is
 * possible, since only a stream tells whether a model is writing or hangs, and put
 * together as it comes; and in one piece where the model cannot stream, or where its
 * streams lack something.
 */
final class WholeRequest extends ChatCall<ChatCompletion> {

	private static final MissingFeature TOOLS = MissingFeature.of(Feature.TOOLS);

	private final HabitLearner learner;

	private final boolean prefersStream;

	WholeRequest(ChatParts parts, ChatCompletionRequest request, boolean prefersStream) {
		super(parts, request, GatewayRequest.of(withoutStreamOptions(request)));
		this.learner = new HabitLearner(parts);
		this.prefersStream = prefersStream;
	}

	// what it says of streams is not what we need to put the answer together
	private static ChatCompletionRequest withoutStreamOptions(ChatCompletionRequest request) {
		return (request.streamOptions() != null) ? request.toBuilder().streamOptions(null).build() : request;
	}

	@Override
	boolean isStreamed() {
		return false;
	}

	@Override
	public ChatCompletion ask(ModelAttempt attempt) {
		String model = attempt.model().id();
		Habit habit = parts().habits().of(model);
		if (habit == Habit.STREAMS_ONLY) {
			return byStream(attempt, habit);
		}
		if (!this.prefersStream || !this.learner.mayStream(model, habit)) {
			return inOnePiece(attempt, habit);
		}
		boolean afterSilence = hasTimeForMoreThanAFirstToken(attempt) && parts().silentStreams().tryInOnePiece(model);
		return afterSilence ? afterSilence(attempt, habit) : byStream(attempt, habit);
	}

	private static boolean hasTimeForMoreThanAFirstToken(ModelAttempt attempt) {
		AttemptTimeouts timeouts = attempt.model().timeouts();
		if (timeouts.isFirstTokenLearnt()) {
			// then a stream is given as much time, and tells more
			return false;
		}
		Duration firstToken = timeouts.firstToken();
		return timeouts.response().compareTo(firstToken) > 0 && attempt.timeLeft().compareTo(firstToken) > 0;
	}

	private ChatCompletion byStream(ModelAttempt attempt, Habit habit) {
		ChatCompletion answer;
		boolean inPieces;
		boolean begun = false;
		try (GatewayStream stream = parts().sender().open(written(), attempt)) {
			begun = true;
			attempt.answerBegins();
			parts().silentStreams().begun(attempt.model().id());
			inPieces = stream.isInPieces();
			answer = parts().sender().assemble(stream, attempt);
		}
		catch (GatewayException ex) {
			if (!begun && habit != Habit.STREAMS_ONLY) {
				followSilence(ex, attempt);
			}
			throw this.learner.streamFailed(ex, attempt, habit, needs(TOOLS));
		}
		this.learner.streamed(answer, attempt, habit, inPieces);
		return answer;
	}

	/**
	 * Remember that a model brought no first token, if it had all the time for one.
	 */
	private void followSilence(GatewayException failure, ModelAttempt attempt) {
		AttemptTimeouts timeouts = attempt.model().timeouts();
		if (timeouts.isFirstTokenLearnt()) {
			return;
		}
		Duration firstToken = timeouts.firstToken();
		if (failure.fault().kind() == FaultKind.TIMEOUT && attempt.timeLeft().compareTo(firstToken) >= 0) {
			parts().silentStreams().silent(attempt.model().id(), firstToken);
		}
	}

	private ChatCompletion afterSilence(ModelAttempt attempt, Habit habit) {
		try {
			return parts().silentStreams()
				.inOnePiece(attempt.model(), () -> parts().sender().complete(written(), attempt));
		}
		catch (GatewayException ex) {
			throw this.learner.failedInOnePiece(ex, attempt, habit);
		}
	}

	private ChatCompletion inOnePiece(ModelAttempt attempt, Habit habit) {
		try {
			ChatCompletion answer = parts().sender().complete(written(), attempt);
			this.learner.answeredInOnePiece(answer, attempt, habit);
			return answer;
		}
		catch (GatewayException ex) {
			throw this.learner.failedInOnePiece(ex, attempt, habit);
		}
	}

}
