package net.taotoken.failover.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * Time whose tick is the test's own. Waits take real time.
 *
 * @param ticker tells the passing of time, in nanoseconds
 * @param clock tells the time of day
 */
public record TickerTime(LongSupplier ticker, InstantSource clock) implements TimeSource {

	public TickerTime(LongSupplier ticker) {
		this(ticker, InstantSource.system());
	}

	@Override
	public long nanoTime() {
		return this.ticker.getAsLong();
	}

	@Override
	public Instant instant() {
		return this.clock.instant();
	}

	@Override
	public boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException {
		return TimeSource.system().await(signal, timeout);
	}

}
