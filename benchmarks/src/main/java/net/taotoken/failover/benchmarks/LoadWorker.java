package net.taotoken.failover.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * One variant in a JVM of its own. For each line {@code callers milliseconds} it makes
 * calls, and answers with what they cost. Callers are threads; a {@code v} before their
 * number makes them virtual.
 */
final class LoadWorker {

	private static final String QUESTION = "Why is the sky blue? Answer in one sentence, please.";

	private static final int LARGEST_SAMPLE = 2_000_000;

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** Made once: arrays of this size, made for each turn, keep the collector busy. */
	private final long[] latencies = new long[LARGEST_SAMPLE];

	private final ChatClient client;

	private LoadWorker(ChatClient client) {
		this.client = client;
	}

	public static void main(String[] args) throws Exception {
		LoadWorker worker = new LoadWorker(client(args[0], args[1], args[2]));
		worker.client.chat(QUESTION);
		System.out.println("ready");
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			String[] words = line.split(" ");
			System.out.println(worker.run(words[0], Long.parseLong(words[1])));
		}
		System.exit(0);
	}

	private static ChatClient client(String kind, String variant, String url) {
		return switch (kind) {
			case "stream" -> StreamClients.create(variant, url);
			case "pair" -> PairClients.create(variant, url);
			default -> ChatClients.create(variant, url);
		};
	}

	private String run(String callers, long millis) throws InterruptedException {
		boolean virtual = callers.startsWith("v");
		int count = Integer.parseInt(virtual ? callers.substring(1) : callers);
		List<Caller> all = callers(count);
		long cpu = SYSTEM.getProcessCpuTime();
		long bytes = THREADS.getTotalThreadAllocatedBytes();
		long start = System.nanoTime();
		List<Thread> threads = new ArrayList<>();
		for (Caller caller : all) {
			caller.end = start + millis * 1_000_000;
			threads.add(virtual ? Thread.ofVirtual().start(caller) : Thread.ofPlatform().start(caller));
		}
		for (Thread thread : threads) {
			thread.join();
		}
		long nanos = System.nanoTime() - start;
		bytes = THREADS.getTotalThreadAllocatedBytes() - bytes;
		cpu = SYSTEM.getProcessCpuTime() - cpu;
		return result(all, nanos, cpu, bytes);
	}

	private List<Caller> callers(int count) {
		List<Caller> all = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			all.add(new Caller(i * (LARGEST_SAMPLE / count), (i + 1) * (LARGEST_SAMPLE / count)));
		}
		return all;
	}

	private String result(List<Caller> callers, long nanos, long cpu, long bytes) {
		int count = 0;
		long failures = 0;
		for (Caller caller : callers) {
			System.arraycopy(this.latencies, caller.from, this.latencies, count, caller.calls);
			count += caller.calls;
			failures += caller.failures;
		}
		if (count == 0) {
			throw new IllegalStateException("No call has ended within the turn: take longer ones");
		}
		Arrays.sort(this.latencies, 0, count);
		double calls = count;
		return calls / nanos * 1e9 + " " + cpu / calls / 1000 + " " + bytes / calls + " "
				+ this.latencies[(int) (calls * 0.5)] / 1000.0 + " " + this.latencies[(int) (calls * 0.99)] / 1000.0
				+ " " + failures;
	}

	private final class Caller implements Runnable {

		private final int from;

		private final int to;

		private long end;

		private int calls;

		private int failures;

		private Caller(int from, int to) {
			this.from = from;
			this.to = to;
		}

		@Override
		public void run() {
			long before = System.nanoTime();
			while (before < this.end && this.from + this.calls < this.to) {
				try {
					LoadWorker.this.client.chat(QUESTION);
				}
				catch (Exception ex) {
					this.failures++;
				}
				long after = System.nanoTime();
				LoadWorker.this.latencies[this.from + this.calls++] = after - before;
				before = after;
			}
		}

	}

}
