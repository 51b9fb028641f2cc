package net.taotoken.failover.langchain4j;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads on which streamed answers are read: virtual ones from Java 21 on. There are
 * as many as there are calls, so that no call waits for the thread of another one. Not an
 * {@link java.util.concurrent.Executor}, since Spring Boot leaves its own out where there
 * is one among the beans.
 *
 * @since 0.1.0
 */
public final class StreamThreads implements AutoCloseable {

	private static final String NAME = "taotoken-langchain4j-";

	private static final long SECONDS_IDLE = 30;

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	private final ExecutorService executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, SECONDS_IDLE,
			TimeUnit.SECONDS, new SynchronousQueue<>(), threads());

	private static ThreadFactory threads() {
		if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
			return new VirtualThreadTaskExecutor(NAME).getVirtualThreadFactory();
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory(NAME);
		threads.setDaemon(true);
		return threads;
	}

	/**
	 * Run a task on a thread of its own.
	 * @param task the task
	 * @throws java.util.concurrent.RejectedExecutionException if this is closed
	 */
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	/**
	 * Interrupt all tasks, and refuse further ones.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
