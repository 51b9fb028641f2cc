package net.taotoken.failover.support;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A background thread that does one round of work after the other until the loop is
 * closed. Nothing that a round throws ends the loop, errors of the JVM included; the
 * first failure of a series is logged. Should the thread die nevertheless, or not start,
 * the next call of {@link #ensureRunning()} starts another one. Safe for use by many
 * threads.
 */
public final class GuardedLoop implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(GuardedLoop.class);

	private static final long LONGEST_CLOSE_IN_MILLIS = 1000;

	private final String name;

	private final Task task;

	private final long pauseInNanos;

	private final ThreadFactory threads;

	private final Object lock = new Object();

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	private volatile boolean failing;

	/**
	 * Create a loop that does nothing until it is asked to run.
	 * @param name the name of its thread, a daemon
	 * @param pauseAfterFailure how long to wait after a round that failed
	 * @param task the work
	 */
	public GuardedLoop(String name, Duration pauseAfterFailure, Task task) {
		this(name, pauseAfterFailure, task, (work) -> new Thread(null, work, name, 0, false));
	}

	GuardedLoop(String name, Duration pauseAfterFailure, Task task, ThreadFactory threads) {
		this.name = name;
		this.pauseInNanos = pauseAfterFailure.toNanos();
		this.task = task;
		this.threads = threads;
	}

	/**
	 * Start the thread unless it is running. Costs one volatile read if it is.
	 * @throws OutOfMemoryError if the JVM has no thread left; the next call tries again
	 */
	public void ensureRunning() {
		if (this.thread == null) {
			start();
		}
	}

	private void start() {
		synchronized (this.lock) {
			if (this.thread != null || this.closed) {
				return;
			}
			boolean started = false;
			try {
				Thread thread = this.threads.newThread(this::run);
				thread.setDaemon(true);
				thread.setContextClassLoader(null);
				this.thread = thread;
				thread.start();
				started = true;
			}
			finally {
				if (!started) {
					this.thread = null;
				}
			}
		}
	}

	/**
	 * Tells whether the thread runs.
	 * @return {@code false} before the first start, after the end, and if the thread died
	 */
	public boolean isRunning() {
		return this.thread != null;
	}

	/**
	 * Tells whether the loop was closed.
	 * @return whether {@link #close()} was called
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * End the current wait of the thread in {@link LockSupport#park}, or its next one.
	 */
	public void wakeUp() {
		LockSupport.unpark(this.thread);
	}

	/**
	 * Interrupt the round that is under way, let the task do what it has to do at the
	 * end, and wait for that, a second at most. The loop never runs again.
	 */
	@Override
	public void close() {
		Thread thread;
		synchronized (this.lock) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			thread = this.thread;
		}
		if (thread == null) {
			guarded(this.task::end);
		}
		else if (thread != Thread.currentThread()) {
			thread.interrupt();
			join(thread);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join(LONGEST_CLOSE_IN_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			while (!this.closed) {
				boolean failed = !guarded(this.task::round);
				this.failing = failed;
				// An interrupt means that the loop is being closed. Any other
				// interrupt is ignored
				Thread.interrupted();
				if (failed && !this.closed) {
					LockSupport.parkNanos(this, this.pauseInNanos);
				}
			}
			guarded(this.task::end);
		}
		finally {
			this.thread = null;
		}
	}

	private boolean guarded(Step step) {
		try {
			step.run();
		}
		catch (InterruptedException ex) {
			// close is told by its flag
		}
		catch (Throwable ex) {
			report(ex);
			return false;
		}
		return true;
	}

	private void report(Throwable failure) {
		if (this.failing) {
			return;
		}
		try {
			logger.warn(this.name + ": a round of background work failed; the work goes on, and further failures"
					+ " are not logged until a round succeeds", failure);
		}
		catch (Throwable ex) {
			// without memory nothing can be logged, and the thread has to live on
		}
	}

	/**
	 * The work of a loop. Only the thread of the loop calls its methods, except
	 * {@link #end()} where there is no thread.
	 */
	@FunctionalInterface
	public interface Task {

		/**
		 * One round of work and the wait for the next round.
		 * @throws InterruptedException if the wait is interrupted
		 */
		void round() throws InterruptedException;

		/**
		 * Called once, after the last round.
		 */
		default void end() {
		}

	}

	@FunctionalInterface
	private interface Step {

		void run() throws InterruptedException;

	}

}
