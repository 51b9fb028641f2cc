package net.taotoken.failover.reactive;

import java.util.Iterator;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.chat.ChatCompletionChunk;

/**
 * The chunks of a stream for a subscriber that may cancel: once it has, the exception
 * that ends the wait for the next chunk is nobody's to hear.
 */
final class CancellableChunks implements Iterator<ChatCompletionChunk>, AutoCloseable {

	private final ChatStream stream;

	private final Iterator<ChatCompletionChunk> chunks;

	private volatile boolean closed;

	CancellableChunks(ChatStream stream) {
		this.stream = stream;
		this.chunks = stream.iterator();
	}

	@Override
	public boolean hasNext() {
		try {
			return this.chunks.hasNext();
		}
		catch (StreamInterruptedException ex) {
			if (this.closed) {
				return false;
			}
			throw ex;
		}
	}

	@Override
	public ChatCompletionChunk next() {
		return this.chunks.next();
	}

	@Override
	public void close() {
		this.closed = true;
		this.stream.close();
	}

}
