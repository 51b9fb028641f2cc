package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.function.LongSupplier;

import net.taotoken.failover.time.TimeSource;

/**
 * The clock of the Redis server, in which deadlines are told: clocks of instances may
 * differ, and a message may be late. Compared with the server's by one thread; may be
 * asked by others.
 */
final class RedisClock {

	private static final int ROUND_TRIPS = 3;

	private final TimeSource time;

	/** Milliseconds of Redis at the tick zero of this instance. */
	private volatile long origin;

	RedisClock(TimeSource time) {
		this.time = time;
	}

	/**
	 * Compare the clocks again, by the quickest of three round trips.
	 * @param redis asks the server for its time in milliseconds
	 */
	void synchronize(LongSupplier redis) {
		long shortest = Long.MAX_VALUE;
		for (int i = 0; i < ROUND_TRIPS; i++) {
			long sent = this.time.nanoTime();
			long millis = redis.getAsLong();
			long taken = this.time.nanoTime() - sent;
			if (taken < shortest) {
				shortest = taken;
				this.origin = millis - Duration.ofNanos(sent + taken / 2).toMillis();
			}
		}
	}

	long now() {
		return in(Duration.ZERO);
	}

	/**
	 * A moment that all instances understand.
	 * @param remaining how far it is from now
	 * @return milliseconds of Redis' clock
	 */
	long in(Duration remaining) {
		return this.origin + Duration.ofNanos(this.time.nanoTime()).plus(remaining).toMillis();
	}

	/**
	 * The time that is left until a moment, negative if it is past.
	 * @param millis the moment in milliseconds of Redis' clock
	 */
	Duration until(long millis) {
		return Duration.ofMillis(millis - this.origin).minusNanos(this.time.nanoTime());
	}

}
