package net.taotoken.failover.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Starts an empty web application with and without the starter, in turns, each time in a
 * new JVM.
 */
final class Startup {

	private static final String SCENARIO = "empty web application";

	private static final int LARGEST_ROUNDS = 15;

	private final Plan plan;

	private final Path directory;

	Startup(Plan plan, Path directory) {
		this.plan = plan;
		this.directory = directory;
	}

	Figures run() throws IOException {
		Figures figures = new Figures();
		for (int round = 0; round <= Math.min(this.plan.rounds(), LARGEST_ROUNDS); round++) {
			for (String module : List.of("plain", "starter")) {
				String[] words = start(module);
				if (round > 0) {
					figures.add(SCENARIO, module, round, "ms-to-ready", Double.parseDouble(words[1]));
					figures.add(SCENARIO, module, round, "classes", Double.parseDouble(words[2]));
					figures.add(SCENARIO, module, round, "cpu-ms", Double.parseDouble(words[3]));
					figures.add(SCENARIO, module, round, "jars", classPath(module).length);
				}
			}
		}
		return figures;
	}

	private String[] classPath(String module) throws IOException {
		return Files.readString(this.directory.resolve("startup/" + module + "/target/class-path.txt"))
			.strip()
			.split(File.pathSeparator);
	}

	private String[] start(String module) throws IOException {
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
			return line.split(" ");
		}
	}

}
