package net.taotoken.failover.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The source of all time: the tick for durations, the clock for display, and the only way
 * to wait. Implementations are safe for use by many threads.
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
	 * Wait for another thread that works for this one, until it is time to try something
	 * else: a call waits like this for its first model before it asks a second one. By
	 * default the same as {@link #await}. A source whose time does not pass by itself can
	 * override it, so that its time moves when the other thread waits, too.
	 * @param signal the signal that the other thread is done
	 * @param timeout the longest wait; nothing is waited for when it is not positive
	 * @return whether the signal was given
	 * @throws InterruptedException if the thread is interrupted before or while it waits
	 */
	default boolean awaitWork(CountDownLatch signal, Duration timeout) throws InterruptedException {
		return await(signal, timeout);
	}

	/**
	 * Pause a background thread that looks, again and again, whether the limits of other
	 * threads have passed. This is not a wait of this time: by default the pause takes
	 * real time, with every source. A source whose time does not pass by itself can
	 * override it to move its time to the first limit where nothing else is going on.
	 * @param waiting how many threads wait for a server within a limit
	 * @param due the tick at which the first of these limits will have passed; means
	 * nothing if no thread waits
	 * @param longest the longest pause. It ends earlier, when the thread is unparked or
	 * interrupted, or for no reason
	 */
	default void pause(int waiting, long due, Duration longest) {
		LockSupport.parkNanos(this, longest.toNanos());
	}

	/**
	 * The time of this machine.
	 * @return the system's time source
	 */
	static TimeSource system() {
		return SystemTime.INSTANCE;
	}

}
