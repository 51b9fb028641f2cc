package net.taotoken.failover.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Other JVMs, which take lines and answer with lines.
 */
final class Processes {

	/**
	 * Small heaps, so that all variants fit beside each other, and a collector that has
	 * no threads of its own on a small machine.
	 */
	static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private Processes() {
	}

	static Child java(Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(OPTIONS);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return new Child(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	static void exitWhenParentIsGone() {
		try {
			while (System.in.read() >= 0) {
				// only the end matters
			}
		}
		catch (IOException ex) {
			// is an end, too
		}
		Runtime.getRuntime().halt(0);
	}

	static String get(String url) {
		try {
			return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A child, ended with its parent.
	 */
	static final class Child implements AutoCloseable {

		private final Process process;

		private final BufferedReader out;

		private final PrintWriter in;

		private Child(Process process) {
			this.process = process;
			this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
			this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
		}

		String read() throws IOException {
			String line = this.out.readLine();
			if (line == null) {
				throw new IOException("a child process ended early");
			}
			return line;
		}

		String ask(String line) throws IOException {
			this.in.println(line);
			return read();
		}

		@Override
		public void close() {
			this.in.close();
			this.process.destroy();
		}

	}

}
