package net.taotoken.failover.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.chat.assembly.ChatCompletionAssembler;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.gateway.answer.CompletionCheck;
import net.taotoken.failover.gateway.answer.ProtocolWords;
import net.taotoken.failover.gateway.sse.ResponseBuffer;
import net.taotoken.failover.gateway.sse.SseReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/**
 * Reads a whole answer, and makes sure that it is one.
 */
final class CompletionReader {

	private final GatewayTransport transport;

	CompletionReader(GatewayTransport transport) {
		this.transport = transport;
	}

	ChatCompletion read(GatewayExchange exchange, String model) {
		try {
			return read(exchange, model, exchange.body());
		}
		catch (IOException ex) {
			throw exchange.failure(exchange.fault(ex), null, ex);
		}
	}

	ChatCompletion read(GatewayExchange exchange, String model, InputStream in) throws IOException {
		ResponseBuffer body = new ResponseBuffer(exchange.contentLength());
		body.readFrom(in, Integer.MAX_VALUE);
		return completion(exchange, model, body);
	}

	private ChatCompletion completion(GatewayExchange exchange, String model, ResponseBuffer body) {
		ChatCompletion completion = completion(body);
		if (completion == null || completion.choices().isEmpty()) {
			completion = fromEvents(exchange, body);
		}
		else if (completion.extra().containsKey("error")) {
			checkForError(exchange, body);
		}
		Fault fault = CompletionCheck.check(completion);
		if (fault != null) {
			throw exchange.failure(fault, null, null);
		}
		return ProtocolWords.of(completion).withRequest(model, List.of());
	}

	private @Nullable ChatCompletion completion(ResponseBuffer body) {
		try {
			return Json.READER.readValue(body.array(), 0, body.length());
		}
		catch (JacksonException ex) {
			return body.isUtf8() ? null : completion(body.text());
		}
	}

	private static @Nullable ChatCompletion completion(String text) {
		try {
			return Json.READER.readValue(text);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/** Some servers always answer with a stream. */
	private ChatCompletion fromEvents(GatewayExchange exchange, ResponseBuffer body) {
		SseReader events = new SseReader(new ByteArrayInputStream(body.array(), 0, body.length()),
				Math.max(body.length(), 1));
		try (ChunkReader chunks = new ChunkReader(exchange, events, new EventParser(this.transport, exchange), 1)) {
			if (exchange.isEncoded() || !events.areThere()) {
				throw noAnswer(exchange, body);
			}
			ChatCompletionAssembler assembler = new ChatCompletionAssembler();
			for (ChatCompletionChunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
				assembler.add(chunk);
			}
			chunks.checkAnswer();
			return assembler.assemble();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Memory cannot fail to be read", ex);
		}
	}

	private GatewayException noAnswer(GatewayExchange exchange, ResponseBuffer body) {
		if (exchange.isEncoded()) {
			Fault fault = TransportFaults.invalidResponse(exchange.status(), "the answer is compressed, unasked");
			return exchange.failure(fault, null, null);
		}
		return this.transport.noAnswer(exchange, body.text());
	}

	private void checkForError(GatewayExchange exchange, ResponseBuffer body) {
		GatewayException error = this.transport.hiddenError(exchange, body.text());
		if (error != null) {
			throw error;
		}
	}

	/** Loaded by the first answer, so that no start of an application waits for it. */
	private static final class Json {

		static final ObjectReader READER = WireJson.answerReader(ChatCompletion.class)
			.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

	}

}
