package net.taotoken.failover;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelCall;
import net.taotoken.failover.engine.ModelProbe;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.GatewayStream;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.TokenDemand;

/**
 * A request whose answer is wanted as a whole. It is asked for as a stream where that is
 * possible, since only a stream tells whether a model is writing or hangs, and put
 * together as it comes; and in one piece where the model cannot stream, or where its
 * streams lack something.
 */
final class WholeRequest implements ModelCall<ChatCompletion> {

	private static final MissingFeature TOOLS = MissingFeature.of(Feature.TOOLS);

	private final ChatAttempts attempts;

	private final GatewayRequest request;

	private final RequestFeatures features;

	private final boolean prefersStream;

	/** The models whose streams may be the reason why they have failed in this call. */
	private final List<String> suspects = new CopyOnWriteArrayList<>();

	/** Whether a model has refused this request, and it may have been the stream. */
	private volatile boolean refused;

	WholeRequest(ChatAttempts attempts, GatewayRequest request, RequestFeatures features, boolean prefersStream) {
		this.attempts = attempts;
		this.request = request;
		this.features = features;
		this.prefersStream = prefersStream;
	}

	@Override
	public boolean needs(MissingFeature feature) {
		return this.features.contain(feature);
	}

	@Override
	public long requestSize() {
		return this.request.size();
	}

	@Override
	public ModelProbe probe() {
		return this.attempts.probe();
	}

	@Override
	public TokenDemand tokenDemand() {
		return this.features.tokenDemand(this.request);
	}

	@Override
	public ChatCompletion ask(ModelAttempt attempt) {
		String model = attempt.model().id();
		Habit habit = this.attempts.habits().of(model);
		boolean mayStream = this.prefersStream && habit.isStreamed() && !this.suspects.contains(model)
				&& !(this.refused && !habit.isSettled());
		if (habit == Habit.STREAMS_ONLY) {
			return byStream(attempt, habit);
		}
		if (!mayStream) {
			return inOnePiece(attempt, habit);
		}
		boolean afterSilence = hasTimeForMoreThanAFirstToken(attempt)
				&& this.attempts.silentStreams().tryInOnePiece(model);
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
		try (GatewayStream stream = this.attempts.open(this.request, attempt)) {
			begun = true;
			attempt.answerBegins();
			this.attempts.silentStreams().begun(attempt.model().id());
			inPieces = stream.isInPieces();
			answer = stream.assemble();
			ChatAttempts.tellUsage(answer, attempt);
		}
		catch (GatewayException ex) {
			if (!begun && habit != Habit.STREAMS_ONLY) {
				followSilence(ex, attempt);
			}
			throw suspected(ex, attempt, habit);
		}
		if (!habit.isSettled()) {
			learn(attempt, inPieces ? habit(attempt, answer) : Habit.ANSWERS_WHOLE);
		}
		return answer;
	}

	private static Habit habit(ModelAttempt attempt, ChatCompletion streamed) {
		boolean lacksUsage = streamed.usage() == null && !attempt.model().parameters().containsKey("stream_options");
		return lacksUsage ? Habit.STREAMS_WITHOUT_USAGE : Habit.STREAMS;
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
			this.attempts.silentStreams().silent(attempt.model().id(), firstToken);
		}
	}

	/**
	 * The last streams of the model brought no first token in time. If it answers in one
	 * piece, and takes longer than a first token may, its streams are silent because it
	 * thinks, or is held back by a proxy. An answer that is quicker tells that it only
	 * hung for a while.
	 */
	private ChatCompletion afterSilence(ModelAttempt attempt, Habit habit) {
		SilentStreams silentStreams = this.attempts.silentStreams();
		String model = attempt.model().id();
		long startedAt = this.attempts.time().nanoTime();
		boolean learnt = false;
		try {
			ChatCompletion answer = this.attempts.whole(this.request, attempt);
			silentStreams.begun(model);
			learnt = true;
			if (this.attempts.time().nanoTime() - startedAt > attempt.model().timeouts().firstToken().toNanos()) {
				learn(attempt, Habit.STREAMS_SILENTLY);
			}
			return answer;
		}
		catch (GatewayException ex) {
			if (ex.fault().kind() == FaultKind.TIMEOUT) {
				silentStreams.hung(model);
				learnt = true;
			}
			throw failedInOnePiece(ex, attempt, habit);
		}
		finally {
			if (!learnt) {
				silentStreams.learntNothing(model);
			}
		}
	}

	/**
	 * What a failure tells of the model's streams. The caller did not ask for a stream;
	 * we did. So if the stream is refused, the same model is asked again at once, without
	 * one.
	 */
	private GatewayException suspected(GatewayException failure, ModelAttempt attempt, Habit habit) {
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
		if (habit.isSettled() ? isNoAnswer(failure) && this.features.contain(TOOLS) : isFailureOfServer(fault)) {
			this.suspects.add(attempt.model().id());
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
		this.suspects.add(attempt.model().id());
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
	 * Whether the stream ended normally, but what it brought is not an answer (no I/O
	 * error is behind it).
	 */
	private static boolean isNoAnswer(GatewayException failure) {
		return failure.fault().kind() == FaultKind.INVALID_RESPONSE && failure.getCause() == null;
	}

	/**
	 * Whether a server failed at an answer, which it may do at streams only. If the
	 * server is overloaded or does not respond, the failure says nothing about streams.
	 */
	private static boolean isFailureOfServer(Fault fault) {
		return fault.kind() == FaultKind.INVALID_RESPONSE || fault.kind() == FaultKind.SERVER_ERROR;
	}

	private ChatCompletion inOnePiece(ModelAttempt attempt, Habit habit) {
		try {
			ChatCompletion answer = this.attempts.whole(this.request, attempt);
			learnFromAnswer(attempt, habit, answer);
			return answer;
		}
		catch (GatewayException ex) {
			throw failedInOnePiece(ex, attempt, habit);
		}
	}

	private void learnFromAnswer(ModelAttempt attempt, Habit habit, ChatCompletion answer) {
		if (this.suspects.contains(attempt.model().id())) {
			convict(attempt, habit, answer);
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
	private void convict(ModelAttempt attempt, Habit habit, ChatCompletion answer) {
		StreamingHabits habits = this.attempts.habits();
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

	private GatewayException failedInOnePiece(GatewayException failure, ModelAttempt attempt, Habit habit) {
		if (StreamingHabits.isAboutStreams(failure.fault()) && habit != Habit.REFUSES) {
			learn(attempt, Habit.STREAMS_ONLY);
			return again(failure, attempt);
		}
		if (habit == Habit.STREAMS_SILENTLY && failure.fault().kind() == FaultKind.TIMEOUT) {
			learn(attempt, Habit.UNKNOWN);
			this.attempts.silentStreams().hung(attempt.model().id());
		}
		if (habit == Habit.REFUSED_ONCE && failure.fault().scope() == FaultScope.REQUEST) {
			learn(attempt, Habit.UNKNOWN);
		}
		return failure;
	}

	private void learn(ModelAttempt attempt, Habit habit) {
		this.attempts.habits().learn(attempt.model().id(), habit);
	}

	private static GatewayException again(GatewayException failure, ModelAttempt attempt) {
		attempt.askOtherwise();
		return failure;
	}

}
