package net.taotoken.failover.gateway;

import java.io.IOException;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.gateway.EventParser.DamagedEventException;
import net.taotoken.failover.gateway.answer.ProtocolWords;
import net.taotoken.failover.gateway.answer.StreamProgress;
import net.taotoken.failover.gateway.sse.SseReader;
import net.taotoken.failover.gateway.sse.SseReader.EventTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of one stream of events, and follows how far the answer has come. It
 * knows nothing of time. To be closed by the thread that has read last.
 */
final class ChunkReader implements AutoCloseable {

	private final GatewayExchange exchange;

	private final SseReader events;

	private final EventParser parser;

	private final StreamProgress progress;

	private boolean broughtContent;

	private boolean announcedEnd;

	ChunkReader(GatewayExchange exchange, SseReader events, EventParser parser, int expectedChoices) {
		this.exchange = exchange;
		this.events = events;
		this.parser = parser;
		this.progress = new StreamProgress(expectedChoices);
	}

	/**
	 * The next chunk.
	 * @return the chunk, with reasons in the words of the protocol, or {@code null} when
	 * no further chunk comes, whether that is proven or not
	 * @throws GatewayException if there is an error, damage, or more than is allowed
	 * @throws IOException if reading fails
	 */
	@Nullable ChatCompletionChunk next() throws IOException {
		while (nextEvent()) {
			if (this.events.isDone()) {
				this.announcedEnd = true;
				return null;
			}
			ChatCompletionChunk chunk = parse();
			if (chunk != null) {
				this.broughtContent = this.progress.accept(chunk);
				checkSize();
				return ProtocolWords.of(chunk);
			}
		}
		return null;
	}

	private boolean nextEvent() throws IOException {
		try {
			return !this.announcedEnd && this.events.next();
		}
		catch (EventTooLargeException ex) {
			throw tooLarge();
		}
	}

	private @Nullable ChatCompletionChunk parse() {
		try {
			return this.parser.parse(this.events);
		}
		catch (DamagedEventException ex) {
			if (this.events.isCutOff() && this.progress.isComplete()) {
				return null;
			}
			throw invalid("an event of the stream is not JSON");
		}
	}

	private void checkSize() {
		if (this.progress.contentLength() > this.exchange.maxResponseSize()) {
			throw tooLarge();
		}
	}

	/** Tells whether the last chunk brought content. */
	boolean broughtContent() {
		return this.broughtContent;
	}

	/** Tells whether the server has said that nothing follows. */
	boolean announcedEnd() {
		return this.announcedEnd;
	}

	StreamProgress progress() {
		return this.progress;
	}

	/**
	 * Check that what was read is a whole answer.
	 * @throws GatewayException if it is not
	 */
	void checkAnswer() {
		if (!this.progress.isProven()) {
			throw unproven();
		}
		Fault fault = this.progress.verdict();
		if (fault != null) {
			throw this.exchange.failure(fault, null, null);
		}
	}

	private GatewayException unproven() {
		if (this.progress.hasBegun()) {
			return invalid("the stream ended without finish_reason");
		}
		GatewayException news = this.parser.lastNews();
		return (news != null) ? news : invalid("the stream ended without content");
	}

	@Override
	public void close() {
		this.parser.close();
	}

	GatewayException tooLarge() {
		return this.exchange.failure(TransportFaults.tooLarge(this.exchange.status()), null, null);
	}

	private GatewayException invalid(String hint) {
		return this.exchange.failure(TransportFaults.invalidResponse(this.exchange.status(), hint), null, null);
	}

}
