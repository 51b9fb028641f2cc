package net.taotoken.failover.health.firsttoken;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The times of first tokens in the recent past, as counts in intervals that grow with
 * what they count: of any quantile it tells a bound that is at most a fifth too high. Its
 * size is fixed. It forgets in two steps: what was counted goes out of use half an hour,
 * or 1000 counts, after it was succeeded by newer counts. Safe for use by many threads;
 * counting neither locks nor allocates.
 */
final class FirstTokenSketch {

	/** With fewer answers, a high quantile says nothing. */
	static final int FEWEST = 20;

	static final long SPAN_NANOS = 30L * 60 * 1_000_000_000;

	private static final int MOST = 1000;

	/** Four intervals double the time. */
	private static final int BITS = 2;

	private static final int STEPS = 1 << BITS;

	/** From a millisecond to half an hour. */
	private static final int INTERVALS = 22 * STEPS;

	private static final int TOTAL = INTERVALS;

	private final AtomicReference<@Nullable Counts> counts = new AtomicReference<>();

	/**
	 * Count a first token.
	 * @param nanos how long it took
	 * @param times how many such it stands for
	 * @param now the current tick in nanoseconds
	 */
	void add(long nanos, int times, long now) {
		AtomicIntegerArray newest = newest(now);
		newest.addAndGet(interval(nanos), times);
		newest.addAndGet(TOTAL, times);
	}

	/**
	 * The number of first tokens that are remembered.
	 */
	int count(long now) {
		Counts counts = this.counts.get();
		return (counts == null || counts.isOld(now)) ? 0 : counts.of(TOTAL, now);
	}

	/**
	 * The time within which a share of the first tokens came.
	 * @param share the share, between 0 and 1
	 * @param now the current tick in nanoseconds
	 * @return the time in nanoseconds, or -1 if too few are known
	 */
	long quantile(double share, long now) {
		int known = count(now);
		Counts counts = this.counts.get();
		if (known < FEWEST || counts == null) {
			return -1;
		}
		long beyond = known - (long) Math.ceil(share * known);
		int interval = INTERVALS - 1;
		for (long seen = counts.of(interval, now); seen <= beyond && interval > 0; seen += counts.of(interval, now)) {
			interval--;
		}
		return end(interval);
	}

	private AtomicIntegerArray newest(long now) {
		while (true) {
			Counts counts = this.counts.get();
			if (counts != null && !counts.isFull(now)) {
				return counts.newer();
			}
			Counts next = new Counts(new AtomicIntegerArray(INTERVALS + 1), now,
					(counts != null && !counts.isOld(now)) ? counts.newer() : null);
			if (this.counts.compareAndSet(counts, next)) {
				return next.newer();
			}
		}
	}

	private static int interval(long nanos) {
		long units = Math.max(0, nanos) / 250_000;
		if (units < STEPS) {
			return 0;
		}
		int power = 63 - Long.numberOfLeadingZeros(units);
		int interval = (power - BITS) * STEPS + (int) (units >>> (power - BITS)) - STEPS + 1;
		return Math.min(interval, INTERVALS - 1);
	}

	private static long end(int interval) {
		int power = interval / STEPS;
		long units = (long) (STEPS + interval % STEPS) << power;
		return units * 250_000;
	}

	/**
	 * Two generations of counts.
	 *
	 * @param newer those that grow
	 * @param since the tick since when they do
	 * @param older those before, or {@code null}
	 */
	private record Counts(AtomicIntegerArray newer, long since, @Nullable AtomicIntegerArray older) {

		boolean isFull(long now) {
			return now - this.since >= SPAN_NANOS || this.newer.get(TOTAL) >= MOST;
		}

		boolean isOld(long now) {
			return now - this.since >= 2 * SPAN_NANOS;
		}

		int of(int interval, long now) {
			int count = this.newer.get(interval);
			return (this.older != null && now - this.since < SPAN_NANOS) ? count + this.older.get(interval) : count;
		}

	}

}
