package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
import net.taotoken.failover.route.ModelLimits;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.TokenDemand;
import net.taotoken.failover.time.SimulatedTime;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.backoff.ExponentialBackOffPolicy;
import org.springframework.retry.policy.SimpleRetryPolicy;
import org.springframework.retry.support.RetryTemplate;

/**
 * A server that refuses all that is beyond its limits, and calls that come in groups, at
 * a share of what the limits allow.
 */
final class LimitWall {

	private static final Duration LASTS = Duration.ofMinutes(4);

	private final SimulatedTime time = new SimulatedTime();

	/** The same calls for everybody. */
	private final Random calls = new Random(5);

	private final Random ways = new Random(6);

	private final ModelLimits limits;

	private final Map<String, Server> servers = new HashMap<>();

	private final List<Long> took = new ArrayList<>();

	private int failed;

	/**
	 * How a server counts a minute.
	 */
	enum Style {

		/** From each full minute of its clock on. */
		FIXED,

		/** The last 60 seconds. */
		SLIDING,

		/** What flows into a bucket that holds ten seconds' worth. */
		BUCKET

	}

	/**
	 * Who calls.
	 */
	enum Client {

		/** Asks once. */
		PLAIN,

		/** Three times, half a second and a second after a failure. */
		SPRING_RETRY,

		/** Knows the limits of the only model. */
		OURS,

		/** The same, with a second model that has no limits. */
		OURS_WITH_SECOND

	}

	LimitWall(Style style, ModelLimits limits) {
		this.limits = limits;
		this.servers.put("a", new Server(style, limits));
	}

	/**
	 * Let calls come.
	 * @param share of the calls that the limits allow
	 */
	LimitWall run(Client client, double share) {
		Caller caller = caller(client);
		double perSecond = share * callsPerSecond();
		this.time.at(Duration.ZERO, () -> arrive(caller, perSecond));
		this.time.run();
		return this;
	}

	/** By whichever limit is the narrowest. */
	private double callsPerSecond() {
		double most = Double.MAX_VALUE;
		if (this.limits.rpm() != null) {
			most = this.limits.rpm() / 60.0;
		}
		if (this.limits.tpm() != null) {
			most = Math.min(most, this.limits.tpm() / 60.0 / Call.USUAL_TOKENS);
		}
		if (this.limits.concurrent() != null) {
			most = Math.min(most, this.limits.concurrent() / Call.USUAL_SECONDS);
		}
		return most;
	}

	private void arrive(Caller caller, double perSecond) {
		try {
			while (this.time.nanoTime() < LASTS.toNanos()) {
				int group = 1 + this.calls.nextInt(5);
				for (int i = 0; i < group; i++) {
					Call call = new Call();
					this.time.at(Duration.ofNanos(this.time.nanoTime()), () -> call(caller, call));
				}
				double pause = -Math.log(1 - this.calls.nextDouble()) * group / perSecond;
				this.time.sleep(Duration.ofNanos((long) (pause * 1e9)));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void call(Caller caller, Call call) {
		long startedAt = this.time.nanoTime();
		try {
			caller.call(call);
			this.took.add((this.time.nanoTime() - startedAt) / 1_000_000);
		}
		catch (Exception ex) {
			this.failed++;
		}
	}

	private Caller caller(Client client) {
		return switch (client) {
			case PLAIN -> (call) -> call.ask("a", (tokens) -> {
			});
			case SPRING_RETRY -> springRetry();
			case OURS -> ours(Route.of("default", "a"));
			case OURS_WITH_SECOND -> ours(Route.of("default", "a", "b"));
		};
	}

	private Caller springRetry() {
		ExponentialBackOffPolicy backOff = new ExponentialBackOffPolicy();
		backOff.setInitialInterval(500);
		backOff.setSleeper((millis) -> this.time.sleep(Duration.ofMillis(millis)));
		RetryTemplate retry = new RetryTemplate();
		retry.setRetryPolicy(new SimpleRetryPolicy(3));
		retry.setBackOffPolicy(backOff);
		return (call) -> retry.<String, Exception>execute((context) -> call.ask("a", (tokens) -> {
		}));
	}

	private Caller ours(Route route) {
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());
		tracker.limit(Map.of("a", this.limits));
		FailoverExecutor executor = new FailoverExecutor(tracker,
				List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null), List.of(),
				AttemptObserver.NONE, List.of(), this.time, new Random(7),
				(task) -> this.time.at(Duration.ofNanos(this.time.nanoTime()), task));
		return (call) -> executor.execute(route, call).answer();
	}

	double refusedShare() {
		Server first = this.servers.get("a");
		return (first != null) ? (double) first.refused / first.requests : 0;
	}

	int failed() {
		return this.failed;
	}

	static String header() {
		return String.format(Locale.ROOT, "%-34s %-8s %-16s %7s %9s %7s %8s %8s %8s %8s %10s%n", "limit", "counted",
				"client", "calls", "requests", "429", "share", "failed", "p50 ms", "p99 ms", "elsewhere");
	}

	String row(String limit, Style style, Client client) {
		List<Long> sorted = this.took.stream().sorted().toList();
		Server first = this.servers.getOrDefault("a", new Server(style, this.limits));
		Server second = this.servers.get("b");
		return String.format(Locale.ROOT, "%-34s %-8s %-16s %7d %9d %7d %6.2f %% %8d %8d %8d %10d%n", limit,
				style.name().toLowerCase(Locale.ROOT), client.name().toLowerCase(Locale.ROOT).replace('_', ' '),
				sorted.size() + this.failed, first.requests, first.refused, 100 * refusedShare(), this.failed,
				sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100),
				(second != null) ? second.requests : 0);
	}

	private interface Caller {

		String call(Call call) throws Exception;

	}

	private interface Usage {

		void used(long tokens);

	}

	/**
	 * One call, which takes as long and as many tokens wherever it is asked.
	 */
	private final class Call implements ModelCall<String> {

		private static final long USUAL_TOKENS = 1000;

		private static final double USUAL_SECONDS = 2;

		private final long prompt = 200 + LimitWall.this.calls.nextInt(600);

		private final long completion = 300 + LimitWall.this.calls.nextInt(600);

		private final Duration duration = Duration.ofMillis(500 + LimitWall.this.calls.nextInt(3000));

		@Override
		public String ask(ModelAttempt attempt) throws Exception {
			return ask(attempt.model().id(), (tokens) -> attempt.used(this.prompt, this.completion));
		}

		private String ask(String model, Usage usage) throws Exception {
			Server server = LimitWall.this.servers.computeIfAbsent(model,
					(id) -> new Server(Style.SLIDING, new ModelLimits(Integer.MAX_VALUE, null, null)));
			travel();
			if (!server.tryEnter(this.prompt + this.completion)) {
				travel();
				throw new FaultyException(Fault.of(FaultKind.RATE_LIMITED).withStatus(429));
			}
			LimitWall.this.time.sleep(this.duration);
			server.underWay--;
			travel();
			usage.used(this.prompt + this.completion);
			return model;
		}

		/** The way to the server, or back, which takes its time. */
		private void travel() throws InterruptedException {
			LimitWall.this.time.sleep(Duration.ofMillis(1 + LimitWall.this.ways.nextInt(150)));
		}

		@Override
		public TokenDemand tokenDemand() {
			return new TokenDemand(this.prompt * 4, 4096);
		}

	}

	/**
	 * Refuses strictly. What it refuses does not count.
	 */
	private final class Server {

		private final Meter perMinute;

		private final Meter tokens;

		private final int concurrent;

		private int requests;

		private int refused;

		private int underWay;

		private Server(Style style, ModelLimits limits) {
			this.perMinute = new Meter(style, (limits.rpm() != null) ? limits.rpm() : Long.MAX_VALUE / 4);
			this.tokens = new Meter(style, (limits.tpm() != null) ? limits.tpm() : Long.MAX_VALUE / 4);
			this.concurrent = (limits.concurrent() != null) ? limits.concurrent() : Integer.MAX_VALUE;
		}

		private boolean tryEnter(long size) {
			this.requests++;
			long now = LimitWall.this.time.nanoTime();
			if (this.underWay >= this.concurrent || !this.perMinute.hasRoom(1, now)
					|| !this.tokens.hasRoom(size, now)) {
				this.refused++;
				return false;
			}
			this.perMinute.count(1, now);
			this.tokens.count(size, now);
			this.underWay++;
			return true;
		}

	}

	/**
	 * Counts by one of the styles.
	 */
	private static final class Meter {

		private static final long MINUTE = 60_000_000_000L;

		private final Style style;

		private final long limit;

		private final Deque<long[]> counted = new ArrayDeque<>();

		private long total;

		private double level;

		private long filledAt;

		private Meter(Style style, long limit) {
			this.style = style;
			this.limit = limit;
			this.level = limit / 6.0;
		}

		private boolean hasRoom(long amount, long now) {
			if (this.style == Style.BUCKET) {
				this.level = Math.min(this.limit / 6.0,
						this.level + (double) (now - this.filledAt) * this.limit / MINUTE);
				this.filledAt = now;
				return this.level >= amount;
			}
			long begin = (this.style == Style.FIXED) ? now / MINUTE * MINUTE : now - MINUTE + 1;
			for (long @Nullable [] oldest = this.counted.peekFirst(); oldest != null
					&& oldest[0] < begin; oldest = this.counted.peekFirst()) {
				this.total -= oldest[1];
				this.counted.removeFirst();
			}
			return this.total + amount <= this.limit;
		}

		private void count(long amount, long now) {
			if (this.style == Style.BUCKET) {
				this.level -= amount;
				return;
			}
			this.counted.addLast(new long[] { now, amount });
			this.total += amount;
		}

	}

}
