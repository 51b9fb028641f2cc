package net.taotoken.samples.gateway;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * A caller who waits for an answer. The thread that makes it is interrupted when the
 * caller goes away, but never after this has been closed.
 */
final class Caller implements AutoCloseable {

	private final CallerConnection connection;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final Thread thread = Thread.currentThread();

	private final Lock lock = new ReentrantLock();

	private @Nullable Future<?> watch;

	private boolean lookedAt;

	private boolean gone;

	private boolean answered;

	Caller(HttpServletRequest request, HttpServletResponse response) {
		this.connection = CallerConnection.of(request);
		this.request = request;
		this.response = response;
	}

	boolean canBeWatched() {
		return !this.connection.equals(CallerConnection.UNKNOWN);
	}

	void watchedBy(Future<?> watch) {
		this.watch = watch;
	}

	/** Look after the caller, from another thread. */
	void look() {
		this.lock.lock();
		try {
			if (!this.answered && !this.gone) {
				this.lookedAt = true;
				this.gone = this.connection.isGone();
				if (this.gone) {
					this.thread.interrupt();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let the connection end with a response in chunks that has not begun. To be called
	 * where the caller is looked after while the response is being written, since then it
	 * is too late to announce that.
	 */
	void endConnectionAfterChunks() {
		if (this.watch == null) {
			return;
		}
		this.response.setHeader(HttpHeaders.CONNECTION, "close");
		if ("HTTP/1.1".equals(this.request.getProtocol())) {
			// else Tomcat would send no chunks, which tell an end from a break
			this.response.setTrailerFields(Map::of);
		}
	}

	void hangUp() {
		this.connection.hangUp();
	}

	/**
	 * Look no more. To be called before the response begins, or else after
	 * {@link #endConnectionAfterChunks()}.
	 */
	@Override
	public void close() {
		if (this.watch != null) {
			this.watch.cancel(false);
		}
		this.lock.lock();
		try {
			this.answered = true;
			if (this.lookedAt) {
				this.response.setHeader(HttpHeaders.CONNECTION, "close");
			}
			if (this.gone) {
				// the thread goes back to the server, which has other plans for it
				Thread.interrupted();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
