package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls over loopback HTTP, each variant in a JVM of its own. The variants take turns, so
 * that what disturbs the machine disturbs them all.
 */
final class LoadBenchmark {

	static final List<String> METRICS = List.of("calls/s", "cpu-us/call", "bytes/call", "p50-us", "p99-us", "failures");

	/** The kinds of request, each with the path of the stub that answers it. */
	private static final Map<String, String> PATHS = new TreeMap<>(
			Map.of("small", "/small", "large", "/large", "stream", "/events", "pair", "/models"));

	private static final List<String> PAIRS = List.of(ChatClients.FLOOR, ChatClients.OURS, ChatClients.UNSTREAMED);

	private final Plan plan;

	LoadBenchmark(Plan plan) {
		this.plan = plan;
	}

	Figures run() throws IOException {
		Figures figures = new Figures();
		try (Processes.Child stub = Processes.java(Stub.class)) {
			String url = "http://127.0.0.1:" + stub.read();
			Processes.get(url + "/tell/" + FailoverClients.MODELS.get(0) + "/503");
			for (Map.Entry<String, String> kind : PATHS.entrySet()) {
				List<String> scenarios = this.plan.scenarios()
					.stream()
					.filter((scenario) -> scenario.startsWith(kind.getKey() + "-"))
					.toList();
				if (!scenarios.isEmpty()) {
					run(kind.getKey(), scenarios, url + kind.getValue(), figures);
				}
			}
		}
		return figures;
	}

	private void run(String kind, List<String> scenarios, String url, Figures figures) throws IOException {
		Map<String, Processes.Child> workers = new LinkedHashMap<>();
		try {
			for (String variant : this.plan.variants()) {
				if (!isAsked(kind, variant)) {
					continue;
				}
				Processes.Child worker = Processes.java(LoadWorker.class, kind, variant, url);
				workers.put(variant, worker);
				worker.read();
				// one caller leaves the compiler a core of its own
				worker.ask("1 " + 2 * this.plan.warmUp().toMillis());
			}
			for (String scenario : scenarios) {
				String callers = scenario.substring(kind.length() + 1);
				for (Processes.Child worker : workers.values()) {
					worker.ask(callers + " " + this.plan.warmUp().toMillis() / 3);
				}
				for (int round = 1; round <= this.plan.rounds(); round++) {
					round(scenario, callers, round, workers, figures);
				}
			}
		}
		finally {
			workers.values().forEach(Processes.Child::close);
		}
	}

	// a stream is a stream however whole answers are fetched
	private static boolean isAsked(String kind, String variant) {
		return switch (kind) {
			case "pair" -> PAIRS.contains(variant);
			case "stream" -> !variant.endsWith("-unstreamed");
			default -> true;
		};
	}

	private void round(String scenario, String callers, int round, Map<String, Processes.Child> workers,
			Figures figures) throws IOException {
		for (Map.Entry<String, Processes.Child> worker : workers.entrySet()) {
			String[] values = worker.getValue().ask(callers + " " + this.plan.turn().toMillis()).split(" ");
			for (int i = 0; i < values.length; i++) {
				figures.add(scenario, worker.getKey(), round, METRICS.get(i), Double.parseDouble(values[i]));
			}
		}
	}

}
