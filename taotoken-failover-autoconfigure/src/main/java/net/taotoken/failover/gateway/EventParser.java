package net.taotoken.failover.gateway;

import java.util.List;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChunkChoice;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.gateway.answer.ErrorSigns;
import net.taotoken.failover.gateway.sse.SseReader;
import net.taotoken.failover.json.JsonSeries;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Reads the events of one stream as chunks, and finds the errors among them. Events that
 * cannot have held content, such as {@code keep-alive} or {@code null}, are padding.
 */
final class EventParser implements AutoCloseable {

	private static final ObjectReader READER = WireJson.answerReader(ChatCompletionChunk.class);

	private static final int LONGEST_NEWS = 4096;

	private final GatewayTransport transport;

	private final GatewayExchange exchange;

	private final JsonSeries<ChatCompletionChunk> chunks = new JsonSeries<>(READER);

	private @Nullable String lastNews;

	EventParser(GatewayTransport transport, GatewayExchange exchange) {
		this.transport = transport;
		this.exchange = exchange;
	}

	/**
	 * Read an event.
	 * @param event the event
	 * @return the chunk, or {@code null} if the event is padding
	 * @throws GatewayException if the event tells of an error
	 * @throws DamagedEventException if the event may have held content that is lost
	 */
	@Nullable ChatCompletionChunk parse(SseReader event) throws DamagedEventException {
		if ("error".equals(event.name())) {
			throw this.transport.noAnswer(this.exchange, event.text());
		}
		if (event.isDamaged()) {
			checkForError(event);
			throw new DamagedEventException();
		}
		if (event.isBlank()) {
			return null;
		}
		ChatCompletionChunk chunk = chunk(event);
		return (chunk != null) ? checked(chunk, event) : withoutChunk(event);
	}

	/**
	 * If a stream ended without an answer: the error that its last message (which was not
	 * a chunk) describes.
	 * @return the exception, or {@code null} if there was no such message
	 */
	@Nullable GatewayException lastNews() {
		return (this.lastNews != null) ? this.transport.noAnswer(this.exchange, this.lastNews) : null;
	}

	private @Nullable ChatCompletionChunk chunk(SseReader event) {
		if (!event.startsWith('{')) {
			return null;
		}
		try {
			return this.chunks.read(event.array(), event.offset(), event.length());
		}
		catch (JacksonException ex) {
			return chunkOfBrokenCharacters(event);
		}
	}

	/**
	 * Some servers cut a text inside a UTF-8 character. Only this character is lost; the
	 * rest can be read.
	 */
	private static @Nullable ChatCompletionChunk chunkOfBrokenCharacters(SseReader event) {
		try {
			return READER.readValue(event.text());
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private @Nullable ChatCompletionChunk checked(ChatCompletionChunk chunk, SseReader event) {
		if (!chunk.choices().isEmpty()) {
			if (maybeError(chunk)) {
				checkForError(event);
			}
			return chunk;
		}
		if (chunk.extra().isEmpty() && !event.isBare()) {
			return isEmpty(chunk) ? null : chunk;
		}
		if (ErrorSigns.areIn(chunk)) {
			checkForError(event);
		}
		if (event.isBare() || isEmpty(chunk)) {
			this.lastNews = head(event.text());
			return null;
		}
		return chunk;
	}

	/** Tells whether an event has no field of a chunk. */
	private static boolean isEmpty(ChatCompletionChunk chunk) {
		return chunk.id() == null && chunk.model() == null && chunk.created() == null && chunk.usage() == null;
	}

	private static boolean maybeError(ChatCompletionChunk chunk) {
		if (ErrorSigns.areNamed(chunk.extra())) {
			return true;
		}
		List<ChunkChoice> choices = chunk.choices();
		for (ChunkChoice choice : choices) {
			if (ErrorSigns.areNamed(choice.extra())) {
				return true;
			}
		}
		return false;
	}

	private @Nullable ChatCompletionChunk withoutChunk(SseReader event) throws DamagedEventException {
		checkForError(event);
		if (event.isBare()) {
			return null;
		}
		if (mayHoldContent(event)) {
			throw new DamagedEventException();
		}
		this.lastNews = head(event.text());
		return null;
	}

	/**
	 * Tells whether the text is a JSON object, a part of one, or a JSON array (but not a
	 * word in brackets, such as [PING]).
	 */
	private static boolean mayHoldContent(SseReader event) {
		String text = event.text().strip();
		if (text.startsWith("{") || text.contains("\":") || text.contains("\" :")) {
			return true;
		}
		String listed = text.startsWith("[") ? text.substring(1).stripLeading() : "";
		return listed.startsWith("{") || listed.startsWith("[") || listed.startsWith("\"");
	}

	private void checkForError(SseReader event) {
		GatewayException error = this.transport.hiddenError(this.exchange, event.text());
		if (error != null) {
			throw error;
		}
	}

	@Override
	public void close() {
		this.chunks.close();
	}

	private static String head(String text) {
		return (text.length() > LONGEST_NEWS) ? text.substring(0, LONGEST_NEWS) : text;
	}

	/** An event is no JSON, and may have held content. */
	static final class DamagedEventException extends Exception {

		private static final long serialVersionUID = 1L;

		DamagedEventException() {
			super(null, null, false, false);
		}

	}

}
