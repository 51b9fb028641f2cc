package net.taotoken.samples.gateway;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

/**
 * Watches the connections of all callers who wait, with one thread. Servlet containers do
 * not look after them while a request is being answered.
 */
@Component
class Callers implements AutoCloseable {

	private static final int MILLIS_BETWEEN_LOOKS = 250;

	private final ScheduledThreadPoolExecutor watcher = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "caller-watch");
		thread.setDaemon(true);
		return thread;
	});

	Callers() {
		this.watcher.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Watch the caller of a request that has been read, and is answered by the current
	 * thread.
	 */
	Caller watch(HttpServletRequest request, HttpServletResponse response) {
		Caller caller = new Caller(request, response);
		if (caller.canBeWatched()) {
			caller.watchedBy(this.watcher.scheduleWithFixedDelay(caller::look, MILLIS_BETWEEN_LOOKS,
					MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS));
		}
		return caller;
	}

	@Override
	public void close() {
		this.watcher.shutdownNow();
	}

}
