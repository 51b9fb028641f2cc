package net.taotoken.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionAssembler;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.GatewayStream;
import net.taotoken.failover.gateway.StreamLimits;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * The ways to ask the gateway once: for a whole answer, for one that is put together of a
 * stream, or for a stream.
 */
final class Answers {

	private final GatewayClient client;

	private final @Nullable Duration streamTotal;

	private final boolean detectHangsByStreaming;

	Answers(GatewayClient client, AnswerSettings settings) {
		this.client = client;
		this.streamTotal = settings.streamTotal();
		this.detectHangsByStreaming = settings.detectHangsByStreaming();
	}

	/**
	 * Write a request once for all attempts.
	 */
	GatewayRequest prepare(ChatCompletionRequest request) {
		return this.client.prepare(request);
	}

	ChatCompletion whole(GatewayRequest request, ModelAttempt attempt) {
		if (!this.detectHangsByStreaming) {
			Model model = attempt.model();
			return this.client.complete(request, model.id(), model.parameters(), attempt.responseLimit());
		}
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		chunks(request, attempt).forEach(assembler::add);
		return assembler.assemble();
	}

	/**
	 * All chunks of an answer that is proven whole.
	 */
	List<ChatCompletionChunk> chunks(GatewayRequest request, ModelAttempt attempt) {
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		try (GatewayStream stream = stream(request, attempt, atMost(this.streamTotal, attempt.timeLeft()))) {
			for (ChatCompletionChunk chunk = stream.next(); chunk != null; chunk = stream.next()) {
				chunks.add(chunk);
			}
		}
		return chunks;
	}

	/**
	 * A stream whose first token is there.
	 */
	GatewayStream live(GatewayRequest request, ModelAttempt attempt) {
		return stream(request, attempt, this.streamTotal);
	}

	private GatewayStream stream(GatewayRequest request, ModelAttempt attempt, @Nullable Duration total) {
		Model model = attempt.model();
		StreamLimits limits = new StreamLimits(attempt.firstTokenLimit(), model.timeouts().stall(), total);
		return this.client.stream(request, model.id(), model.parameters(), limits);
	}

	private static Duration atMost(@Nullable Duration limit, Duration timeLeft) {
		return (limit != null && limit.compareTo(timeLeft) < 0) ? limit : timeLeft;
	}

}
