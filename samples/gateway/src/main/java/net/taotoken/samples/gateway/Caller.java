package net.taotoken.samples.gateway;

import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A caller who waits for an answer. The thread that makes it is interrupted when the
 * caller goes away, but never after this has been closed.
 */
final class Caller implements AutoCloseable {

	private final CallerConnection connection;

	private final Thread thread = Thread.currentThread();

	private final Lock lock = new ReentrantLock();

	private @Nullable Future<?> watch;

	private boolean gone;

	private boolean answered;

	Caller(CallerConnection connection) {
		this.connection = connection;
	}

	void watchedBy(Future<?> watch) {
		this.watch = watch;
	}

	/** Look after the caller, from another thread. */
	void look() {
		this.lock.lock();
		try {
			if (!this.answered && !this.gone && this.connection.isGone()) {
				this.gone = true;
				this.thread.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void hangUp() {
		this.connection.hangUp();
	}

	@Override
	public void close() {
		if (this.watch != null) {
			this.watch.cancel(false);
		}
		this.lock.lock();
		try {
			this.answered = true;
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
