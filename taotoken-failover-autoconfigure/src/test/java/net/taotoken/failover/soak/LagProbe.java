package net.taotoken.failover.soak;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how much later than they should threads run, since a call cannot be on time on
 * a machine that is not. A thread sleeps for a moment, over and over, and notes by how
 * much it overslept.
 */
final class LagProbe {

	private static final long SLOT = 10_000_000;

	private static final int SLOTS = 4096;

	private final AtomicLongArray overslept = new AtomicLongArray(SLOTS);

	private final AtomicLongArray times = new AtomicLongArray(SLOTS);

	private final Thread thread = new Thread(this::probe, "soak-lag");

	private volatile boolean over;

	LagProbe() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void probe() {
		for (int index = 0; !this.over; index = (index + 1) % SLOTS) {
			long before = System.nanoTime();
			LockSupport.parkNanos(SLOT);
			long now = System.nanoTime();
			this.times.set(index, now);
			this.overslept.set(index, Math.max(0, now - before - SLOT));
		}
	}

	/** The nanoseconds of lag between two moments, at most the last 40 s. */
	long between(long from, long to) {
		long sum = 0;
		for (int index = 0; index < SLOTS; index++) {
			long at = this.times.get(index);
			long lag = this.overslept.get(index);
			// that which ended after the beginning counts, as far as it is inside
			if (at != 0 && at - from > 0 && at - lag - to < 0) {
				sum += Math.min(lag, at - from);
			}
		}
		return sum;
	}

	void stop() throws InterruptedException {
		this.over = true;
		this.thread.join();
	}

}
