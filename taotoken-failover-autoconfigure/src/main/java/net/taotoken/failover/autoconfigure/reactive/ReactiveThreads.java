package net.taotoken.failover.autoconfigure.reactive;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.system.JavaVersion;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads on which reactive calls wait for their answers: virtual ones from Java 21
 * on. As many as there are calls, so that no call waits for another one's thread, and
 * none is taken from the schedulers of the application.
 */
final class ReactiveThreads implements DisposableBean {

	private static final String NAME = "taotoken-reactive-";

	private static final long SECONDS_IDLE = 30;

	private final ExecutorService executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, SECONDS_IDLE,
			TimeUnit.SECONDS, new SynchronousQueue<>(), threads());

	private final Scheduler scheduler = Schedulers.fromExecutorService(this.executor, "taotoken-reactive");

	private static ThreadFactory threads() {
		if (JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)) {
			return new VirtualThreadTaskExecutor(NAME).getVirtualThreadFactory();
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory(NAME);
		threads.setDaemon(true);
		return threads;
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	@Override
	public void destroy() {
		this.scheduler.dispose();
		this.executor.shutdownNow();
	}

}
