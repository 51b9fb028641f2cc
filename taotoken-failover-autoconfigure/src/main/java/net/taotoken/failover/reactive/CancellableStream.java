package net.taotoken.failover.reactive;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

import net.taotoken.failover.ChatStream;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a stream, for a subscriber that may cancel: once it has, the exception
 * that ends the wait for the next chunk is nobody's to hear.
 *
 * @param <T> what is read
 */
final class CancellableStream<T> implements Iterator<T>, AutoCloseable {

	private final @Nullable ChatStream stream;

	private final @Nullable Iterator<T> read;

	private volatile boolean closed;

	private CancellableStream(@Nullable ChatStream stream, @Nullable Iterator<T> read) {
		this.stream = stream;
		this.read = read;
	}

	/**
	 * Begin to read.
	 * @param stream the stream, or {@code null} if the subscriber had cancelled before it
	 * was open
	 * @param reading reads the stream
	 */
	static <T> CancellableStream<T> of(@Nullable ChatStream stream, Function<ChatStream, Iterator<T>> reading) {
		if (stream == null) {
			return new CancellableStream<>(null, null);
		}
		boolean begun = false;
		try {
			CancellableStream<T> read = new CancellableStream<>(stream, reading.apply(stream));
			begun = true;
			return read;
		}
		finally {
			if (!begun) {
				stream.close();
			}
		}
	}

	@Override
	public boolean hasNext() {
		try {
			return this.read != null && this.read.hasNext();
		}
		catch (Throwable ex) {
			if (this.closed) {
				return false;
			}
			throw ex;
		}
	}

	@Override
	public T next() {
		if (this.read == null) {
			throw new NoSuchElementException();
		}
		return this.read.next();
	}

	@Override
	public void close() {
		this.closed = true;
		if (this.stream != null) {
			this.stream.close();
		}
	}

}
