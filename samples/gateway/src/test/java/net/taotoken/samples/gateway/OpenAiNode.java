package net.taotoken.samples.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.taotoken.failover.chat.WireJson;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's client for Node, installed below {@code target}. Where it cannot be had, the
 * test is skipped.
 */
final class OpenAiNode {

	private static final String VERSION = "6.49.0";

	private static final Path HOME = Path.of("target", "openai-node").toAbsolutePath();

	private OpenAiNode() {
	}

	static JsonNode run(String script, String baseUrl) throws IOException, InterruptedException {
		Files.createDirectories(HOME);
		Assumptions.assumeTrue(succeeds("node", "--version"), "Node is not installed");
		Assumptions.assumeTrue(isInstalled() || install(),
				"openai@" + VERSION + " cannot be installed: no npm, or no registry");
		try (InputStream source = OpenAiNode.class.getResourceAsStream("/" + script)) {
			Files.copy(source, HOME.resolve(script), StandardCopyOption.REPLACE_EXISTING);
		}
		Path output = HOME.resolve("output.json");
		int status = run(output, 60, "node", script, baseUrl);
		String text = Files.readString(output);
		if (status != 0) {
			throw new AssertionError(text);
		}
		return WireJson.mapper().readTree(text);
	}

	private static boolean isInstalled() throws IOException {
		Path descriptor = HOME.resolve(Path.of("node_modules", "openai", "package.json"));
		return Files.exists(descriptor) && Files.readString(descriptor).contains("\"version\": \"" + VERSION + "\"");
	}

	private static boolean install() throws InterruptedException {
		return succeeds("npm", "install", "openai@" + VERSION, "--prefix", HOME.toString(), "--cache",
				HOME.resolve("cache").toString(), "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0",
				"--fetch-timeout=15000");
	}

	private static boolean succeeds(String... command) throws InterruptedException {
		try {
			return run(HOME.resolve(command[0] + ".log"), 45, command) == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int run(Path output, int seconds, String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(List.of(command)).directory(HOME.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			return -1;
		}
		return process.exitValue();
	}

}
