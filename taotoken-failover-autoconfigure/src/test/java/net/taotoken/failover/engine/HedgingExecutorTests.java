package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link HedgingExecutor}.
 */
@Timeout(60)
class HedgingExecutorTests {

	private static final Fault WRONG = Fault.of(FaultKind.INVALID_REQUEST).unproven();

	private static final AttemptTimeouts LEARNING = AttemptTimeouts.defaults()
		.withLearnt(new FirstTokenRange(Duration.ofSeconds(3), Duration.ofSeconds(60)));

	private final TimeSource time = TimeSource.system();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final Route ab = Route.of("default", "a", "b");

	private final Route abc = Route.of("default", "a", "b", "c");

	private final Queue<String> asked = new ConcurrentLinkedQueue<>();

	private final Queue<String> discarded = new ConcurrentLinkedQueue<>();

	private final Queue<String> events = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads = new ArrayList<>();

	private final CountDownLatch hedged = new CountDownLatch(1);

	private final CountDownLatch told = new CountDownLatch(1);

	private final CountDownLatch never = new CountDownLatch(1);

	private final FailoverExecutor executor = new FailoverExecutor(this.tracker,
			List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null),
			List.of(new FailoverListener() {
				@Override
				public void callHedged(Route route) {
					HedgingExecutorTests.this.hedged.countDown();
				}

				@Override
				public void attemptFailed(Route route, Attempt attempt, Reaction next) {
					HedgingExecutorTests.this.told.countDown();
				}

				@Override
				public void callFailed(Route route, FailoverException exception) {
					HedgingExecutorTests.this.events.add("failed");
				}

				@Override
				public void callFailedOver(Route route, List<Attempt> attempts) {
					HedgingExecutorTests.this.events.add("failed over");
				}
			}), this.time, new Random(1));

	@AfterEach
	void threadsEnd() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	@Test
	void fasterModelWinsAndTheAttemptOfTheOtherIsTold() {
		FailoverResult<String> result = hedging(this::start).execute(this.abc, call((model) -> switch (model) {
			case "a" -> hang();
			default -> model;
		}));
		assertThat(result.answer()).isEqualTo("b");
		assertThat(result.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(requireNonNull(result.attempts().get(0).fault()).hint()).isEqualTo("another model answered first");
		assertThat(this.tracker.snapshot("a").errors()).isZero();
		assertThat(this.events).isEmpty();
	}

	@Test
	void noModelIsAskedByBothAndNoAttemptIsLost() {
		CountDownLatch failed = new CountDownLatch(1);
		FailoverResult<String> result = hedging(this::start).execute(this.ab, call((model) -> {
			if (model.equals("a")) {
				this.hedged.await();
				failed.countDown();
				throw new FaultyException(Fault.of(FaultKind.MODEL_UNAVAILABLE));
			}
			failed.await();
			// the thread that asked a looks for another model by now, and must not find b
			this.told.await();
			return model;
		}));
		assertThat(this.asked).containsExactly("a", "b");
		assertThat(result.attempts()).extracting((attempt) -> attempt.model() + " " + attempt.fault())
			.containsExactly("a " + Fault.of(FaultKind.MODEL_UNAVAILABLE), "b null");
		assertThat(this.events).containsExactly("failed over");
	}

	@Test
	void hedgeGivesTheSecondOpinion() {
		CountDownLatch second = new CountDownLatch(1);
		FailoverException exception = catchThrowableOfType(FailoverException.class,
				() -> hedging(this::start).execute(this.abc, call((model) -> {
					if (model.equals("a")) {
						second.await();
					}
					else {
						second.countDown();
						// it is the second to refuse
						this.told.await();
					}
					throw new FaultyException(WRONG);
				})));
		assertThat(this.asked).containsExactlyInAnyOrder("a", "b");
		assertThat(exception.attempts()).hasSize(2);
		assertThat(exception.fault()).isEqualTo(WRONG.confirmed());
		assertThat(this.events).containsExactly("failed");
	}

	@Test
	void hedgeThatGetsNoThreadIsDoneWithout() {
		AtomicInteger started = new AtomicInteger();
		Executor one = (task) -> {
			if (started.getAndIncrement() > 0) {
				throw new RejectedExecutionException("no more threads");
			}
			start(task);
		};
		CountDownLatch refused = new CountDownLatch(1);
		FailoverResult<String> result = hedging(one).execute(this.ab, call((model) -> {
			while (started.get() < 2) {
				Thread.onSpinWait();
			}
			refused.countDown();
			return model;
		}));
		assertThat(result.answer()).isEqualTo("a");
		assertThat(this.asked).containsExactly("a");
	}

	@Test
	void callThatGetsNoThreadAtAllIsMadeOnTheCallersOwn() {
		Executor none = (task) -> {
			throw new OutOfMemoryError("unable to create native thread");
		};
		Thread caller = Thread.currentThread();
		FailoverResult<String> result = hedging(none).execute(this.ab, call((model) -> {
			assertThat(Thread.currentThread()).isSameAs(caller);
			return model;
		}));
		assertThat(result.answer()).isEqualTo("a");
	}

	@Test
	void requestsOfAnAttemptThatIsGivenUpAreTold() throws Exception {
		CountDownLatch sentAgain = new CountDownLatch(1);
		CompletableFuture<ModelAttempt> late = new CompletableFuture<>();
		FailoverResult<String> result = hedging(this::start).execute(this.ab, (attempt) -> {
			if (attempt.model().id().equals("b")) {
				sentAgain.await();
				return "b";
			}
			this.hedged.await();
			assertThat(attempt.sendAgain()).isTrue();
			sentAgain.countDown();
			try {
				this.never.await();
			}
			finally {
				late.complete(attempt);
			}
			return "a";
		});
		assertThat(result.attempts()).extracting(Attempt::model, Attempt::requests)
			.containsExactly(tuple("a", 2), tuple("b", 1));
		// nobody would tell of it
		assertThat(late.get(30, TimeUnit.SECONDS).sendAgain()).isFalse();
	}

	@Test
	void hedgeThatEndsByAnErrorLeavesTheAnswerToTheFirst() {
		CountDownLatch broken = new CountDownLatch(1);
		FailoverResult<String> result = hedging(this::start).execute(this.ab, call((model) -> {
			if (model.equals("b")) {
				broken.countDown();
				throw new AssertionError("boom");
			}
			broken.await();
			return model;
		}));
		assertThat(result.answer()).isEqualTo("a");
	}

	@Test
	void errorOfTheOnlyThreadReachesTheCaller() {
		AssertionError error = new AssertionError("boom");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> hedging(this::start, Duration.ofMinutes(1)).execute(this.ab, call((model) -> {
				throw error;
			})))
			.isSameAs(error);
	}

	@Test
	void errorTellsOfTheAttemptsBefore() {
		AssertionError error = new AssertionError("boom");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> hedging(this::start, Duration.ofMinutes(1)).execute(this.ab, call((model) -> {
				if (model.equals("a")) {
					throw new FaultyException(Fault.of(FaultKind.UNKNOWN));
				}
				throw error;
			})));
		assertThat(error.getSuppressed()).singleElement().isInstanceOf(FaultyException.class);
	}

	@Test
	void answerOfTheSlowerIsDiscarded() {
		CountDownLatch won = new CountDownLatch(1);
		FailoverResult<String> result = hedging(this::start).execute(this.ab, call((model) -> {
			if (model.equals("a")) {
				awaitUninterruptibly(won);
			}
			return model;
		}));
		won.countDown();
		assertThat(result.answer()).isEqualTo("b");
		while (this.discarded.isEmpty()) {
			Thread.onSpinWait();
		}
		assertThat(this.discarded).containsExactly("a");
	}

	@Test
	void bothShareOneBudgetOfAttempts() {
		Route two = this.abc.withRetry(this.abc.retry().toBuilder().maxTotalAttempts(2).build());
		CountDownLatch both = new CountDownLatch(2);
		FailoverException exception = catchThrowableOfType(FailoverException.class,
				() -> hedging(this::start).execute(two, call((model) -> {
					both.countDown();
					both.await();
					throw new FaultyException(Fault.of(FaultKind.MODEL_UNAVAILABLE));
				})));
		assertThat(this.asked).hasSize(2);
		assertThat(exception.attempts()).hasSize(2);
	}

	@Test
	void attemptThatEachLeftToTheOtherIsMade() {
		Route two = this.abc.withRetry(this.abc.retry().toBuilder().maxTotalAttempts(2).build());
		CountDownLatch firstHasEnded = new CountDownLatch(1);
		Executor secondIsLate = (task) -> start(this.threads.isEmpty() ? () -> {
			task.run();
			firstHasEnded.countDown();
		} : () -> {
			awaitUninterruptibly(firstHasEnded);
			task.run();
		});
		FailoverException exception = catchThrowableOfType(FailoverException.class,
				() -> hedging(secondIsLate).execute(two, call((model) -> {
					this.hedged.await();
					throw new FaultyException(Fault.of(FaultKind.MODEL_UNAVAILABLE));
				})));
		assertThat(exception.attempts()).hasSize(2);
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void modelThatIsOutIsNoHedge() {
		this.tracker.of("b").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ofMinutes(1));
		CountDownLatch late = new CountDownLatch(1);
		FailoverResult<String> result = hedging(this::start).execute(this.ab, call((model) -> {
			late.await(50, TimeUnit.MILLISECONDS);
			return model;
		}));
		assertThat(result.answer()).isEqualTo("a");
		assertThat(this.asked).containsExactly("a");
	}

	@Test
	void interruptOfTheCallerEndsBoth() throws Exception {
		Thread caller = Thread.currentThread();
		FailoverException exception = catchThrowableOfType(FailoverException.class,
				() -> hedging(this::start).execute(this.ab, call((model) -> {
					if (model.equals("b")) {
						caller.interrupt();
					}
					return hang();
				})));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.CANCELLED);
		assertThat(exception.attempts()).extracting(Attempt::model).containsExactlyInAnyOrder("a", "b");
		assertThat(this.events).containsExactly("failed");
	}

	@Test
	void callGoesOnAfterABreakAndMayBeHedgedAgain() throws InterruptedException {
		FailoverCall<Settlement> call = hedging(this::start).begin(this.abc, (attempt) -> {
			this.asked.add(attempt.model().id());
			if (attempt.model().id().equals("b")) {
				hang();
			}
			return attempt.takeOver();
		});
		call.next().answer().failed(new FaultyException(Fault.of(FaultKind.UNREACHABLE)));
		FailoverResult<Settlement> second = call.next();
		assertThat(second.attempts()).extracting(Attempt::model).containsExactly("a", "b", "c");
		// two threads ask them, and one of the two may be late
		threadsEnd();
		assertThat(this.asked).containsExactlyInAnyOrder("a", "b", "c");
	}

	@Test
	void secondModelIsAskedOnceTheFirstIsLaterThanItUsuallyIs() {
		for (int i = 0; i < 20; i++) {
			this.tracker.of("a")
				.firstTokens()
				.answered(RequestSize.UNKNOWN, LEARNING, Duration.ofMillis(50).toNanos(), false, this.time.nanoTime());
		}
		FailoverResult<String> result = auto().execute(learning(), call((model) -> switch (model) {
			case "a" -> hang();
			default -> model;
		}));
		assertThat(result.answer()).isEqualTo("b");
	}

	@Test
	void modelOfWhichLittleIsKnownHasTwoSeconds() {
		FailoverResult<String> result = auto().execute(learning(), call((model) -> {
			this.never.await(500, TimeUnit.MILLISECONDS);
			return model;
		}));
		assertThat(result.answer()).isEqualTo("a");
		assertThat(this.asked).containsExactly("a");
		assertThat(usualFirstToken(null, call((model) -> model))).isEqualTo(HedgeSettings.OF_UNKNOWN);
		assertThat(usualFirstToken(Model.of("a", AttemptTimeouts.defaults()), call((model) -> model)))
			.isEqualTo(HedgeSettings.OF_UNKNOWN);
	}

	@Test
	void modelThatIsUsuallySlowHasTheTimeItTakesAndNoMoreThanItsLimit() {
		Model a = Model.of("a", LEARNING);
		for (int i = 0; i < 20; i++) {
			this.tracker.of("a")
				.firstTokens()
				.answered(RequestSize.SMALL, LEARNING, Duration.ofSeconds(4).toNanos(), false, this.time.nanoTime());
		}
		ModelCall<String> small = new ModelCall<>() {

			@Override
			public String ask(ModelAttempt attempt) {
				return "";
			}

			@Override
			public long requestSize() {
				return 10;
			}

		};
		assertThat(usualFirstToken(a, small)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
		Model promised = Model.of("a",
				new AttemptTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3))
					.withLearnt(FirstTokenRange.of(Duration.ofSeconds(3))));
		assertThat(usualFirstToken(promised, small)).hasSeconds(3);
	}

	private Duration usualFirstToken(@Nullable Model model, ModelCall<?> modelCall) {
		return HedgedCall.usualFirstToken(this.executor.loop().parts(), model, modelCall);
	}

	@Test
	void attemptThatLostIsRememberedAsASlowOne() throws Exception {
		FirstTokens shown = this.tracker.of("a").firstTokens();
		for (int i = 0; i < 20; i++) {
			shown.answered(RequestSize.UNKNOWN, LEARNING, Duration.ofMillis(1).toNanos(), false, this.time.nanoTime());
		}
		auto().execute(learning(), new ModelCall<String>() {

			@Override
			public String ask(ModelAttempt attempt) throws Exception {
				attempt.firstTokenLimit();
				return attempt.model().id().equals("a") ? hang() : "b";
			}

		});
		threadsEnd();
		assertThat(shown.describe(LEARNING, this.time.nanoTime()).values()).singleElement()
			.asString()
			.contains("21 answers");
	}

	private Route learning() {
		return this.ab.withModels(List.of(Model.of("a", LEARNING), Model.of("b", LEARNING)));
	}

	private HedgingExecutor auto() {
		return new HedgingExecutor(this.executor, HedgeSettings.auto(1), this::start, this.time);
	}

	private String hang() throws InterruptedException {
		this.never.await();
		return "never";
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (true) {
			try {
				latch.await();
				return;
			}
			catch (InterruptedException ex) {
				// this model does not listen
			}
		}
	}

	private void start(Runnable task) {
		Thread thread = new Thread(task);
		this.threads.add(thread);
		thread.start();
	}

	private HedgingExecutor hedging(Executor executor) {
		return hedging(executor, Duration.ofMillis(1));
	}

	private HedgingExecutor hedging(Executor threads, Duration after) {
		return new HedgingExecutor(this.executor, new HedgeSettings(after, 1), threads, this.time);
	}

	private ModelCall<String> call(Answering answering) {
		return new ModelCall<>() {
			@Override
			public String ask(ModelAttempt attempt) throws Exception {
				HedgingExecutorTests.this.asked.add(attempt.model().id());
				return answering.answer(attempt.model().id());
			}

			@Override
			public void discard(String answer) {
				HedgingExecutorTests.this.discarded.add(answer);
			}
		};
	}

	private interface Answering {

		String answer(String model) throws Exception;

	}

}
