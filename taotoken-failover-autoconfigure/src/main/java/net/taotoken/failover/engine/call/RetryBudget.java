package net.taotoken.failover.engine.call;

import java.time.Duration;

import net.taotoken.failover.health.SlidingWindow;
import net.taotoken.failover.time.TimeSource;

/**
 * Keeps an outage from multiplying load: same-model retries are refused once they are
 * more than a fraction of the calls of the last ten seconds and a small reserve. Safe for
 * use by many threads.
 */
public final class RetryBudget {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private static final long RESERVE = 10 * WINDOW.toSeconds();

	private final TimeSource time;

	/** Counts calls as successes and retries as errors. */
	private final SlidingWindow window = new SlidingWindow(WINDOW);

	public RetryBudget(TimeSource time) {
		this.time = time;
	}

	public void callStarted(long now) {
		this.window.success(now, 0);
	}

	public boolean tryRetry(double retriesPerCall) {
		if (left(retriesPerCall) <= 0) {
			return false;
		}
		this.window.error(this.time.nanoTime());
		return true;
	}

	public double left(double retriesPerCall) {
		long now = this.time.nanoTime();
		return Math.max(0, retriesPerCall * this.window.successes(now) + RESERVE - this.window.errors(now));
	}

}
