package net.taotoken.failover.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Successes and errors of the recent past, counted in buckets that expire one by one.
 * Safe for use by many threads; counting does not make them wait for each other.
 *
 * @since 0.1.0
 */
public final class SlidingWindow {

	private static final int BUCKETS = 60;

	/** Room for a million answers at any time, and for 16 million in each bucket. */
	private static final int LATENCY_BITS = 40;

	private static final long ONE_SUCCESS = 1L << LATENCY_BITS;

	/**
	 * A hundredth of a second. A bucket is looked up no less often than that: for a
	 * branch that is taken once a second, the JVM throws away what it has compiled of a
	 * call, and compiles it anew in smaller pieces, which cost a call 250 bytes.
	 */
	private static final long PRESENT_IN_NANOS = 10_000_000;

	private final long bucketNanos;

	/** A millionth of a bucket, in which latencies are counted. */
	private final long latencyUnit;

	private final AtomicReferenceArray<@Nullable Bucket> buckets = new AtomicReferenceArray<>(BUCKETS);

	/** Spares nearly all counts a look-up. A stale one does no harm. */
	private Present present = Present.NONE;

	/**
	 * Create an empty window.
	 * @param length how far back it counts, to within a sixtieth
	 */
	public SlidingWindow(Duration length) {
		this.bucketNanos = Math.max(1, length.toNanos() / BUCKETS);
		this.latencyUnit = Math.max(1, this.bucketNanos / 1_000_000);
	}

	/**
	 * Count a success.
	 * @param now the current tick in nanoseconds
	 * @param latencyNanos how long it took; counted to within a millionth of a bucket
	 */
	public void success(long now, long latencyNanos) {
		current(now).successes.add(ONE_SUCCESS + Math.max(0, latencyNanos) / this.latencyUnit);
	}

	/**
	 * Count a success whose time says nothing.
	 * @param now the current tick in nanoseconds
	 */
	public void success(long now) {
		Bucket.UNTIMED.incrementAndGet(current(now));
	}

	/**
	 * Count an error.
	 * @param now the current tick in nanoseconds
	 */
	public void error(long now) {
		Bucket.ERRORS.incrementAndGet(current(now));
	}

	/**
	 * The successes in the window.
	 * @param now the current tick in nanoseconds
	 * @return their number
	 */
	public long successes(long now) {
		return sum(now, (bucket) -> (bucket.successes.sum() >>> LATENCY_BITS) + bucket.untimed);
	}

	/**
	 * The average time of the successes in the window.
	 * @param now the current tick in nanoseconds
	 * @return the average in nanoseconds, or -1 if there was none whose time counts
	 */
	public long averageNanos(long now) {
		long timed = sum(now, (bucket) -> bucket.successes.sum() >>> LATENCY_BITS);
		return (timed > 0) ? latencyNanos(now) / timed : -1;
	}

	/**
	 * The errors in the window.
	 * @param now the current tick in nanoseconds
	 * @return their number
	 */
	public long errors(long now) {
		return sum(now, (bucket) -> bucket.errors);
	}

	/**
	 * The sum of the times of the successes in the window.
	 * @param now the current tick in nanoseconds
	 * @return the sum in nanoseconds
	 */
	public long latencyNanos(long now) {
		return sum(now, (bucket) -> (bucket.successes.sum() & (ONE_SUCCESS - 1)) * this.latencyUnit);
	}

	/**
	 * Forget everything.
	 */
	public void clear() {
		for (int slot = 0; slot < BUCKETS; slot++) {
			this.buckets.set(slot, null);
		}
		this.present = Present.NONE;
	}

	private Bucket current(long now) {
		Present present = this.present;
		return (now >= present.from && now < present.until) ? present.bucket : lookUp(now);
	}

	private Bucket lookUp(long now) {
		long index = Math.floorDiv(now, this.bucketNanos);
		Bucket bucket = bucket(index);
		if (bucket.index == index) {
			long start = index * this.bucketNanos;
			long end = Math.min(start + this.bucketNanos, now + PRESENT_IN_NANOS);
			this.present = new Present(start, end, bucket);
		}
		return bucket;
	}

	private Bucket bucket(long index) {
		int slot = (int) Math.floorMod(index, (long) BUCKETS);
		while (true) {
			Bucket bucket = this.buckets.get(slot);
			// a bucket of a later round: this thread was held up between clock and count
			if (bucket != null && bucket.index >= index) {
				return bucket;
			}
			Bucket fresh = new Bucket(index);
			if (this.buckets.compareAndSet(slot, bucket, fresh)) {
				return fresh;
			}
		}
	}

	private long sum(long now, ToLongFunction<Bucket> count) {
		long oldest = Math.floorDiv(now, this.bucketNanos) - BUCKETS + 1;
		long sum = 0;
		for (int slot = 0; slot < BUCKETS; slot++) {
			Bucket bucket = this.buckets.get(slot);
			if (bucket != null && bucket.index >= oldest) {
				sum += count.applyAsLong(bucket);
			}
		}
		return sum;
	}

	/**
	 * The bucket of a short time.
	 *
	 * @param from the first tick of that time
	 * @param until the tick at which it is over
	 * @param bucket the bucket in which to count
	 */
	private record Present(long from, long until, Bucket bucket) {

		private static final Present NONE = new Present(0, 0, new Bucket(0));

	}

	private static final class Bucket {

		private static final AtomicLongFieldUpdater<Bucket> ERRORS = AtomicLongFieldUpdater.newUpdater(Bucket.class,
				"errors");

		private static final AtomicLongFieldUpdater<Bucket> UNTIMED = AtomicLongFieldUpdater.newUpdater(Bucket.class,
				"untimed");

		private final long index;

		/**
		 * The number of successes in the upper bits, and their time in the lower ones:
		 * with two separate counters, two threads needed 50 % more time.
		 */
		private final LongAdder successes = new LongAdder();

		/**
		 * A plain number is enough: failures are slow, so threads rarely write here at
		 * the same time.
		 */
		private volatile long errors;

		/** Streams, which are slow, too. */
		private volatile long untimed;

		private Bucket(long index) {
			this.index = index;
		}

	}

}
