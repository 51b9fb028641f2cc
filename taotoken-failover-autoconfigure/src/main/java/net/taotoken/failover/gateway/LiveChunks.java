package net.taotoken.failover.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.answer.StreamProgress;
import net.taotoken.failover.gateway.watch.WatchedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an exchange as they come, up to the proven end. A {@code finish_reason}
 * proves the end only if no content follows, so the stream is read until the server
 * announces the end, is silent too long, or the connection breaks. Once finish_reason and
 * usage are there, it waits 2 seconds at most. A reason that tells of a failure ends it
 * at once. To be used by one thread at a time; after an exception, the exchange has to be
 * closed.
 */
final class LiveChunks {

	/**
	 * After the last content only [DONE] (or the end of the body) is missing, and some
	 * servers never send it. It follows at once where it comes at all, and two seconds
	 * are more than it takes on a slow network.
	 */
	static final Duration LONGEST_WAIT_FOR_END = Duration.ofSeconds(2);

	/** After {@code [DONE]} nothing follows but the end of the body. */
	private static final Duration LONGEST_FAREWELL = Duration.ofMillis(100);

	private static final int LARGEST_FAREWELL = 8 * 1024;

	private static final int MOST_HELD = 64;

	private final GatewayExchange exchange;

	private final WatchedInputStream body;

	private final ChunkReader chunks;

	private final Duration stall;

	/** Chunks that are handed on only if the answer turns out not to end with them. */
	private final Deque<ChatCompletionChunk> held = new ArrayDeque<>();

	private boolean begun;

	/** Whether the answer would be rejected if the stream ended now. */
	private boolean endsBadly;

	/** Whether only the end is missing. */
	private boolean saidAll;

	private boolean ended;

	LiveChunks(GatewayExchange exchange, WatchedInputStream body, ChunkReader chunks, Duration stall) {
		this.exchange = exchange;
		this.body = body;
		this.chunks = chunks;
		this.stall = stall;
	}

	/**
	 * The next chunk. If the answer turns out to be unusable, its last chunk is not given
	 * to the reader.
	 * @return the chunk, or {@code null} at the proven end
	 * @throws GatewayException if there is an error, or an end without proof
	 */
	@Nullable ChatCompletionChunk next() {
		try {
			ChatCompletionChunk chunk = nextOrEnd();
			if (chunk == null) {
				this.chunks.close();
			}
			return chunk;
		}
		catch (RuntimeException ex) {
			this.chunks.close();
			throw ex;
		}
	}

	private @Nullable ChatCompletionChunk nextOrEnd() {
		while (this.held.isEmpty() || this.endsBadly) {
			ChatCompletionChunk chunk = this.ended ? null : read();
			if (chunk == null) {
				end();
				return null;
			}
			follow();
			if (this.held.isEmpty() && !this.endsBadly) {
				return chunk;
			}
			this.held.add(chunk);
		}
		return this.held.poll();
	}

	/** Tells whether there was content. */
	boolean hasBegun() {
		return this.begun;
	}

	private @Nullable ChatCompletionChunk read() {
		try {
			return (this.held.size() < MOST_HELD) ? this.chunks.next() : null;
		}
		catch (IOException ex) {
			Fault fault = fault(ex);
			if (isEnd(fault)) {
				return null;
			}
			throw this.exchange.failure(fault, null, ex);
		}
	}

	/**
	 * Tells whether a stream that goes no further is over. A stream that breaks counts as
	 * ended if it is complete. A stream that is silent counts as ended if it would also
	 * be accepted when the server closed it (some servers send fewer choices than
	 * requested, and do not close).
	 */
	private boolean isEnd(Fault fault) {
		StreamProgress progress = this.chunks.progress();
		if (fault.kind() == FaultKind.CANCELLED) {
			return false;
		}
		boolean silent = fault.kind() == FaultKind.TIMEOUT && !this.body.isPastTotal();
		return silent ? progress.isProven() : progress.isComplete();
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

	private void follow() {
		StreamProgress progress = this.chunks.progress();
		this.endsBadly = progress.isComplete() && progress.verdict() != null;
		if (this.endsBadly && progress.hasFailed()) {
			this.chunks.checkAnswer();
		}
		if (!this.begun && progress.hasBegun()) {
			this.begun = true;
			this.body.allow(this.stall);
		}
		if (this.begun && progress.hasSaidAll() != this.saidAll) {
			this.saidAll = !this.saidAll;
			waitForTheEnd(this.saidAll);
		}
		else if (this.begun && this.chunks.broughtContent()) {
			this.body.renew();
		}
	}

	private void waitForTheEnd(boolean onlyTheEndIsMissing) {
		if (onlyTheEndIsMissing && LONGEST_WAIT_FOR_END.compareTo(this.stall) < 0) {
			this.body.allowOnce(LONGEST_WAIT_FOR_END, 0);
		}
		else {
			this.body.allow(this.stall);
		}
	}

	private void end() {
		if (this.ended) {
			return;
		}
		this.chunks.checkAnswer();
		this.ended = true;
		if (this.chunks.announcedEnd()) {
			readToTheEnd();
		}
		this.exchange.close();
	}

	/**
	 * The connection goes back to the pool only when its body was read to the end.
	 */
	private void readToTheEnd() {
		byte[] waste = new byte[64];
		long most = this.body.bytes() + LARGEST_FAREWELL;
		this.body.allowOnce(LONGEST_FAREWELL, 0);
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

}
