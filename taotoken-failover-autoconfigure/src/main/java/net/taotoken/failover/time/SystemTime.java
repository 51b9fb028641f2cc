package net.taotoken.failover.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The time of this machine.
 */
enum SystemTime implements TimeSource {

	INSTANCE;

	private static final long ORIGIN = System.nanoTime();

	@Override
	public long nanoTime() {
		return System.nanoTime() - ORIGIN;
	}

	@Override
	public Instant instant() {
		return Instant.now();
	}

	@Override
	public boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException {
		return signal.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

}
