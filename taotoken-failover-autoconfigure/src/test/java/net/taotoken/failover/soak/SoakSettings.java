package net.taotoken.failover.soak;

import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What a run is made of.
 *
 * @param seed decides everything that is left to chance, but for the timing
 * @param duration how long callers call
 * @param callers the number of threads that call
 * @param faultRate the share of responses that are damaged
 */
record SoakSettings(long seed, Duration duration, int callers, double faultRate) {

	/** The limit of each call, until its first token where it is streamed. */
	static final Duration TOTAL = Duration.ofSeconds(6);

	/** The limit of each stream. */
	static final Duration STREAM_TOTAL = Duration.ofSeconds(8);

	static final int CONNECTIONS = 40;

	/**
	 * {@code -Dsoak.seed}, {@code -Dsoak.seconds}, {@code -Dsoak.callers},
	 * {@code -Dsoak.faults}.
	 */
	static SoakSettings ofSystemProperties() {
		return new SoakSettings(Long.getLong("soak.seed", System.nanoTime() % 1_000_000),
				Duration.ofSeconds(Long.getLong("soak.seconds", 120)), Integer.getInteger("soak.callers", 24),
				Double.parseDouble(System.getProperty("soak.faults", "0.35")));
	}

	/**
	 * The chance of one matter, the same in each run with the seed, whatever happens at
	 * the same time.
	 * @param matter such as a question and the number of its request
	 */
	Random random(long... matter) {
		long mixed = this.seed;
		for (long part : matter) {
			mixed = new SplittableRandom(mixed * 31 + part).nextLong();
		}
		return new Random(mixed);
	}

}
