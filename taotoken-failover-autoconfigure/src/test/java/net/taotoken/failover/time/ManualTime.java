package net.taotoken.failover.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that moves only by hand, or by waiting for it.
 */
public final class ManualTime implements TimeSource {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final AtomicLong elapsed = new AtomicLong();

	private final List<Duration> waits = new ArrayList<>();

	@Override
	public long nanoTime() {
		return this.elapsed.get();
	}

	@Override
	public Instant instant() {
		return START.plusNanos(this.elapsed.get());
	}

	@Override
	public boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (signal.getCount() == 0) {
			return true;
		}
		this.waits.add(timeout);
		advance(timeout);
		return signal.getCount() == 0;
	}

	/** The other thread works in real time. */
	@Override
	public boolean awaitWork(CountDownLatch signal, Duration timeout) throws InterruptedException {
		return TimeSource.system().await(signal, timeout);
	}

	public void advance(Duration duration) {
		this.elapsed.addAndGet(duration.toNanos());
	}

	public Duration elapsed() {
		return Duration.ofNanos(this.elapsed.get());
	}

	/** All waits so far. */
	public List<Duration> waits() {
		return this.waits;
	}

}
