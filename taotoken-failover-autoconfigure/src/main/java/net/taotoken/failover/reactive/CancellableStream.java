package net.taotoken.failover.reactive;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The pieces of an answer, for a subscriber that may cancel: once it has, the exception
 * that ends the wait for the next piece is nobody's to hear.
 *
 * @param <T> what is read
 */
final class CancellableStream<T> implements Iterator<T>, AutoCloseable {

	private final @Nullable Iterator<T> read;

	private final Runnable close;

	private volatile boolean closed;

	private CancellableStream(@Nullable Iterator<T> read, Runnable close) {
		this.read = read;
		this.close = close;
	}

	/**
	 * Begin to read.
	 * @param answer the answer, or {@code null} if the subscriber had cancelled before it
	 * was there
	 * @param reading reads the answer
	 * @param close frees what the answer holds
	 */
	static <S, T> CancellableStream<T> of(@Nullable S answer, Function<S, Iterator<T>> reading, Consumer<S> close) {
		if (answer == null) {
			return new CancellableStream<>(null, () -> {
			});
		}
		boolean begun = false;
		try {
			CancellableStream<T> read = new CancellableStream<>(reading.apply(answer), () -> close.accept(answer));
			begun = true;
			return read;
		}
		finally {
			if (!begun) {
				close.accept(answer);
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
		this.close.run();
	}

}
