package net.taotoken.failover;

import java.time.Duration;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayClients;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.GatewayStream;
import net.taotoken.failover.gateway.StreamLimits;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to the model of an attempt, at the entry of the model and within the
 * limits of the attempt. Safe for use by many threads.
 */
final class AttemptSender {

	private final GatewayClients clients;

	private final @Nullable Duration streamTotal;

	/**
	 * Create a sender.
	 * @param clients ask the gateway, each at one entry
	 * @param streamTotal the longest time until the end of a stream, or {@code null} for
	 * no limit
	 */
	AttemptSender(GatewayClients clients, @Nullable Duration streamTotal) {
		this.clients = clients;
		this.streamTotal = streamTotal;
	}

	/**
	 * Ask for an answer in one piece.
	 */
	ChatCompletion complete(GatewayRequest request, ModelAttempt attempt) {
		Model model = attempt.model();
		ChatCompletion answer = client(model).complete(request, model.name(), model.parameters(),
				attempt.responseLimit(), attempt::sendAgain, attempt::announced);
		tellUsage(answer, attempt);
		return answer;
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

	/**
	 * Put the answer of a stream together as it comes.
	 */
	ChatCompletion assemble(GatewayStream stream, ModelAttempt attempt) {
		ChatCompletion answer = stream.assemble();
		tellUsage(answer, attempt);
		return answer;
	}

	private GatewayClient client(Model model) {
		return this.clients.get(model.entryName());
	}

	/**
	 * Let the limits of a model know how many tokens an answer took.
	 */
	private static void tellUsage(ChatCompletion answer, ModelAttempt attempt) {
		TokenUsage usage = answer.usage();
		if (usage != null) {
			attempt.used(orZero(usage.promptTokens()), orZero(usage.completionTokens()));
		}
	}

	static long orZero(@Nullable Long tokens) {
		return (tokens != null) ? tokens : 0;
	}

}
