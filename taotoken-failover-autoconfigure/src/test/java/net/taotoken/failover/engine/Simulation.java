package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ProbeMode;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.SimulatedTime;
import org.jspecify.annotations.Nullable;

/**
 * A steady load on models that are unwell for a while, and what became of it.
 */
final class Simulation {

	private static final Duration LATENCY = Duration.ofMillis(100);

	private final SimulatedTime time = new SimulatedTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final FailoverExecutor executor = new FailoverExecutor(this.tracker,
			List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null), List.of(),
			AttemptObserver.NONE, List.of(), this.time, new Random(7), (task) -> this.time.at(this.now(), task));

	private final Map<String, Illness> illnesses = new HashMap<>();

	private final Map<String, Integer> requests = new HashMap<>();

	private final Map<String, Integer> wasted = new HashMap<>();

	private final Map<String, Integer> probes = new HashMap<>();

	private final List<Long> latencies = new ArrayList<>();

	private final Map<String, Thought> thoughts = new HashMap<>();

	private final Route route;

	private boolean byFirstToken;

	private int failedCalls;

	private @Nullable Duration firstBack;

	Simulation(Route route) {
		this.route = route;
	}

	/** Calls find out whether models are back. */
	Simulation probedByCalls() {
		this.tracker.configure(HealthSettings.builder().probe(ProbeMode.CALL).build());
		return this;
	}

	Simulation ill(String model, int fromSecond, int toSecond, Duration latency, Fault fault) {
		this.illnesses.put(model,
				new Illness(Duration.ofSeconds(fromSecond), Duration.ofSeconds(toSecond), latency, fault));
		return this;
	}

	/** Answers are streamed, so that the limit of the first token holds. */
	Simulation byFirstToken() {
		this.byFirstToken = true;
		return this;
	}

	/** The model always takes so long to begin, and may show signs of life meanwhile. */
	Simulation thinks(String model, Duration time, boolean alive) {
		this.thoughts.put(model, new Thought(time, alive));
		return byFirstToken();
	}

	Simulation run(int callsPerSecond, int seconds) {
		for (int call = 0; call < callsPerSecond * seconds; call++) {
			this.time.at(Duration.ofNanos(call * 1_000_000_000L / callsPerSecond), this::call);
		}
		this.time.run();
		return this;
	}

	private void call() {
		long start = this.time.nanoTime();
		try {
			this.executor.execute(this.route, new Call());
		}
		catch (FailoverException ex) {
			this.failedCalls++;
		}
		this.latencies.add((this.time.nanoTime() - start) / 1_000_000);
	}

	private String ask(ModelAttempt attempt) throws InterruptedException {
		String model = attempt.model().id();
		this.requests.merge(model, 1, Integer::sum);
		Illness illness = this.illnesses.get(model);
		Duration now = Duration.ofNanos(this.time.nanoTime());
		if (illness != null && illness.holds(now)) {
			this.wasted.merge(model, 1, Integer::sum);
			Duration limit = this.byFirstToken ? attempt.firstTokenLimit() : attempt.responseLimit();
			this.time.sleep((illness.latency.compareTo(limit) < 0) ? illness.latency : limit);
			throw new FaultyException(illness.fault);
		}
		if (illness != null && this.firstBack == null && now.compareTo(illness.to) >= 0) {
			this.firstBack = now.minus(illness.to);
		}
		if (this.byFirstToken) {
			think(attempt, this.thoughts.getOrDefault(model, new Thought(LATENCY, false)));
			return model;
		}
		this.time.sleep(LATENCY);
		return model;
	}

	private void think(ModelAttempt attempt, Thought thought) throws InterruptedException {
		Duration limit = attempt.firstTokenLimit();
		if (thought.time.compareTo(limit) > 0) {
			this.wasted.merge(attempt.model().id(), 1, Integer::sum);
			this.time.sleep(limit);
			if (thought.alive) {
				attempt.showsLife();
			}
			throw new FaultyException(Fault.of(FaultKind.TIMEOUT));
		}
		this.time.sleep(thought.time);
		attempt.answerBegins();
	}

	private Duration now() {
		return Duration.ofNanos(this.time.nanoTime());
	}

	private void probe(Model model) throws InterruptedException {
		this.probes.merge(model.id(), 1, Integer::sum);
		Illness illness = this.illnesses.get(model.id());
		if (illness != null && illness.holds(now())) {
			Duration limit = model.timeouts().firstToken();
			this.time.sleep((illness.latency.compareTo(limit) < 0) ? illness.latency : limit);
			throw new FaultyException(illness.fault);
		}
		this.time.sleep(LATENCY);
	}

	static String header() {
		return String.format(Locale.ROOT, "%-52s %6s %6s %8s %8s %8s  %-24s %-18s %-16s %s%n", "scenario", "calls",
				"failed", "p50 ms", "p99 ms", "max ms", "requests", "of them wasted", "probes", "back after");
	}

	String row(String scenario) {
		List<Long> sorted = this.latencies.stream().sorted().toList();
		return String.format(Locale.ROOT, "%-52s %6d %6d %8d %8d %8d  %-24s %-18s %-16s %s%n", scenario, sorted.size(),
				this.failedCalls, percentile(sorted, 50), percentile(sorted, 99), sorted.get(sorted.size() - 1),
				counts(this.requests), counts(this.wasted), counts(this.probes),
				(this.firstBack != null) ? this.firstBack.toMillis() + " ms" : "-");
	}

	int failedCalls() {
		return this.failedCalls;
	}

	long slowest() {
		return this.latencies.stream().mapToLong(Long::longValue).max().orElse(0);
	}

	int wasted(String model) {
		return this.wasted.getOrDefault(model, 0);
	}

	private String counts(Map<String, Integer> counts) {
		List<String> texts = new ArrayList<>();
		this.route.models().forEach((model) -> texts.add(model.id() + " " + counts.getOrDefault(model.id(), 0)));
		return String.join(", ", texts);
	}

	private static long percentile(List<Long> sorted, int percent) {
		return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
	}

	private record Illness(Duration from, Duration to, Duration latency, Fault fault) {

		boolean holds(Duration now) {
			return now.compareTo(this.from) >= 0 && now.compareTo(this.to) < 0;
		}

	}

	private record Thought(Duration time, boolean alive) {
	}

	private final class Call implements ModelCall<String> {

		@Override
		public String ask(ModelAttempt attempt) throws InterruptedException {
			return Simulation.this.ask(attempt);
		}

		@Override
		public ModelProbe probe() {
			return Simulation.this::probe;
		}

	}

}
