package net.taotoken.failover.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A few background threads that run tasks in the order in which they come. Each thread is
 * a {@link GuardedLoop}, started when there are more tasks than threads; nothing that a
 * task throws ends it. Safe for use by many threads.
 */
public final class GuardedWorkers implements Executor, AutoCloseable {

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

	private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

	/** The tasks that wait or run. */
	private final AtomicInteger pending = new AtomicInteger();

	private final List<GuardedLoop> loops;

	/**
	 * Create workers, whose threads are started when there is work for them.
	 * @param name the name of the threads, to which a number is added
	 * @param most how many threads there are at most
	 */
	public GuardedWorkers(String name, int most) {
		this.loops = IntStream.rangeClosed(1, most)
			.mapToObj((number) -> new GuardedLoop(name + "-" + number, PAUSE_AFTER_FAILURE, this::runNext))
			.toList();
	}

	/**
	 * Run a task as soon as a thread is free.
	 * @param task the task
	 * @throws RejectedExecutionException if the workers were closed
	 * @throws OutOfMemoryError if there is no thread for it, and the JVM has none left
	 */
	@Override
	public void execute(Runnable task) {
		if (this.loops.get(0).isClosed()) {
			throw new RejectedExecutionException("closed");
		}
		int threads = Math.min(this.pending.incrementAndGet(), this.loops.size());
		this.tasks.add(task);
		try {
			this.loops.subList(0, threads).forEach(GuardedLoop::ensureRunning);
		}
		catch (OutOfMemoryError ex) {
			if (this.tasks.remove(task)) {
				this.pending.decrementAndGet();
				throw ex;
			}
		}
	}

	private void runNext() throws InterruptedException {
		Runnable task = this.tasks.take();
		try {
			task.run();
		}
		finally {
			this.pending.decrementAndGet();
		}
	}

	/**
	 * Interrupt what is under way, drop what waits, and end the threads.
	 */
	@Override
	public void close() {
		this.loops.forEach(GuardedLoop::close);
	}

}
