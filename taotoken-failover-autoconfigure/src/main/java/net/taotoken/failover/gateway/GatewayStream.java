package net.taotoken.failover.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.assembly.ChatCompletionAssembler;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.gateway.watch.ExchangeWatch.Ending;
import org.jspecify.annotations.Nullable;

/**
 * An answer that comes in pieces. The first one is there. {@link #next()} may be called
 * by one thread at a time, not necessarily the one that opened the stream;
 * {@link #close()} by any thread at any time.
 *
 * @since 0.1.0
 */
public final class GatewayStream implements AutoCloseable {

	private final GatewayExchange exchange;

	private final String model;

	private final Deque<ChatCompletionChunk> first;

	private final @Nullable LiveChunks live;

	private volatile boolean closed;

	private boolean ended;

	private @Nullable RuntimeException failure;

	GatewayStream(GatewayExchange exchange, String model, List<ChatCompletionChunk> first, @Nullable LiveChunks live) {
		this.exchange = exchange;
		this.model = model;
		this.first = new ArrayDeque<>(first);
		this.live = live;
	}

	/**
	 * The model that was asked.
	 * @return the model id
	 */
	public String model() {
		return this.model;
	}

	/**
	 * Tells whether the answer comes in pieces.
	 * @return {@code false} if the server brought it as a whole, although a stream was
	 * asked for
	 */
	public boolean isInPieces() {
		return this.live != null;
	}

	/**
	 * The next chunk, in the order of the server and with nothing left out: also those
	 * that came before the first content, and the one that tells the usage. Waits for it
	 * as long as the limits of the stream allow. A reader that is interrupted gets a
	 * {@code cancelled} fault within a fraction of a second and keeps its flag.
	 * @return the chunk, or {@code null} at the end of an answer that is proven whole,
	 * then and ever after
	 * @throws GatewayException if the stream broke, fell silent, told an error, ended
	 * without having been finished, brought more than
	 * {@link GatewaySettings#maxResponseSize()}, or was closed before its end; the same
	 * exception ever after
	 */
	public @Nullable ChatCompletionChunk next() {
		if (this.failure != null) {
			throw this.failure;
		}
		if (this.ended) {
			return null;
		}
		try {
			checkThatReaderIsThere();
			ChatCompletionChunk chunk = nextChunk();
			this.ended = chunk == null;
			return chunk;
		}
		catch (RuntimeException ex) {
			this.failure = ex;
			this.exchange.close();
			throw ex;
		}
	}

	/**
	 * Read all further chunks and put them together as they come, so that no more is kept
	 * than an answer that was not streamed would take.
	 * @return the same answer that a call without streaming would have brought, with the
	 * model that was asked and no attempts
	 * @throws GatewayException as {@link #next()}
	 */
	public ChatCompletion assemble() {
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		for (ChatCompletionChunk chunk = next(); chunk != null; chunk = next()) {
			assembler.add(chunk);
		}
		return assembler.assemble().withRequest(this.model, List.of());
	}

	private @Nullable ChatCompletionChunk nextChunk() {
		ChatCompletionChunk chunk = this.first.poll();
		if (chunk != null || this.live == null) {
			return chunk;
		}
		return this.live.next();
	}

	private void checkThatReaderIsThere() {
		Fault fault = TransportFaults.cancelled(this.closed ? Ending.CLOSED : Ending.DONE, false);
		if (fault != null) {
			throw this.exchange.failure(fault, null, null);
		}
	}

	/**
	 * Give the stream up. A connection whose answer was not read to its end is broken at
	 * once, and a reader that waits in {@link #next()} gets a {@code cancelled} fault.
	 * Does not wait, and may be called more than once.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.exchange.cancel();
	}

}
