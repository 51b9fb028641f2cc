package net.taotoken.failover.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * Where all time comes from: the tick for durations, the clock for display, and the only
 * way to wait. Implementations are safe for use by many threads.
 *
 * @since 0.1.0
 */
public interface TimeSource {

	/**
	 * A monotonic tick, which starts near zero, so that it never overflows.
	 * @return nanoseconds since the source came into being
	 */
	long nanoTime();

	/**
	 * The time of day, for display and for dates that servers send.
	 * @return the current instant
	 */
	Instant instant();

	/**
	 * Wait until a signal is given, or the time is over.
	 * @param signal the signal
	 * @param timeout the longest wait; nothing is waited for when it is not positive
	 * @return whether the signal was given
	 * @throws InterruptedException if the thread is interrupted before or while it waits
	 */
	boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException;

	/**
	 * Wait.
	 * @param duration how long
	 * @throws InterruptedException if the thread is interrupted before or while it waits
	 */
	default void sleep(Duration duration) throws InterruptedException {
		await(new CountDownLatch(1), duration);
	}

	/**
	 * The time of this machine.
	 * @return the system's time source
	 */
	static TimeSource system() {
		return SystemTime.INSTANCE;
	}

}
