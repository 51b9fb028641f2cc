package net.taotoken.failover.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatJson;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Reads a whole answer, and makes sure that it is one.
 */
final class AnswerReader {

	private final GatewayTransport transport;

	private final ByteBlocks blocks = new ByteBlocks();

	AnswerReader(GatewayTransport transport) {
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
		ByteBlock body = this.blocks.take(exchange.contentLength());
		try {
			body.readFrom(in, Integer.MAX_VALUE);
			return completion(exchange, model, body);
		}
		finally {
			this.blocks.giveBack(body);
		}
	}

	private ChatCompletion completion(GatewayExchange exchange, String model, ByteBlock body) {
		ChatCompletion completion = completion(body);
		if (completion == null || completion.choices().isEmpty()) {
			throw noAnswer(exchange, body);
		}
		if (completion.extra().containsKey("error")) {
			checkForError(exchange, body);
		}
		Fault fault = AnswerCheck.check(completion);
		if (fault != null) {
			throw exchange.failure(fault, null, null);
		}
		return completion.withRequest(model, List.of());
	}

	private @Nullable ChatCompletion completion(ByteBlock body) {
		try {
			return Json.READER.readValue(body.array(), 0, body.length());
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private GatewayException noAnswer(GatewayExchange exchange, ByteBlock body) {
		if (exchange.isEncoded()) {
			Fault fault = TransportFaults.invalidResponse(exchange.status(), "the answer is compressed, unasked");
			return exchange.failure(fault, null, null);
		}
		return this.transport.noAnswer(exchange, body.text());
	}

	private void checkForError(GatewayExchange exchange, ByteBlock body) {
		GatewayException error = this.transport.hiddenError(exchange, body.text());
		if (error != null) {
			throw error;
		}
	}

	/** Loaded by the first answer, so that no start of an application waits for it. */
	private static final class Json {

		static final ObjectReader READER = ChatJson.mapper().readerFor(ChatCompletion.class);

	}

}
