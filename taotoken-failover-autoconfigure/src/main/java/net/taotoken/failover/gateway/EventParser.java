package net.taotoken.failover.gateway;

import java.util.Map;
import java.util.Set;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatJson;
import net.taotoken.failover.chat.ChunkChoice;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Reads the events of one stream as chunks, and finds the errors among them.
 */
final class EventParser {

	private static final ObjectReader CHUNKS = ChatJson.mapper().readerFor(ChatCompletionChunk.class);

	private static final Set<String> SIGNS_OF_AN_ERROR = Set.of("error", "errors", "Error", "base_resp");

	private final GatewayTransport transport;

	private final GatewayExchange exchange;

	EventParser(GatewayTransport transport, GatewayExchange exchange) {
		this.transport = transport;
		this.exchange = exchange;
	}

	static boolean isError(SseReader event) {
		return "error".equals(event.name());
	}

	/**
	 * Read an event.
	 * @param event the event
	 * @return the chunk, or {@code null} if the event is none
	 * @throws GatewayException if the event tells of an error
	 */
	@Nullable ChatCompletionChunk parse(SseReader event) {
		if (isError(event)) {
			throw this.transport.noAnswer(this.exchange, event.text());
		}
		ChatCompletionChunk chunk = chunk(event);
		if (chunk == null || event.isBare() || maybeError(chunk)) {
			checkForError(event);
		}
		return event.isBare() ? null : chunk;
	}

	private static @Nullable ChatCompletionChunk chunk(SseReader event) {
		try {
			return CHUNKS.readValue(event.array(), event.offset(), event.length());
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static boolean maybeError(ChatCompletionChunk chunk) {
		if (chunk.choices().isEmpty() || showsError(chunk.extra())) {
			return true;
		}
		return chunk.choices().stream().map(ChunkChoice::extra).anyMatch(EventParser::showsError);
	}

	private static boolean showsError(Map<String, @Nullable Object> extra) {
		return !extra.isEmpty() && SIGNS_OF_AN_ERROR.stream().anyMatch((name) -> extra.get(name) != null);
	}

	private void checkForError(SseReader event) {
		GatewayException error = this.transport.hiddenError(this.exchange, event.text());
		if (error != null) {
			throw error;
		}
	}

}
