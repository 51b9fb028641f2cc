package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Asks a server the same question again and again, over some connections that stay open,
 * and costs next to nothing itself.
 */
final class HopLoad {

	static final String RATE = "requests/s";

	private static final int LARGEST_SAMPLE = 1_000_000;

	private final int port;

	private final byte[] request;

	private final @Nullable ServerProcess server;

	HopLoad(int port, String path, @Nullable ServerProcess server) {
		String json = "{\"model\":\"" + FailoverClients.MODELS.get(0)
				+ "\",\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}";
		this.port = port;
		this.request = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
				+ "Authorization: Bearer " + FloorClient.KEY + "\r\nContent-Length: " + json.length() + "\r\n\r\n"
				+ json)
			.getBytes(StandardCharsets.US_ASCII);
		this.server = server;
	}

	Map<String, Double> run(int connections, long millis) throws Exception {
		Caller[] callers = new Caller[connections];
		Thread[] threads = new Thread[connections];
		long cpu = (this.server != null) ? this.server.cpu() : 0;
		long start = System.nanoTime();
		for (int i = 0; i < connections; i++) {
			callers[i] = new Caller(start + millis * 1_000_000, LARGEST_SAMPLE / connections);
			threads[i] = Thread.ofPlatform().start(callers[i]);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		double nanos = System.nanoTime() - start;
		long[] sample = Arrays.stream(callers)
			.flatMapToLong((caller) -> Arrays.stream(caller.latencies, 0, caller.answers))
			.sorted()
			.toArray();
		Map<String, Double> result = new LinkedHashMap<>();
		result.put(RATE, sample.length / nanos * 1e9);
		result.put("p50-us", sample[sample.length / 2] / 1e3);
		result.put("p99-us", sample[(int) (sample.length * 0.99)] / 1e3);
		if (this.server != null) {
			result.put("server-cpu-us/request", (this.server.cpu() - cpu) / 1e3 / sample.length);
		}
		result.put("failures", (double) Arrays.stream(callers).mapToInt((caller) -> caller.failures).sum());
		return result;
	}

	private final class Caller implements Runnable {

		private final long end;

		private final long[] latencies;

		private int answers;

		private int failures;

		private Caller(long end, int largestSample) {
			this.end = end;
			this.latencies = new long[largestSample];
		}

		@Override
		public void run() {
			while (System.nanoTime() < this.end && this.answers < this.latencies.length) {
				try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), HopLoad.this.port)) {
					socket.setTcpNoDelay(true);
					ask(socket);
				}
				catch (IOException ex) {
					this.failures++;
				}
			}
		}

		private void ask(Socket socket) throws IOException {
			RequestBuffer response = new RequestBuffer(socket.getInputStream());
			long before = System.nanoTime();
			while (before < this.end && this.answers < this.latencies.length) {
				socket.getOutputStream().write(HopLoad.this.request);
				if (!response.next()) {
					throw new IOException("the connection was closed");
				}
				if (!response.isGoodAnswer()) {
					this.failures++;
				}
				long after = System.nanoTime();
				this.latencies[this.answers++] = after - before;
				before = after;
				if (response.isLastOnItsConnection()) {
					return;
				}
			}
		}

	}

}
