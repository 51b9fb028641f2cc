package net.taotoken.failover.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.SseReader.EventTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an exchange as they come, up to the proven end. To be used by one thread
 * at a time; whoever gets an exception has to close the exchange.
 */
final class LiveChunks {

	private static final byte[] NOTHING = {};

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	/** What may follow the last {@code finish_reason}: the usage. */
	private static final Duration LONGEST_TRAILER = Duration.ofSeconds(2);

	/** After {@code [DONE]} nothing follows but the end of the body. */
	private static final Duration LONGEST_FAREWELL = Duration.ofMillis(100);

	private static final int LARGEST_FAREWELL = 8 * 1024;

	private final GatewayExchange exchange;

	private final WatchedInputStream body;

	private final SseReader events;

	private final EventParser parser;

	private final StreamProgress progress;

	private final Duration stall;

	private boolean begun;

	private boolean complete;

	LiveChunks(GatewayExchange exchange, WatchedInputStream body, SseReader events, EventParser parser,
			StreamProgress progress, Duration stall) {
		this.exchange = exchange;
		this.body = body;
		this.events = events;
		this.parser = parser;
		this.progress = progress;
		this.stall = stall;
	}

	/**
	 * The next chunk.
	 * @return the chunk, or {@code null} at the proven end
	 * @throws GatewayException if there is an error, or an end without proof
	 */
	@Nullable ChatCompletionChunk next() {
		while (nextEvent()) {
			if (this.events.brings(NOTHING) && !EventParser.isError(this.events)) {
				continue;
			}
			if (this.events.brings(DONE)) {
				end(true);
				return null;
			}
			ChatCompletionChunk chunk = this.parser.parse(this.events);
			if (chunk != null) {
				follow(chunk);
				return chunk;
			}
			if (this.complete && this.events.isCutOff()) {
				break;
			}
			if (!this.events.isBare()) {
				throw invalid("an event of the stream is not JSON");
			}
		}
		end(false);
		return null;
	}

	/** Whether there was content, or the end of an answer that may be empty. */
	boolean hasBegun() {
		return this.begun || this.complete;
	}

	private boolean nextEvent() {
		try {
			return this.events.next();
		}
		catch (EventTooLargeException ex) {
			throw invalid("an event of the stream is too large");
		}
		catch (IOException ex) {
			Fault fault = fault(ex);
			boolean readerGone = fault.kind() == FaultKind.CANCELLED;
			if (this.complete && !readerGone) {
				return false;
			}
			throw this.exchange.failure(fault, null, ex);
		}
	}

	private Fault fault(IOException failure) {
		Fault fault = this.exchange.fault(failure);
		return (fault.kind() == FaultKind.TIMEOUT) ? fault.withHint(hintOfTimeout()) : fault;
	}

	private String hintOfTimeout() {
		if (this.body.isPastTotal()) {
			return "the stream took too long as a whole";
		}
		return this.begun ? "the stream went silent" : "no content in time";
	}

	private void follow(ChatCompletionChunk chunk) {
		boolean content = this.progress.accept(chunk);
		boolean complete = this.progress.isComplete();
		if (complete) {
			checkAnswer();
		}
		boolean begins = !this.begun && this.progress.hasBegun();
		this.begun |= begins;
		if (begins || complete != this.complete) {
			this.complete = complete;
			allow(complete);
		}
		else if (content && this.begun && !complete) {
			this.body.renew();
		}
	}

	private void allow(boolean trailer) {
		if (trailer) {
			this.body.allowOnce(LONGEST_TRAILER);
		}
		else {
			this.body.allow(this.stall, 0);
		}
	}

	private void end(boolean announced) {
		if (!this.progress.isProven()) {
			throw invalid(this.begun ? "the stream ended without finish_reason" : "the stream ended without content");
		}
		checkAnswer();
		if (announced) {
			readToTheEnd();
		}
		this.exchange.close();
	}

	private void checkAnswer() {
		Fault fault = this.progress.verdict();
		if (fault != null) {
			throw this.exchange.failure(fault, null, null);
		}
	}

	/**
	 * The connection goes back to the pool only when its body was read to the end.
	 */
	private void readToTheEnd() {
		byte[] waste = new byte[512];
		long most = this.body.bytes() + LARGEST_FAREWELL;
		this.body.allowOnce(LONGEST_FAREWELL);
		try {
			int read = 0;
			while (read >= 0 && this.body.bytes() < most) {
				read = this.body.read(waste, 0, waste.length);
			}
		}
		catch (IOException ex) {
			// then the connection is not used again
		}
	}

	private GatewayException invalid(String hint) {
		return this.exchange.failure(TransportFaults.invalidResponse(this.exchange.status(), hint), null, null);
	}

}
