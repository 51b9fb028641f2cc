package net.taotoken.failover.support;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A background loop that can be started again after it was stopped, as the life cycle of
 * an application asks for. Safe for use by many threads.
 */
public final class RestartableLoop {

	private final Supplier<GuardedLoop> loops;

	private final Object lock = new Object();

	private volatile @Nullable GuardedLoop loop;

	/**
	 * Create a loop that does not run yet.
	 * @param loops makes the loop for each start
	 */
	public RestartableLoop(Supplier<GuardedLoop> loops) {
		this.loops = loops;
	}

	/**
	 * Start the loop, unless it was started.
	 * @throws OutOfMemoryError if the JVM has no thread left; the next call tries again
	 */
	public void start() {
		synchronized (this.lock) {
			if (this.loop == null) {
				GuardedLoop started = this.loops.get();
				started.ensureRunning();
				this.loop = started;
			}
		}
	}

	/**
	 * Stop the loop, and wait a second at most until its round is over.
	 */
	public void stop() {
		GuardedLoop stopped;
		synchronized (this.lock) {
			stopped = this.loop;
			this.loop = null;
		}
		if (stopped != null) {
			stopped.close();
		}
	}

	/**
	 * Tells whether the loop was started, and not stopped since then.
	 */
	public boolean isStarted() {
		return this.loop != null;
	}

	/**
	 * Tells whether its thread runs.
	 */
	public boolean isRunning() {
		GuardedLoop current = this.loop;
		return current != null && current.isRunning();
	}

	/**
	 * Start the thread of a loop that was started, unless it is running. Costs two
	 * volatile reads if it is.
	 * @throws OutOfMemoryError if the JVM has no thread left; the next call tries again
	 */
	public void ensureRunning() {
		GuardedLoop current = this.loop;
		if (current != null) {
			current.ensureRunning();
		}
	}

}
