package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.health.ProbeMode;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for probes that are made beside calls.
 */
class ModelProbesTests {

	private static final Fault OVERLOADED = Fault.of(FaultKind.OVERLOADED);

	private static final Duration FIVE = Duration.ofSeconds(5);

	private final ManualTime time = new ManualTime();

	private final List<String> heard = new ArrayList<>();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time,
			List.of(new RecordingListener()));

	private final Queue<Runnable> background = new ArrayDeque<>();

	private final List<String> probed = new ArrayList<>();

	private final List<String> probesEnded = new ArrayList<>();

	private final FailoverExecutor executor = executor(this.time, this.background::add);

	private final Route route = Route.of(Route.DEFAULT, "a", "b");

	private @Nullable Fault fault;

	private boolean shutDown;

	private FailoverExecutor executor(TimeSource time, Executor threads) {
		return new FailoverExecutor(this.tracker,
				List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null), List.of(),
				AttemptObserver.NONE, List.of(), time, new Random(1), threads);
	}

	@Test
	void callGoesToAnotherModelWhileTheFirstIsProbed() {
		takeOut("a", OVERLOADED);
		assertThat(call()).isEqualTo("b");
		assertThat(this.background).as("its cool-down has not ended").isEmpty();
		this.time.advance(FIVE);
		assertThat(call()).isEqualTo("b");
		assertThat(call()).isEqualTo("b");
		assertThat(this.background).hasSize(1);
		assertThat(state("a")).isEqualTo(ModelState.PROBING);
		runBackground();
		assertThat(this.probed).containsExactly("a");
		assertThat(call()).isEqualTo("a");
		assertThat(this.heard).containsExactly("out a", "probed a null PT0S", "back a");
	}

	@Test
	void probeThatFailsMakesTheCoolDownLonger() {
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		this.fault = OVERLOADED;
		runBackground();
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.heard).containsExactly("out a", "probed a overloaded PT0S", "still out a");
		this.time.advance(Duration.ofSeconds(10));
		call();
		runBackground();
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofSeconds(20));
	}

	@ParameterizedTest
	@EnumSource(names = { "INVALID_REQUEST", "UNSUPPORTED", "CONTENT_REJECTED", "CONTEXT_LENGTH_EXCEEDED" })
	void modelThatRefusesTheTinyRequestIsThere(FaultKind kind) {
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		this.fault = Fault.of(kind);
		runBackground();
		assertThat(state("a")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void probeIsNoAnswerThatStatisticsCount() {
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		this.time.advance(Duration.ofSeconds(3));
		runBackground();
		assertThat(this.tracker.snapshot("a").successes()).isZero();
		assertThat(this.tracker.snapshot("a").latency()).isNull();
	}

	@Test
	void whereNobodyElseCanAnswerTheCallProbes() {
		takeOut("a", OVERLOADED);
		takeOut("b", OVERLOADED);
		this.time.advance(FIVE);
		assertThat(call()).isEqualTo("a");
		assertThat(this.background).isEmpty();
	}

	@Test
	void callWithoutATinyRequestProbesItself() {
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		assertThat(this.executor.execute(this.route, (attempt) -> attempt.model().id()).answer()).isEqualTo("a");
		assertThat(this.background).isEmpty();
	}

	@Test
	void callProbesWhereThatIsConfigured() {
		this.tracker.configure(HealthSettings.builder().probe(ProbeMode.CALL).build());
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		assertThat(call()).isEqualTo("a");
		assertThat(this.background).isEmpty();
	}

	@Test
	void modelWhoseServerHasSaidWhenItIsBackIsNotProbed() {
		takeOut("a", OVERLOADED.withRetryAfter(FIVE));
		this.time.advance(FIVE);
		assertThat(call()).isEqualTo("a");
		assertThat(this.background).isEmpty();
	}

	@Test
	void modelThatHasJustComeBackTakesOneCallAtATime() {
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		runBackground();
		List<String> others = new ArrayList<>();
		String first = this.executor.execute(this.route, (attempt) -> {
			if (others.isEmpty()) {
				others.add("none");
				others.set(0, call());
			}
			return attempt.model().id();
		}).answer();
		assertThat(first).isEqualTo("a");
		assertThat(others).containsExactly("b");
	}

	@Test
	void modelThatHasJustComeBackTakesAllCallsThatNobodyElseCanAnswer() {
		Route one = Route.of(Route.DEFAULT, "a");
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call(one);
		String inner = this.executor.execute(one, (attempt) -> call(one)).answer();
		assertThat(inner).isEqualTo("a");
		assertThat(this.time.waits()).isEmpty();
	}

	@Test
	void answerThatBeginsMakesRoomForMore() {
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		runBackground();
		String inner = this.executor.execute(this.route, (attempt) -> {
			attempt.answerBegins();
			return call();
		}).answer();
		assertThat(inner).isEqualTo("a");
	}

	@Test
	void noMoneyIsSpentToSpareACallTheProbe() {
		Model reserve = model("b").at(entry("balance", Set.of(FaultKind.OVERLOADED)));
		Route paid = this.route.withModels(List.of(model("a").at(entry("plan", Set.of())), reserve));
		takeOut("a@plan", OVERLOADED);
		this.time.advance(FIVE);
		assertThat(call(paid)).isEqualTo("a@plan");
		assertThat(this.background).isEmpty();
	}

	@Test
	void paidReserveIsNotProbedUnseen() {
		Entry plan = entry("plan", Set.of());
		Entry balance = entry("balance", Set.of(FaultKind.OVERLOADED));
		Model reserve = model("a").at(balance);
		Route paid = this.route.withModels(List.of(reserve, model("a").at(plan), model("b").at(plan)));
		takeOut(reserve.id(), OVERLOADED);
		takeOut("a@plan", OVERLOADED);
		this.time.advance(FIVE);
		assertThat(call(paid)).isEqualTo(reserve.id());
		assertThat(this.background).isEmpty();
	}

	@Test
	void oneModelOfAnAccountIsProbed() {
		this.tracker.entries(Set.of("x", "y"));
		Route two = this.route.withModels(List.of(model("a").at(entry("x", Set.of())),
				model("b").at(entry("x", Set.of())), model("a").at(entry("y", Set.of()))));
		this.tracker.of("b@x");
		takeOut("a@x", Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT));
		this.time.advance(FIVE);
		assertThat(call(two)).isEqualTo("a@y");
		assertThat(call(two)).isEqualTo("a@y");
		assertThat(this.background).hasSize(1);
		runBackground();
		assertThat(this.probed).containsExactly("a@x");
		assertThat(state("b@x")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void accountThatIsStillOutIsProbedAgain() {
		this.tracker.entries(Set.of("x", "y"));
		Route two = this.route.withModels(List.of(model("a").at(entry("x", Set.of())),
				model("b").at(entry("x", Set.of())), model("a").at(entry("y", Set.of()))));
		this.fault = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT);
		takeOut("a@x", this.fault);
		this.time.advance(FIVE);
		call(two);
		runBackground();
		assertThat(state("b@x")).isEqualTo(ModelState.COOLING_DOWN);
		this.time.advance(Duration.ofMinutes(5));
		call(two);
		runBackground();
		assertThat(this.probed).hasSize(2);
	}

	@Test
	void anotherInstanceMayProbe() {
		List<Consumer<Duration>> asked = new ArrayList<>();
		this.tracker.share(shared((model, answer) -> {
			asked.add(answer);
			answer.accept(Duration.ofSeconds(8));
		}));
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		assertThat(asked).as("no call asks").isEmpty();
		runBackground();
		assertThat(this.probed).isEmpty();
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofSeconds(8));
		assertThat(this.tracker.snapshot("a").outBecause()).isEqualTo(OVERLOADED);
	}

	@Test
	void othersAreToldThatAProbeHasEndedWhateverCameOfIt() {
		this.tracker.share(shared((model, answer) -> answer.accept(Duration.ZERO)));
		for (Fault outcome : List.of(OVERLOADED, Fault.of(FaultKind.TIMEOUT), Fault.of(FaultKind.CANCELLED))) {
			takeOut("a", OVERLOADED);
			this.time.advance(Duration.ofMinutes(1));
			this.fault = outcome;
			call();
			assertThat(this.probesEnded).isEmpty();
			runBackground();
			assertThat(this.probesEnded).as("%s", outcome.kind()).containsExactly("a");
			this.probesEnded.clear();
		}
	}

	@Test
	void probeOfAnotherInstanceIsNotEnded() {
		this.tracker.share(shared((model, answer) -> answer.accept(FIVE)));
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		runBackground();
		assertThat(this.probesEnded).isEmpty();
	}

	@Test
	void nobodyIsAskedAboutTheOwnWayToAModelThatIsBackElsewhere() {
		List<String> asked = new ArrayList<>();
		this.tracker.share(shared((model, answer) -> {
			asked.add(model);
			answer.accept(FIVE);
		}));
		this.tracker.keep(List.of("a"));
		takeOut("a", Fault.of(FaultKind.TIMEOUT));
		this.tracker.heardBack("a");
		call();
		runBackground();
		assertThat(this.probed).containsExactly("a");
		assertThat(asked).isEmpty();
		assertThat(this.probesEnded).isEmpty();
		assertThat(state("a")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void whatAnotherInstanceTakesIsCapped() {
		this.tracker.share(shared((model, answer) -> answer.accept(Duration.ofDays(1))));
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		runBackground();
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofMinutes(2));
	}

	@Test
	void withoutAWordOfTheOthersThisInstanceProbesAfterASecond() {
		this.tracker.share(shared((model, answer) -> {
		}));
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		runBackground();
		assertThat(this.probed).containsExactly("a");
		assertThat(this.time.waits()).containsExactly(Duration.ofSeconds(1));
	}

	@Test
	void sharedHealthThatThrowsDelaysNoProbe() {
		this.tracker.share(shared((model, answer) -> {
			throw new IllegalStateException();
		}));
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		runBackground();
		assertThat(this.probed).containsExactly("a");
		assertThat(this.time.waits()).isEmpty();
	}

	@Test
	void probeThatCannotBeStartedIsStartedByALaterCall() {
		FailoverExecutor busy = executor(this.time, (task) -> {
			throw new RejectedExecutionException();
		});
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		assertThat(busy.execute(this.route, new Probing()).answer()).isEqualTo("b");
		assertThat(state("a")).isEqualTo(ModelState.COOLING_DOWN);
		call();
		assertThat(this.background).hasSize(1);
	}

	@Test
	void probeThatIsInterruptedSaysNothing() {
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		call();
		this.shutDown = true;
		runBackground();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(state("a")).isEqualTo(ModelState.COOLING_DOWN);
		assertThat(this.tracker.of("a").isProbeDue()).isTrue();
		assertThat(this.heard).containsExactly("out a");
	}

	@Test
	void manyCallsAtOnceMakeOneProbe() throws Exception {
		takeOut("a", OVERLOADED);
		this.time.advance(FIVE);
		AtomicInteger requests = new AtomicInteger();
		CountDownLatch known = new CountDownLatch(1);
		ExecutorService callers = Executors.newFixedThreadPool(8);
		try (FailoverExecutor real = new FailoverExecutor(this.tracker, List.of(), List.of(), this.time,
				new Random(1))) {
			ModelCall<String> call = new Probing() {

				@Override
				public ModelProbe probe() {
					return (model) -> {
						requests.incrementAndGet();
						known.await();
					};
				}

			};
			List<Future<String>> answers = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				answers.add(callers.submit(() -> real.execute(this.route, call).answer()));
			}
			for (Future<String> answer : answers) {
				assertThat(answer.get()).isEqualTo("b");
			}
			CountDownLatch change = this.tracker.nextChange();
			known.countDown();
			change.await();
			assertThat(requests).hasValue(1);
			assertThat(real.execute(this.route, call).answer()).isEqualTo("a");
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void probeThatDoesNotEndIsGivenUpSoThatTheAccountIsProbedAgain(CapturedOutput log) throws Exception {
		this.tracker.entries(Set.of("x", "y"));
		Route two = this.route
			.withModels(List.of(model("a").at(entry("x", Set.of())), model("a").at(entry("y", Set.of()))));
		takeOut("a@x", Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT));
		this.time.advance(FIVE);
		try (Hanging hanging = new Hanging()) {
			FailoverExecutor hung = executor(this.time, hanging.threads::execute);
			hung.execute(two, hanging);
			hanging.begun.acquire();
			this.time.advance(Duration.ofMinutes(2));
			hung.execute(two, hanging);
			assertThat(hanging.begun.tryAcquire()).as("it is still waited for").isFalse();
			this.time.advance(Duration.ofSeconds(30));
			assertThat(hung.execute(two, hanging).answer()).isEqualTo("a@y");
			hanging.begun.acquire();
			hanging.end.release();
			Awaitility.await().until(() -> state("a@x") == ModelState.HEALTHY);
			assertThat(hung.execute(two, hanging).answer()).isEqualTo("a@x");
		}
		assertThat(log.getOut().lines().filter((line) -> line.contains("was given up"))).hasSize(1)
			.allMatch((line) -> line.contains("A probe of a@x by "));
	}

	@Test
	void whereProbesDoNotEndCallsFindOut() throws Exception {
		try (Hanging hanging = new Hanging()) {
			hanging.endsWhenInterrupted = false;
			FailoverExecutor hung = executor(this.time, hanging.threads::execute);
			takeOut("a", OVERLOADED);
			this.time.advance(FIVE);
			for (int i = 0; i < 4; i++) {
				assertThat(hung.execute(this.route, hanging).answer()).isEqualTo("b");
				hanging.begun.acquire();
				this.time.advance(BackgroundProbe.LONGEST);
			}
			assertThat(hung.execute(this.route, hanging).answer()).isEqualTo("b");
			assertThat(hung.execute(this.route, hanging).answer()).isEqualTo("a");
			assertThat(hanging.begun.tryAcquire()).isFalse();
			hanging.end.release(4);
		}
	}

	private void takeOut(String model, Fault why) {
		Permits.anyway(this.tracker.of(model)).failed(why, FIVE);
	}

	private ModelState state(String model) {
		return this.tracker.snapshot(model).state();
	}

	private String call() {
		return call(this.route);
	}

	private String call(Route along) {
		return this.executor.execute(along, new Probing()).answer();
	}

	private void runBackground() {
		for (Runnable task = this.background.poll(); task != null; task = this.background.poll()) {
			task.run();
		}
	}

	private static Model model(String name) {
		return Model.of(name, AttemptTimeouts.defaults());
	}

	private static Entry entry(String name, Set<FaultKind> onlyOn) {
		return new Entry(name, Set.of(), onlyOn);
	}

	private SharedHealth shared(Lease lease) {
		return new SharedHealth() {

			@Override
			public void modelIsOut(String model, Fault fault, Duration remaining) {
			}

			@Override
			public void modelIsBack(String model) {
			}

			@Override
			public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
				lease.ask(model, othersProbeFor);
			}

			@Override
			public void probeEnded(String model) {
				ModelProbesTests.this.probesEnded.add(model);
			}

		};
	}

	private interface Lease {

		void ask(String model, Consumer<Duration> answer);

	}

	private class Probing implements ModelCall<String> {

		@Override
		public String ask(ModelAttempt attempt) {
			return attempt.model().id();
		}

		@Override
		public ModelProbe probe() {
			return (model) -> {
				ModelProbesTests.this.probed.add(model.id());
				if (ModelProbesTests.this.shutDown) {
					throw new InterruptedException();
				}
				Fault thrown = ModelProbesTests.this.fault;
				if (thrown != null) {
					throw new FaultyException(thrown);
				}
			};
		}

	}

	/** Probes that end when they are told to. */
	private static final class Hanging implements ModelCall<String>, AutoCloseable {

		private final Semaphore begun = new Semaphore(0);

		private final Semaphore end = new Semaphore(0);

		private final ExecutorService threads = Executors.newCachedThreadPool();

		private volatile boolean endsWhenInterrupted = true;

		@Override
		public String ask(ModelAttempt attempt) {
			return attempt.model().id();
		}

		@Override
		public ModelProbe probe() {
			return (model) -> {
				this.begun.release();
				if (this.endsWhenInterrupted) {
					this.end.acquire();
				}
				else {
					this.end.acquireUninterruptibly();
				}
			};
		}

		@Override
		public void close() {
			this.threads.shutdownNow();
		}

	}

	private final class RecordingListener implements ModelHealthListener {

		@Override
		public void modelCooledDown(String model, Fault fault, Duration coolDown) {
			ModelProbesTests.this.heard.add("out " + model);
		}

		@Override
		public void modelStillOut(String model, Fault fault, Duration coolDown) {
			ModelProbesTests.this.heard.add("still out " + model);
		}

		@Override
		public void modelRecovered(String model) {
			ModelProbesTests.this.heard.add("back " + model);
		}

		@Override
		public void modelProbed(String model, @Nullable Fault fault, Duration took) {
			ModelProbesTests.this.heard
				.add("probed " + model + " " + ((fault != null) ? fault.kind() : "null") + " " + took);
		}

	}

}
