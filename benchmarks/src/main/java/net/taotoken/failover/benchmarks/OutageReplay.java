package net.taotoken.failover.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Steady load while the first model is dead for half a minute. Calls start when they are
 * due, also if those before have not ended.
 */
final class OutageReplay {

	private static final int CALLS_PER_SECOND = 50;

	private final Plan plan;

	OutageReplay(Plan plan) {
		this.plan = plan;
	}

	Figures run() throws Exception {
		Figures figures = new Figures();
		for (String failure : new String[] { "503", "reset", "hang" }) {
			for (String variant : FailoverClients.ALL) {
				try (FailureBenchmark.StubProcess stub = new FailureBenchmark.StubProcess()) {
					new Replay(stub, variant).run("outage-" + failure, failure, variant, figures);
				}
			}
		}
		return figures;
	}

	/** A call, by times in nanoseconds since the replay began. */
	private record Call(long start, long nanos, boolean failed) {
	}

	private final class Replay {

		private final FailureBenchmark.StubProcess stub;

		private final ChatClient client;

		private final Collection<Call> calls = new ConcurrentLinkedQueue<>();

		private long start;

		private Replay(FailureBenchmark.StubProcess stub, String variant) {
			this.stub = stub;
			this.client = FailoverClients.create(variant, stub.url() + "/models", false,
					OutageReplay.this.plan.timeScale());
		}

		private void run(String scenario, String failure, String variant, Figures figures) throws Exception {
			long before = length(10);
			long outage = length(30);
			long after = length(60);
			for (int i = 0; i < 200; i++) {
				this.client.chat("warm up");
			}
			this.start = System.nanoTime();
			int count = (int) ((before + outage + after) / 1e9 * CALLS_PER_SECOND);
			CountDownLatch done = new CountDownLatch(count);
			long dead = 0;
			long asked = 0;
			long back = 0;
			boolean isDead = false;
			boolean isOver = false;
			for (int i = 0; i < count; i++) {
				long due = i * 1_000_000_000L / CALLS_PER_SECOND;
				if (!isDead && due >= before) {
					isDead = true;
					asked = this.stub.requests("first");
					this.stub.tell("first", failure);
				}
				if (!isOver && due >= before + outage) {
					isOver = true;
					dead = this.stub.requests("first") - asked;
					this.stub.tell("first", "answer");
					asked += dead;
				}
				if (isOver && back == 0 && this.stub.requests("first") > asked) {
					back = now() - before - outage;
				}
				startWhenDue(due, done);
			}
			done.await(2 * length(120), TimeUnit.NANOSECONDS);
			figures.add(scenario, variant, 1, "calls", count);
			figures.add(scenario, variant, 1, "failed-calls",
					count - this.calls.size() + this.calls.stream().filter(Call::failed).count());
			figures.add(scenario, variant, 1, "p99-ms-during", p99(before, before + outage));
			figures.add(scenario, variant, 1, "p99-ms-after", p99(before + outage, Long.MAX_VALUE));
			figures.add(scenario, variant, 1, "requests-to-the-dead-model", dead);
			figures.add(scenario, variant, 1, "seconds-until-back", (back > 0) ? back / 1e9 : Double.NaN);
		}

		private long length(int seconds) {
			return FailoverClients.scaled(Duration.ofSeconds(seconds), OutageReplay.this.plan.timeScale()).toNanos();
		}

		private long now() {
			return System.nanoTime() - this.start;
		}

		private void startWhenDue(long due, CountDownLatch done) {
			while (now() < due) {
				LockSupport.parkNanos(due - now());
			}
			Thread.ofVirtual().start(() -> {
				boolean failed = false;
				try {
					this.client.chat("Why is the sky blue?");
				}
				catch (Exception ex) {
					failed = true;
				}
				this.calls.add(new Call(due, now() - due, failed));
				done.countDown();
			});
		}

		private double p99(long from, long to) {
			List<Long> nanos = new ArrayList<>();
			this.calls.stream()
				.filter((call) -> call.start() >= from && call.start() < to)
				.forEach((call) -> nanos.add(call.nanos()));
			return nanos.stream().sorted().toList().get((int) (nanos.size() * 0.99)) / 1e6;
		}

	}

}
