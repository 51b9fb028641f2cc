package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.net.URI;

/**
 * The first model fails, the second answers: how long an answer takes, and how many
 * requests it costs, for one caller who asks one question after the other.
 */
final class FailureBenchmark {

	static final String FIRST = "ms-to-first-answer";

	static final String LATER = "ms-to-slowest-later-answer";

	static final String REQUESTS = "requests/answer";

	/** A stream that brings nothing but its head. */
	private static final String SILENT_STREAM = "silent";

	private static final int CALLS = 10;

	private final Plan plan;

	FailureBenchmark(Plan plan) {
		this.plan = plan;
	}

	Figures run() throws Exception {
		Figures figures = new Figures();
		for (String failure : new String[] { "503", "reset", "hang", SILENT_STREAM }) {
			for (String variant : FailoverClients.ALL) {
				run(failure, variant, figures);
			}
		}
		return figures;
	}

	private void run(String failure, String variant, Figures figures) throws Exception {
		try (StubProcess stub = new StubProcess()) {
			ChatClient client = FailoverClients.create(variant, stub.url() + "/models", failure.equals(SILENT_STREAM),
					this.plan.timeScale());
			client.chat("Are you there?");
			stub.tell("first", failure);
			long before = stub.requests("first") + stub.requests("second");
			double first = millis(client);
			double later = 0;
			for (int i = 1; i < CALLS && later < 60_000; i++) {
				later = Math.max(later, millis(client));
			}
			figures.add(failure, variant, 1, FIRST, first);
			figures.add(failure, variant, 1, LATER, later);
			figures.add(failure, variant, 1, REQUESTS,
					(stub.requests("first") + stub.requests("second") - before) / (double) CALLS);
		}
	}

	private static double millis(ChatClient client) throws Exception {
		long start = System.nanoTime();
		client.chat("Why is the sky blue?");
		return (System.nanoTime() - start) / 1e6;
	}

	/** A stub that can be told what to do. */
	static final class StubProcess implements AutoCloseable {

		private final Processes.Child process = Processes.java(Stub.class);

		private final String url = "http://127.0.0.1:" + this.process.read();

		StubProcess() throws IOException {
		}

		int port() {
			return URI.create(this.url).getPort();
		}

		String url() {
			return this.url;
		}

		void tell(String model, String behaviour) {
			Processes.get(this.url + "/tell/" + model + "/" + behaviour);
		}

		long requests(String model) {
			return Processes.get(this.url + "/requests")
				.lines()
				.filter((line) -> line.startsWith(model + "="))
				.mapToLong((line) -> Long.parseLong(line.substring(model.length() + 1)))
				.sum();
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

}
