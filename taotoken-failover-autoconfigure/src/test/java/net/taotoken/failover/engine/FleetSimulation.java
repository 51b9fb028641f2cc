package net.taotoken.failover.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Many instances of an application, of which each has a tracker of its own, and a model
 * that is ill for ten minutes. In one thread, since a thousand instances would need too
 * many: what the engine does with a permit is done here by events.
 */
final class FleetSimulation {

	private static final String FIRST = "a";

	private static final Duration ILL_FROM = Duration.ofMinutes(1);

	private static final Duration ILL_UNTIL = ILL_FROM.plusMinutes(10);

	private static final Duration END = ILL_UNTIL.plusMinutes(2);

	private static final Duration LATENCY = Duration.ofSeconds(1);

	private static final Duration TOTAL = Duration.ofMinutes(2);

	private final Clock clock = new Clock();

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

	private final Random random = new Random(11);

	private final List<Instance> instances = new ArrayList<>();

	private final Map<String, Long> leases = new HashMap<>();

	private final Map<Instance, Long> votes = new HashMap<>();

	private final Mode mode;

	private final double callsPerSecond;

	private final Duration wasted;

	private final Fault fault;

	/** How long first tokens are waited for, if that follows what a model has shown. */
	private @Nullable AttemptTimeouts learning;

	private final Map<Long, Integer> arrivals = new HashMap<>();

	private long numbers;

	private int wastedCalls;

	private long lostNanos;

	private int probes;

	private long lastKnown;

	private long lastBack;

	/**
	 * Who finds out whether a model is back.
	 */
	enum Mode {

		/** Calls, each instance by its own. */
		CALLS,

		/** A request beside the calls of each instance. */
		REQUESTS,

		/** The same, and instances tell each other of all faults. */
		FLEET,

		/**
		 * The same, but at once only of what a server says of itself, and of the rest by
		 * a quorum of two, as by Redis.
		 */
		REDIS;

		boolean isShared() {
			return this == FLEET || this == REDIS;
		}

	}

	FleetSimulation(int instances, double callsPerSecond, Duration wasted, Fault fault, Mode mode) {
		this.callsPerSecond = callsPerSecond;
		this.wasted = wasted;
		this.fault = fault;
		this.mode = mode;
		for (int i = 0; i < instances; i++) {
			this.instances.add(new Instance());
		}
	}

	/** The wait for a model that hangs follows what it has shown. */
	FleetSimulation learning() {
		this.learning = new AttemptTimeouts(this.wasted, this.wasted, this.wasted,
				new FirstTokenRange(this.wasted.dividedBy(3), this.wasted.multipliedBy(6)));
		return this;
	}

	FleetSimulation run() {
		for (Instance instance : this.instances) {
			at((long) (this.random.nextDouble() * 1e9 / this.callsPerSecond), () -> instance.call(true));
		}
		while (!this.events.isEmpty()) {
			Event next = this.events.remove();
			this.clock.now = next.at();
			next.action().run();
		}
		return this;
	}

	private void at(long tick, Runnable action) {
		this.events.add(new Event(tick, this.numbers++, action));
	}

	private void after(Duration delay, Runnable action) {
		at(this.clock.now + delay.toNanos(), action);
	}

	private boolean isIll() {
		return this.clock.now >= ILL_FROM.toNanos() && this.clock.now < ILL_UNTIL.toNanos();
	}

	int wastedCalls() {
		return this.wastedCalls;
	}

	long lostSeconds() {
		return Duration.ofNanos(this.lostNanos).toSeconds();
	}

	/** The most requests in a second after the recovery, beside the usual number. */
	double amplification() {
		double usual = this.instances.size() * this.callsPerSecond;
		int most = this.arrivals.values().stream().mapToInt(Integer::intValue).max().orElse(0);
		return most / usual;
	}

	static String header() {
		return String.format(Locale.ROOT, "%-40s %-9s %13s %14s %7s %14s %13s %14s%n", "scenario", "mode",
				"wasted calls", "seconds lost", "probes", "amplification", "all know", "all are back");
	}

	String row(String scenario) {
		return String.format(Locale.ROOT, "%-40s %-9s %13d %14d %7d %14.2f %10d ms %11d ms%n", scenario,
				this.mode.name().toLowerCase(Locale.ROOT), this.wastedCalls, lostSeconds(), this.probes,
				amplification(), (this.lastKnown - ILL_FROM.toNanos()) / 1_000_000,
				(this.lastBack - ILL_UNTIL.toNanos()) / 1_000_000);
	}

	/**
	 * One instance, whose second model is always well.
	 */
	private final class Instance implements SharedHealth {

		private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(),
				FleetSimulation.this.clock, FleetSimulation.this.random, List.of());

		private final ModelHealth health = this.tracker.of(FIRST);

		private boolean known;

		private boolean back;

		private Instance() {
			if (FleetSimulation.this.mode.isShared()) {
				this.tracker.keep(Set.of(FIRST));
				this.tracker.share(this);
			}
		}

		private void call(boolean again) {
			if (again && FleetSimulation.this.clock.now < END.toNanos()) {
				// not quite regular, so that no instances keep in step
				double pause = (0.8 + 0.4 * FleetSimulation.this.random.nextDouble())
						/ FleetSimulation.this.callsPerSecond;
				after(Duration.ofNanos((long) (pause * 1e9)), () -> call(true));
			}
			if (this.health.isProbeDue() && FleetSimulation.this.mode != Mode.CALLS) {
				startProbe();
				return;
			}
			Permit permit = this.health.tryAcquire();
			if (permit != null) {
				ask(permit);
			}
		}

		private void ask(Permit permit) {
			if (FleetSimulation.this.clock.now >= ILL_UNTIL.toNanos()) {
				FleetSimulation.this.arrivals.merge(FleetSimulation.this.clock.now / 1_000_000_000, 1, Integer::sum);
			}
			if (isIll()) {
				AttemptTimeouts learning = FleetSimulation.this.learning;
				Duration more = (learning != null)
						? permit.firstTokens()
							.tryCheck(RequestSize.SMALL, learning, TOTAL.toNanos(), FleetSimulation.this.clock.now)
						: null;
				Duration limit = (more != null) ? more : limit(permit);
				FleetSimulation.this.wastedCalls++;
				FleetSimulation.this.lostNanos += limit.toNanos();
				after(limit, () -> {
					if (learning != null) {
						permit.firstTokens()
							.cut(RequestSize.SMALL, learning, limit.toNanos(), false, more != null,
									FleetSimulation.this.clock.now);
					}
					failed(permit);
				});
			}
			else {
				after(LATENCY, () -> {
					if (FleetSimulation.this.learning != null) {
						permit.firstTokens()
							.answered(RequestSize.SMALL, FleetSimulation.this.learning, LATENCY.toNanos(), false,
									FleetSimulation.this.clock.now);
					}
					permit.succeeded(LATENCY.toNanos());
					noticed();
				});
			}
		}

		private Duration limit(Permit permit) {
			AttemptTimeouts learning = FleetSimulation.this.learning;
			return (learning != null)
					? permit.firstTokens().limit(RequestSize.SMALL, learning, FleetSimulation.this.clock.now)
					: FleetSimulation.this.wasted;
		}

		private void failed(Permit permit) {
			permit.failed(FleetSimulation.this.fault, Duration.ofSeconds(5));
			noticed();
		}

		private void startProbe() {
			Permit permit = this.health.tryAcquire();
			if (permit == null) {
				return;
			}
			if (!FleetSimulation.this.mode.isShared() || this.health.isBackElsewhere()) {
				probe(permit, () -> {
				});
				return;
			}
			requestProbe(FIRST, (others) -> {
				if (others.isZero()) {
					probe(permit, () -> probeEnded(FIRST));
				}
				else {
					permit.postpone(others);
				}
			});
		}

		private void probe(Permit permit, Runnable ended) {
			FleetSimulation.this.probes++;
			if (isIll()) {
				after(FleetSimulation.this.wasted, () -> {
					failed(permit);
					ended.run();
				});
			}
			else {
				after(Duration.ofMillis(300), () -> {
					permit.answered();
					noticed();
					ended.run();
				});
			}
		}

		/**
		 * Note when this instance first knows that the model is out, and that it is back.
		 */
		private void noticed() {
			long now = FleetSimulation.this.clock.now;
			boolean healthy = this.health.snapshot().isHealthy();
			if (!this.known && !healthy) {
				this.known = true;
				FleetSimulation.this.lastKnown = now;
			}
			if (!this.back && healthy && now >= ILL_UNTIL.toNanos()) {
				this.back = true;
				FleetSimulation.this.lastBack = now;
			}
		}

		@Override
		public void modelIsOut(String model, Fault out, Duration remaining) {
			if (FleetSimulation.this.mode == Mode.FLEET || out.kind().isWordOfServer() || isAgreed(remaining)) {
				tell((other) -> other.tracker.heardOut(model, out, remaining));
			}
		}

		private boolean isAgreed(Duration remaining) {
			Map<Instance, Long> votes = FleetSimulation.this.votes;
			votes.values().removeIf((end) -> end <= FleetSimulation.this.clock.now);
			votes.put(this, FleetSimulation.this.clock.now + remaining.plusMinutes(1).toNanos());
			return votes.size() >= 2;
		}

		@Override
		public void modelIsBack(String model) {
			FleetSimulation.this.votes.clear();
			tell((other) -> other.tracker.heardBack(model));
		}

		@Override
		public void probeEnded(String model) {
			after(Duration.ofMillis(2), () -> FleetSimulation.this.leases.remove(model));
		}

		private void tell(Consumer<Instance> message) {
			after(Duration.ofMillis(3),
					() -> FleetSimulation.this.instances.stream().filter((other) -> other != this).forEach((other) -> {
						message.accept(other);
						other.noticed();
					}));
		}

		@Override
		public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
			after(Duration.ofMillis(2), () -> {
				long until = FleetSimulation.this.leases.getOrDefault(model, 0L);
				long left = until - FleetSimulation.this.clock.now;
				if (left <= 0) {
					FleetSimulation.this.leases.put(model,
							FleetSimulation.this.clock.now + FleetSimulation.this.wasted.plusSeconds(1).toNanos());
				}
				othersProbeFor.accept(Duration.ofNanos(Math.max(0, left)));
			});
		}

	}

	private record Event(long at, long number, Runnable action) {
	}

	private static final class Clock implements TimeSource {

		private long now;

		@Override
		public long nanoTime() {
			return this.now;
		}

		@Override
		public Instant instant() {
			return Instant.EPOCH.plusNanos(this.now);
		}

		@Override
		public boolean await(CountDownLatch signal, @Nullable Duration timeout) {
			throw new UnsupportedOperationException("nobody waits here");
		}

	}

}
