package net.taotoken.failover.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * Runs the benchmarks.
 */
final class Benchmarks {

	private Benchmarks() {
	}

	public static void main(String[] args) throws Exception {
		List<String> words = List.of(args);
		Plan plan = words.contains("quick") ? Plan.quick() : Plan.full();
		List<String> named = ChatClients.ALL.stream().filter(words::contains).toList();
		if (!named.isEmpty()) {
			plan = plan.withVariants(named);
		}
		if (words.contains("load")) {
			new LoadBenchmark(plan).run().write(Path.of("results", "load.csv"));
		}
	}

}
