package net.taotoken.failover.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of the system, in which nobody waits: each wait is over at once, and the clock
 * has moved on by it. For tests whose exchanges cross a socket, but whose waits between
 * exchanges are long.
 */
public final class LeapingTime implements TimeSource {

	private final AtomicLong leaps = new AtomicLong();

	@Override
	public long nanoTime() {
		return System.nanoTime() + this.leaps.get();
	}

	@Override
	public Instant instant() {
		return Instant.now().plusNanos(this.leaps.get());
	}

	@Override
	public boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (signal.getCount() != 0) {
			advance(timeout);
		}
		return signal.getCount() == 0;
	}

	/** The other thread works in real time. */
	@Override
	public boolean awaitWork(CountDownLatch signal, Duration timeout) throws InterruptedException {
		return TimeSource.system().await(signal, timeout);
	}

	public void advance(Duration duration) {
		this.leaps.addAndGet(duration.toNanos());
	}

}
