package net.taotoken.failover;

import java.time.Duration;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.engine.ModelProbe;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayClients;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.GatewayStream;
import net.taotoken.failover.gateway.StreamLimits;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests that can be sent to any model, and sends them within the limits of an
 * attempt.
 */
final class ChatAttempts {

	private final GatewayClients clients;

	private final @Nullable Duration streamTotal;

	private final boolean detectHangsByStreaming;

	private final StreamingHabits habits;

	private final SilentStreams silentStreams;

	private final GatewayProbe probe;

	private final TimeSource time;

	ChatAttempts(GatewayClients clients, ChatSettings settings, TimeSource time) {
		this.clients = clients;
		this.streamTotal = settings.streamTotal();
		this.detectHangsByStreaming = settings.detectHangsByStreaming();
		this.habits = new StreamingHabits(time);
		this.silentStreams = new SilentStreams(time);
		this.probe = new GatewayProbe(clients, this.detectHangsByStreaming, this.habits, this.silentStreams, time);
		this.time = time;
	}

	/**
	 * A request whose caller waits for the whole answer.
	 */
	WholeRequest whole(ChatCompletionRequest request) {
		return whole(request, this.detectHangsByStreaming);
	}

	/**
	 * A request for a stream whose reader gets nothing before the answer is whole.
	 */
	WholeRequest wholeByStream(ChatCompletionRequest request) {
		return whole(request, true);
	}

	private WholeRequest whole(ChatCompletionRequest request, boolean prefersStream) {
		// what it says of streams is not what we need to put the answer together
		ChatCompletionRequest plain = (request.streamOptions() != null)
				? request.toBuilder().streamOptions(null).build() : request;
		return new WholeRequest(this, GatewayRequest.of(plain), new RequestFeatures(request, false), prefersStream);
	}

	/**
	 * A request for a stream that is read as it comes.
	 */
	StreamRequest live(ChatCompletionRequest request) {
		return new StreamRequest(this, GatewayRequest.of(request), new RequestFeatures(request, true));
	}

	/**
	 * Ask for an answer in one piece.
	 */
	ChatCompletion whole(GatewayRequest request, ModelAttempt attempt) {
		Model model = attempt.model();
		ChatCompletion answer = client(model).complete(request, model.name(), model.parameters(),
				attempt.responseLimit(), attempt::sendAgain, attempt::announced);
		tellUsage(answer, attempt);
		return answer;
	}

	/**
	 * Let the limits of a model know how many tokens an answer took.
	 */
	static void tellUsage(ChatCompletion answer, ModelAttempt attempt) {
		TokenUsage usage = answer.usage();
		if (usage != null) {
			attempt.used(orZero(usage.promptTokens()), orZero(usage.completionTokens()));
		}
	}

	static long orZero(@Nullable Long tokens) {
		return (tokens != null) ? tokens : 0;
	}

	/**
	 * Ask for a stream, and wait for its first token. Once the first token is there, the
	 * total limit of the call no longer applies to this answer.
	 */
	GatewayStream open(GatewayRequest request, ModelAttempt attempt) {
		Model model = attempt.model();
		StreamLimits limits = new StreamLimits(attempt.firstTokenLimit(), model.timeouts().stall(), this.streamTotal);
		try {
			return client(model).stream(request, model.name(), model.parameters(), limits, attempt::sendAgain,
					attempt::announced);
		}
		catch (GatewayException ex) {
			if (ex.hasResponse()) {
				attempt.showsLife();
			}
			throw ex;
		}
	}

	private GatewayClient client(Model model) {
		return this.clients.get(model.entryName());
	}

	/**
	 * Finds out whether a model is back, beside the calls.
	 */
	ModelProbe probe() {
		return this.probe;
	}

	StreamingHabits habits() {
		return this.habits;
	}

	SilentStreams silentStreams() {
		return this.silentStreams;
	}

	TimeSource time() {
		return this.time;
	}

}
