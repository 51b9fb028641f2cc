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

	private final long bucketNanos;

	/** A millionth of a bucket, in which latencies are counted. */
	private final long latencyUnit;

	private final AtomicReferenceArray<@Nullable Bucket> buckets = new AtomicReferenceArray<>(BUCKETS);

	/** Spares nearly all counts two divisions. A stale one does no harm. */
	private Place latest = new Place(0, 0, 0);

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
	}

	private Bucket current(long now) {
		Place place = this.latest;
		if (now < place.start || now - place.start >= this.bucketNanos) {
			place = placeOf(now);
			this.latest = place;
		}
		Bucket bucket = this.buckets.get(place.slot);
		return (bucket != null && bucket.index >= place.index) ? bucket : fresh(place);
	}

	// a method of its own, so that the other one is small enough to be inlined anywhere
	private Bucket fresh(Place place) {
		while (true) {
			Bucket bucket = this.buckets.get(place.slot);
			// a bucket of a later round: this thread was held up between clock and count
			if (bucket != null && bucket.index >= place.index) {
				return bucket;
			}
			Bucket fresh = new Bucket(place.index);
			if (this.buckets.compareAndSet(place.slot, bucket, fresh)) {
				return fresh;
			}
		}
	}

	private Place placeOf(long now) {
		long index = Math.floorDiv(now, this.bucketNanos);
		return new Place(index, (int) Math.floorMod(index, (long) BUCKETS), index * this.bucketNanos);
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

	/** The place of a bucket, and the tick with which its time starts. */
	private record Place(long index, int slot, long start) {
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
