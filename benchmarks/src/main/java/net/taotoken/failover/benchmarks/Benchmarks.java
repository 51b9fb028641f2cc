package net.taotoken.failover.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the benchmarks that are named, or all of them, and writes the report. The words
 * are explained in the README.
 */
final class Benchmarks {

	private static final List<String> SECTIONS = List.of("engine", "load", "failure", "outage", "gateway", "startup");

	private Benchmarks() {
	}

	public static void main(String[] args) throws Exception {
		List<String> words = List.of(args);
		Plan plan = plan(words);
		Path directory = Path.of(System.getProperty("benchmarks.directory", "."));
		for (String section : named(words, SECTIONS)) {
			System.out.println("Running " + section);
			run(section, plan, directory).write(directory.resolve("results").resolve(section + ".csv"));
		}
		Path environment = directory.resolve("results").resolve("environment.txt");
		if (!words.contains("report")) {
			Files.writeString(environment, environment(words) + "\n");
		}
		new Report(directory.resolve("results")).write(directory.resolve("RESULTS.md"));
	}

	private static String environment(List<String> words) {
		return "JDK " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
				+ System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
				+ System.getProperty("os.arch") + ", serial collector, heap of 256 MB. Run with the words `"
				+ String.join(" ", words) + "`.";
	}

	private static Plan plan(List<String> words) {
		Plan plan = words.contains("quick") ? Plan.quick() : Plan.full();
		if (words.contains("brief")) {
			plan = Plan.brief();
		}
		return plan.withVariants(named(words, plan.variants())).withScenarios(named(words, plan.scenarios()));
	}

	private static List<String> named(List<String> words, List<String> all) {
		List<String> named = all.stream().filter(words::contains).toList();
		return named.isEmpty() ? (words.contains("report") ? List.of() : all) : named;
	}

	private static Figures run(String section, Plan plan, Path directory) throws Exception {
		return switch (section) {
			case "engine" -> new EngineRun(plan).run();
			case "load" -> new LoadBenchmark(plan).run();
			case "failure" -> new FailureBenchmark(plan).run();
			case "outage" -> new OutageReplay(plan).run();
			case "gateway" -> new GatewayRun(plan, directory).run();
			default -> new Startup(plan, directory).run();
		};
	}

}
