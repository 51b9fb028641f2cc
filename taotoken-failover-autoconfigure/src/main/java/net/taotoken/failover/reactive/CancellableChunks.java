package net.taotoken.failover.reactive;

import java.util.Iterator;
import java.util.NoSuchElementException;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.chat.ChatCompletionChunk;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a stream for a subscriber that may cancel: once it has, the exception
 * that ends the wait for the next chunk is nobody's to hear.
 */
final class CancellableChunks implements Iterator<ChatCompletionChunk>, AutoCloseable {

	private final @Nullable ChatStream stream;

	private final @Nullable Iterator<ChatCompletionChunk> chunks;

	private volatile boolean closed;

	/**
	 * Create the chunks.
	 * @param stream the stream, or {@code null} if the subscriber had cancelled before it
	 * was open
	 */
	CancellableChunks(@Nullable ChatStream stream) {
		this.stream = stream;
		this.chunks = (stream != null) ? stream.iterator() : null;
	}

	@Override
	public boolean hasNext() {
		try {
			return this.chunks != null && this.chunks.hasNext();
		}
		catch (Throwable ex) {
			if (this.closed) {
				return false;
			}
			throw ex;
		}
	}

	@Override
	public ChatCompletionChunk next() {
		if (this.chunks == null) {
			throw new NoSuchElementException();
		}
		return this.chunks.next();
	}

	@Override
	public void close() {
		this.closed = true;
		if (this.stream != null) {
			this.stream.close();
		}
	}

}
