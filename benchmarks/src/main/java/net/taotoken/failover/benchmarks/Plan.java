package net.taotoken.failover.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * The length of each part of the benchmarks.
 *
 * @param rounds how often each variant has its turn
 * @param turn how long a turn takes
 * @param warmUp how long a warm-up takes; the first one of a JVM takes twice as long,
 * later ones a third
 * @param timeScale how long waits and outages are, as a share of those in life
 * @param variants the ways to make a call
 * @param scenarios what is asked for, and how many callers there are
 */
record Plan(int rounds, Duration turn, Duration warmUp, double timeScale, List<String> variants,
		List<String> scenarios) {

	static final List<String> SCENARIOS = List.of("small-1", "small-8", "small-v200", "large-1", "large-8",
			"large-v200", "stream-1", "stream-8", "stream-v200", "pair-1", "pair-8");

	static Plan full() {
		return new Plan(15, Duration.ofSeconds(2), Duration.ofSeconds(10), 1, ChatClients.ALL, SCENARIOS);
	}

	/** Good enough to see that everything runs, and large differences. */
	static Plan quick() {
		return new Plan(3, Duration.ofMillis(500), Duration.ofSeconds(2), 0.1, ChatClients.ALL, SCENARIOS);
	}

	/** Many short turns: what remains of the noise of a busy machine cancels out. */
	static Plan brief() {
		return new Plan(25, Duration.ofMillis(400), Duration.ofSeconds(18), 0.1, ChatClients.ALL, SCENARIOS);
	}

	Plan withVariants(List<String> variants) {
		return new Plan(this.rounds, this.turn, this.warmUp, this.timeScale, variants, this.scenarios);
	}

	Plan withScenarios(List<String> scenarios) {
		return new Plan(this.rounds, this.turn, this.warmUp, this.timeScale, this.variants, scenarios);
	}

}
