package net.taotoken.failover.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gateway sample from end to end, beside the stub behind it, and a hop on the same
 * server and client that does nothing but pass bytes on.
 */
final class GatewayRun {

	static final String STUB = "stub";

	static final String HOP = "reverse-hop";

	static final String SAMPLE = "gateway-sample";

	private static final int[] CONNECTIONS = { 1, 16, 64 };

	private static final int LARGEST_ROUNDS = 10;

	private final Plan plan;

	private final Path directory;

	GatewayRun(Plan plan, Path directory) {
		this.plan = plan;
		this.directory = directory;
	}

	Figures run() throws Exception {
		Figures figures = new Figures();
		try (FailureBenchmark.StubProcess stub = new FailureBenchmark.StubProcess();
				ServerProcess hop = ServerProcess.start(List.of("-cp", System.getProperty("java.class.path"),
						ReverseHop.class.getName(), "--hop.url=" + stub.url() + "/models"));
				ServerProcess sample = sample(stub)) {
			Map<String, HopLoad> loads = new LinkedHashMap<>();
			loads.put(STUB, new HopLoad(stub.port(), "/models/v1/chat/completions", null));
			loads.put(HOP, new HopLoad(hop.port(), "/v1/chat/completions", hop));
			loads.put(SAMPLE, new HopLoad(sample.port(), "/v1/chat/completions", sample));
			for (HopLoad load : loads.values()) {
				load.run(2, 2 * this.plan.warmUp().toMillis());
			}
			for (int connections : CONNECTIONS) {
				measure("connections-" + connections, connections, loads, figures);
			}
			stub.tell(FailoverClients.MODELS.get(0), "503");
			loads.keySet().removeAll(List.of(STUB, HOP));
			measure("connections-64-first-model-overloaded", 64, loads, figures);
		}
		return figures;
	}

	private ServerProcess sample(FailureBenchmark.StubProcess stub) throws Exception {
		String classPath = Files.readString(this.directory.resolve("gateway/target/class-path.txt")).strip();
		return ServerProcess.start(List.of("-cp", classPath, "net.taotoken.samples.gateway.GatewayApplication",
				"--taotoken.base-url=" + stub.url() + "/models", "--taotoken.api-key=" + FloorClient.KEY,
				"--taotoken.model-priority=" + String.join(",", FailoverClients.MODELS)));
	}

	private void measure(String scenario, int connections, Map<String, HopLoad> loads, Figures figures)
			throws Exception {
		for (HopLoad load : loads.values()) {
			load.run(connections, this.plan.warmUp().toMillis() / 3);
		}
		for (int round = 1; round <= Math.min(this.plan.rounds(), LARGEST_ROUNDS); round++) {
			for (Map.Entry<String, HopLoad> load : loads.entrySet()) {
				Map<String, Double> result = load.getValue().run(connections, this.plan.turn().toMillis());
				for (Map.Entry<String, Double> figure : result.entrySet()) {
					figures.add(scenario, load.getKey(), round, figure.getKey(), figure.getValue());
				}
			}
		}
	}

}
