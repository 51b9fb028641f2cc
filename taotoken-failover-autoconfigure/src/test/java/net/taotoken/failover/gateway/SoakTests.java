package net.taotoken.failover.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import net.taotoken.failover.AnswerSettings;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.InterruptionReaction;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.engine.HedgeSettings;
import net.taotoken.failover.engine.HedgingExecutor;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.ExceptionFaults;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultRules;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FaultPolicies;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.route.RoutingStrategy;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of every sort, by many threads, against a gateway that breaks in every way. Runs
 * with {@code mvn -Psoak verify}; {@code -Dsoak.seconds} and {@code -Dsoak.seed} may be
 * set.
 */
@Tag("soak")
class SoakTests {

	private static final Duration RUN = Duration.ofSeconds(Long.getLong("soak.seconds", 180));

	private static final long SEED = Long.getLong("soak.seed", 20261123L);

	private static final int THREADS = 48;

	private static final Duration CALL_LIMIT = Duration.ofSeconds(6);

	private static final AttemptTimeouts TIMEOUTS = new AttemptTimeouts(Duration.ofMillis(1200),
			Duration.ofMillis(1200), Duration.ofMillis(1500));

	private static final List<String> MODELS = List.of("a", "b", "c", "d");

	private final ModelHealthTracker tracker = new ModelHealthTracker(new HealthSettings(0.9, Duration.ofSeconds(5), 20,
			Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(1)), TimeSource.system(), List.of());

	private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

	private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

	private final AtomicLong questions = new AtomicLong();

	private final LongAdder attempts = new LongAdder();

	private final LongAdder started = new LongAdder();

	private final Ledger ledger = new Ledger();

	private final ExecutorService hedges = Executors.newCachedThreadPool((task) -> new Thread(task, "soak-hedge"));

	private final ScheduledExecutorService interrupter = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "soak-interrupter"));

	@Test
	void nothingIsTruncatedNothingLeaksAndEveryCallIsAccountedFor() throws Exception {
		for (Outcome outcome : Outcome.values()) {
			this.outcomes.put(outcome, new LongAdder());
		}
		try (SoakServer server = new SoakServer(SEED, 0.3)) {
			Gateways gateway = new Gateways(server.url());
			run(gateway.client());
			report(server);
			assertThat(this.violations).isEmpty();
			assertThatCallsAreAccountedFor();
			assertThatAllSortsHappened(server);
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
			Awaitility.await().untilAsserted(() -> assertThat(server.unanswered()).isZero());
			server.behave();
			assertThatModelsRecover(gateway.client());
			gateway.close();
			Awaitility.await().untilAsserted(() -> assertThat(server.connections()).isZero());
			stopHelpers();
			assertThatNoThreadIsLeft();
		}
	}

	private void run(GatewayClient client) throws Exception {
		List<Caller> callers = callers(client);
		ExecutorService threads = Executors.newFixedThreadPool(THREADS, (task) -> new Thread(task, "soak-caller"));
		long end = System.nanoTime() + RUN.toNanos();
		List<Future<?>> running = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			Random random = new Random(SEED + thread);
			running.add(threads.submit(() -> {
				while (System.nanoTime() < end) {
					call(callers.get(random.nextInt(callers.size())), random);
				}
			}));
		}
		for (Future<?> thread : running) {
			thread.get(RUN.toSeconds() + 60, TimeUnit.SECONDS);
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	private List<Caller> callers(GatewayClient client) {
		TaotokenTemplate plain = template(client, this.ledger, false, InterruptionReaction.FAIL, false);
		TaotokenTemplate restarting = template(client, new FailoverListener() {
		}, false, InterruptionReaction.RESTART, false);
		TaotokenTemplate hedging = template(client, new FailoverListener() {
		}, true, InterruptionReaction.FAIL, true);
		return List.of(new Caller(plain, true), new Caller(plain, true), new Caller(restarting, false),
				new Caller(hedging, false));
	}

	private TaotokenTemplate template(GatewayClient client, FailoverListener listener, boolean hedged,
			InterruptionReaction reaction, boolean detectsHangs) {
		FailoverExecutor executor = new FailoverExecutor(this.tracker,
				List.of(new ExceptionFaults(FaultRules.standard(), TimeSource.system()::instant)), List.of(listener),
				TimeSource.system(), new Random(SEED));
		HedgingExecutor hedging = hedged ? new HedgingExecutor(executor, new HedgeSettings(Duration.ofMillis(80), 0.3),
				this.hedges, TimeSource.system()) : null;
		Routes routes = new Routes(List.of(route()));
		return new TaotokenTemplate(executor, hedging, client,
				new AnswerSettings(StreamDelivery.LIVE, reaction, null, detectsHangs), () -> routes);
	}

	private static Route route() {
		FaultPolicies faults = FaultPolicies.defaults();
		for (FaultKind kind : List.of(FaultKind.RATE_LIMITED, FaultKind.OVERLOADED, FaultKind.SERVER_ERROR,
				FaultKind.UNREACHABLE, FaultKind.TIMEOUT, FaultKind.INVALID_RESPONSE)) {
			FaultPolicy policy = faults.of(kind);
			faults = faults.with(kind, new FaultPolicy(policy.reaction(), policy.accountReaction(),
					Duration.ofMillis(20), Duration.ofMillis(30), policy.maxAttempts()));
		}
		RetrySettings retry = new RetrySettings(2, 6, Duration.ofMillis(200), 2, Duration.ofMillis(100), 0.2, 0.5,
				true);
		return new Route(Route.DEFAULT, MODELS.stream().map((id) -> Model.of(id, TIMEOUTS)).toList(),
				RoutingStrategy.WEIGHTED, CALL_LIMIT, retry, faults, TIMEOUTS);
	}

	private void call(Caller caller, Random random) {
		long question = this.questions.incrementAndGet();
		ChatCompletionRequest request = ChatCompletionRequest.of("question " + question);
		Manner manner = Manner.values()[random.nextInt(Manner.values().length)];
		boolean interrupted = random.nextInt(10) == 0;
		Interruption interruption = new Interruption();
		if (interrupted) {
			this.interrupter.schedule(interruption::strike, random.nextInt(100), TimeUnit.MILLISECONDS);
		}
		this.started.increment();
		long startedAt = System.nanoTime();
		Outcome outcome = outcome(caller, manner, request, question, random);
		long millis = (System.nanoTime() - startedAt) / 1_000_000;
		interruption.end();
		this.outcomes.get(outcome).increment();
		if (caller.counted()) {
			this.ledger.callers.get(outcome).increment();
		}
		if (millis > CALL_LIMIT.multipliedBy(3).toMillis()) {
			this.violations.add(manner + " took " + millis + " ms");
		}
		boolean cancelled = outcome == Outcome.CANCELLED || outcome == Outcome.CANCELLED_READING;
		if (cancelled && !interruption.hasStruck() && millis < CALL_LIMIT.toMillis()) {
			this.violations.add(manner + " was cancelled before its time was up, and nobody interrupted it");
		}
	}

	private Outcome outcome(Caller caller, Manner manner, ChatCompletionRequest request, long question, Random random) {
		try {
			String answer = switch (manner) {
				case BLOCKING -> blocking(caller, request);
				case LIVE -> read(caller.template().stream(request, StreamDelivery.LIVE));
				case WHOLE -> read(caller.template().stream(request, StreamDelivery.WHOLE));
				case CLOSED_EARLY -> closedEarly(caller.template().stream(request), random.nextInt(4));
			};
			if (manner == Manner.CLOSED_EARLY) {
				return Outcome.CLOSED_EARLY;
			}
			if (!SoakServer.answer(question).equals(answer)) {
				this.violations.add(manner + " passed off as whole: " + answer);
			}
			return Outcome.WHOLE;
		}
		catch (FailoverException ex) {
			this.attempts.add(ex.attempts().size());
			return (ex.fault().kind() == FaultKind.CANCELLED) ? Outcome.CANCELLED : Outcome.FAILED;
		}
		catch (StreamInterruptedException ex) {
			if (!isBeginning(ex.text(), question)) {
				this.violations.add(manner + " broke with a text that is no beginning: " + ex.text());
			}
			if (manner == Manner.WHOLE) {
				this.violations.add("a whole answer broke");
			}
			return (ex.fault().kind() == FaultKind.CANCELLED) ? Outcome.CANCELLED_READING : Outcome.BROKEN;
		}
		catch (RuntimeException | Error ex) {
			this.violations.add(manner + ": " + ex);
			return Outcome.UNEXPECTED;
		}
	}

	private static boolean isBeginning(String text, long question) {
		return SoakServer.answer(question).startsWith(text);
	}

	private String blocking(Caller caller, ChatCompletionRequest request) {
		var completion = caller.template().chat(request);
		this.attempts.add(completion.attempts().size());
		return completion.text();
	}

	private String read(ChatStream stream) {
		try (stream) {
			StringBuilder text = new StringBuilder();
			for (ChatCompletionChunk chunk : stream) {
				if (chunk.isRestart()) {
					text.setLength(0);
				}
				else if (chunk.text() != null) {
					text.append(chunk.text());
				}
			}
			return text.toString();
		}
		finally {
			this.attempts.add(stream.attempts().size());
		}
	}

	private String closedEarly(ChatStream stream, int chunks) {
		try (stream) {
			var iterator = stream.iterator();
			for (int read = 0; read < chunks && iterator.hasNext(); read++) {
				iterator.next();
			}
			return "";
		}
		finally {
			this.attempts.add(stream.attempts().size());
		}
	}

	private void assertThatCallsAreAccountedFor() {
		assertThat(this.outcomes.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(this.started.sum())
			.isEqualTo(this.questions.get());
		assertThat(this.outcomes.get(Outcome.UNEXPECTED).sum()).isZero();
		assertThat(this.outcomes.get(Outcome.WHOLE).sum()).isGreaterThan(this.started.sum() / 4);
		long begun = this.ledger.of(Outcome.WHOLE, Outcome.CLOSED_EARLY, Outcome.BROKEN, Outcome.CANCELLED_READING);
		assertThat(this.ledger.succeeded.sum()).isEqualTo(begun);
		assertThat(this.ledger.failed.sum()).isEqualTo(this.ledger.of(Outcome.FAILED, Outcome.CANCELLED));
		assertThat(this.ledger.interrupted.sum()).isEqualTo(this.ledger.of(Outcome.BROKEN, Outcome.CANCELLED_READING));
	}

	private static void assertThatAllSortsHappened(SoakServer server) {
		for (SoakServer.Misdeed misdeed : SoakServer.Misdeed.values()) {
			assertThat(server.faultsOf(misdeed)).as(misdeed.name()).isPositive();
		}
	}

	private void assertThatModelsRecover(GatewayClient client) {
		TaotokenTemplate template = template(client, new FailoverListener() {
		}, false, InterruptionReaction.FAIL, false);
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			for (String model : MODELS) {
				template.chat(ChatCompletionRequest.builder().models(model).user("question 1").build());
				assertThat(this.tracker.snapshot(model).state()).isEqualTo(ModelState.HEALTHY);
				assertThat(this.tracker.snapshot(model).errors()).isZero();
			}
		});
	}

	private void stopHelpers() throws InterruptedException {
		this.hedges.shutdown();
		this.interrupter.shutdown();
		assertThat(this.hedges.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.interrupter.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	private static void assertThatNoThreadIsLeft() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.filteredOn((name) -> name.startsWith("taotoken") || name.startsWith("soak"))
				.allMatch("soak-server"::equals)
				.hasSizeLessThanOrEqualTo(1));
	}

	private void report(SoakServer server) {
		System.out.println("soak: " + this.started.sum() + " calls in " + RUN.toSeconds() + " s, " + this.outcomes
				+ "; attempts told " + this.attempts.sum() + ", requests received " + server.requests()
				+ "; violations " + this.violations.size() + "; faults:" + server.faults());
	}

	private enum Manner {

		BLOCKING, LIVE, WHOLE, CLOSED_EARLY

	}

	private enum Outcome {

		/** The whole answer, with the right checksum. */
		WHOLE,

		/** Given up by its reader. */
		CLOSED_EARLY,

		/** No model answered. */
		FAILED,

		/** Interrupted, or out of time, before an answer. */
		CANCELLED,

		/** Interrupted in the middle of an answer. */
		CANCELLED_READING,

		/** Broken in the middle, and said so. */
		BROKEN,

		/** Anything else. */
		UNEXPECTED

	}

	/**
	 * One of the templates under test.
	 *
	 * @param template the template
	 * @param counted whether its listener keeps the ledger
	 */
	private record Caller(TaotokenTemplate template, boolean counted) {

	}

	/**
	 * An interrupt of the current thread that comes now or never, but not later.
	 */
	private static final class Interruption {

		private final Thread thread = Thread.currentThread();

		private boolean struck;

		private boolean over;

		synchronized void strike() {
			if (!this.over) {
				this.struck = true;
				this.thread.interrupt();
			}
		}

		synchronized boolean hasStruck() {
			return this.struck;
		}

		synchronized void end() {
			this.over = true;
			Thread.interrupted();
		}

	}

	/**
	 * What the listener of the plain template heard, and what its callers saw.
	 */
	private static final class Ledger implements FailoverListener {

		private final LongAdder succeeded = new LongAdder();

		private final LongAdder failed = new LongAdder();

		private final LongAdder interrupted = new LongAdder();

		private final Map<Outcome, LongAdder> callers = new EnumMap<>(Outcome.class);

		private Ledger() {
			for (Outcome outcome : Outcome.values()) {
				this.callers.put(outcome, new LongAdder());
			}
		}

		private long of(Outcome... outcomes) {
			return List.of(outcomes).stream().mapToLong((outcome) -> this.callers.get(outcome).sum()).sum();
		}

		@Override
		public void attemptSucceeded(Route route, Attempt attempt) {
			this.succeeded.increment();
		}

		@Override
		public void callFailed(Route route, FailoverException exception) {
			this.failed.increment();
		}

		@Override
		public void answerInterrupted(Route route, Attempt attempt) {
			this.interrupted.increment();
		}

	}

}
