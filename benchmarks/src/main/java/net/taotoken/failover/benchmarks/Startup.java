package net.taotoken.failover.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.springframework.util.FileSystemUtils;

/**
 * Starts an empty web application with the starter between two starts without it, each
 * time in a new JVM: a machine that becomes slower or faster meanwhile does so for both.
 */
public final class Startup {

	private static final String SCENARIO = "empty web application";

	/** With what the JVM has learned in a start before. */
	private static final String SCENARIO_CACHE = "empty web application with the JVM's AOT cache";

	private static final int FIRST_JAVA_WITH_CACHE = 25;

	private static final String APPLICATION = "net.taotoken.failover.benchmarks.startup.EmptyApplication";

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
		measure(figures, SCENARIO, (module) -> List.of());
		if (Runtime.version().feature() >= FIRST_JAVA_WITH_CACHE) {
			Path caches = Files.createTempDirectory("aot");
			learn(PLAIN, caches);
			learn(STARTER, caches);
			measure(figures, SCENARIO_CACHE, (module) -> withCache(cache(caches, module)));
			FileSystemUtils.deleteRecursively(caches);
		}
		return figures;
	}

	private void measure(Figures figures, String scenario, Function<String, List<String>> options) throws IOException {
		for (int round = 0; round <= ROUNDS_FOR_ONE * this.plan.rounds(); round++) {
			Start before = start(PLAIN, options.apply(PLAIN));
			Start starter = start(STARTER, options.apply(STARTER));
			Start after = start(PLAIN, options.apply(PLAIN));
			if (round > 0) {
				add(figures, scenario, round, PLAIN, before, before);
				add(figures, scenario, round, PLAIN_AGAIN, after, before);
				add(figures, scenario, round, STARTER, starter, before.middle(after));
			}
		}
	}

	private void add(Figures figures, String scenario, int round, String variant, Start start, Start without)
			throws IOException {
		figures.add(scenario, variant, round, "ms-to-ready", start.millis());
		figures.add(scenario, variant, round, "added-ms", start.millis() - without.millis());
		figures.add(scenario, variant, round, "cpu-ms", start.cpuMillis());
		figures.add(scenario, variant, round, "added-cpu-ms", start.cpuMillis() - without.cpuMillis());
		figures.add(scenario, variant, round, "classes", start.classes());
		figures.add(scenario, variant, round, "jars", classPath(moduleOf(variant)).length);
	}

	private static String moduleOf(String variant) {
		return variant.equals(PLAIN_AGAIN) ? PLAIN : variant;
	}

	private String[] classPath(String module) throws IOException {
		return Files.readString(this.directory.resolve("startup/" + module + "/target/class-path.txt"))
			.strip()
			.split(File.pathSeparator);
	}

	private void learn(String module, Path caches) throws IOException {
		Process process = launch(module,
				List.of("-XX:AOTCacheOutput=" + cache(caches, module), "-Dspring.context.exit=onRefresh"));
		try (BufferedReader out = process.inputReader()) {
			out.transferTo(Writer.nullWriter());
		}
		if (!Files.exists(cache(caches, module))) {
			throw new IOException("the JVM made no AOT cache");
		}
	}

	// a JVM that cannot use its cache must not start: it would be measured without one
	private static List<String> withCache(Path cache) {
		return List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
	}

	private static Path cache(Path caches, String module) {
		return caches.resolve(module + ".aot");
	}

	private Start start(String module, List<String> options) throws IOException {
		try (BufferedReader out = launch(module, options).inputReader()) {
			String line = out.readLine();
			while (!Objects.requireNonNull(line, "the application did not start").startsWith("ready ")) {
				line = out.readLine();
			}
			return Start.parse(line);
		}
	}

	private Process launch(String module, List<String> options) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xmx256m");
		command.addAll(options);
		command.addAll(List.of("-cp",
				application() + File.pathSeparator + String.join(File.pathSeparator, classPath(module)), APPLICATION,
				"--server.port=0", "--taotoken.api-key=sk-benchmark", "--taotoken.model-priority=a,b,c"));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	// a jar, since the JVM's cache knows nothing of directories
	private Path application() throws IOException {
		try (DirectoryStream<Path> jars = Files.newDirectoryStream(this.directory.resolve("startup/plain/target"),
				"*.jar")) {
			return jars.iterator().next();
		}
	}

	/**
	 * The figures of one start of an application.
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
