package net.taotoken.failover.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Starts an empty web application with the starter between two starts without it, each
 * time in a new JVM: a machine that becomes slower or faster meanwhile does so for both.
 */
final class Startup {

	private static final String SCENARIO = "empty web application";

	private static final String PLAIN = "plain";

	private static final String STARTER = "starter";

	/** The same once more: what it seems to add is the noise of the machine. */
	private static final String PLAIN_AGAIN = "plain again";

	/** Times of starts differ more among themselves than those of calls. */
	private static final int ROUNDS_FOR_ONE = 2;

	private final Plan plan;

	private final Path directory;

	Startup(Plan plan, Path directory) {
		this.plan = plan;
		this.directory = directory;
	}

	Figures run() throws IOException {
		Figures figures = new Figures();
		for (int round = 0; round <= ROUNDS_FOR_ONE * this.plan.rounds(); round++) {
			Start before = start(PLAIN);
			Start starter = start(STARTER);
			Start after = start(PLAIN);
			if (round > 0) {
				add(figures, round, PLAIN, before, before);
				add(figures, round, PLAIN_AGAIN, after, before);
				add(figures, round, STARTER, starter, before.middle(after));
			}
		}
		return figures;
	}

	private void add(Figures figures, int round, String variant, Start start, Start without) throws IOException {
		figures.add(SCENARIO, variant, round, "ms-to-ready", start.millis());
		figures.add(SCENARIO, variant, round, "added-ms", start.millis() - without.millis());
		figures.add(SCENARIO, variant, round, "cpu-ms", start.cpuMillis());
		figures.add(SCENARIO, variant, round, "added-cpu-ms", start.cpuMillis() - without.cpuMillis());
		figures.add(SCENARIO, variant, round, "classes", start.classes());
		figures.add(SCENARIO, variant, round, "jars", classPath(moduleOf(variant)).length);
	}

	private static String moduleOf(String variant) {
		return variant.equals(PLAIN_AGAIN) ? PLAIN : variant;
	}

	private String[] classPath(String module) throws IOException {
		return Files.readString(this.directory.resolve("startup/" + module + "/target/class-path.txt"))
			.strip()
			.split(File.pathSeparator);
	}

	private Start start(String module) throws IOException {
		String classPath = this.directory.resolve("startup/plain/target/classes") + File.pathSeparator
				+ String.join(File.pathSeparator, classPath(module));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-cp", classPath, "net.taotoken.failover.benchmarks.startup.EmptyApplication",
				"--server.port=0", "--taotoken.api-key=sk-benchmark", "--taotoken.model-priority=a,b,c")
			.redirectErrorStream(true)
			.start();
		try (BufferedReader out = process.inputReader()) {
			String line = out.readLine();
			while (!Objects.requireNonNull(line, "the application did not start").startsWith("ready ")) {
				line = out.readLine();
			}
			return Start.parse(line);
		}
	}

	/**
	 * What an application told about its start.
	 */
	private record Start(double millis, double classes, double cpuMillis) {

		Start middle(Start other) {
			return new Start((this.millis + other.millis) / 2, (this.classes + other.classes) / 2,
					(this.cpuMillis + other.cpuMillis) / 2);
		}

		static Start parse(String line) {
			String[] words = line.split(" ");
			return new Start(Double.parseDouble(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3]));
		}

	}

}
