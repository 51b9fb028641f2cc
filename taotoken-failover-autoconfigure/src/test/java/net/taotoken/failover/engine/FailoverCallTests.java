package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link FailoverCall} and {@link Settlement}.
 */
@Timeout(60)
class FailoverCallTests {

	private static final Fault BROKEN = Fault.of(FaultKind.UNREACHABLE);

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final ScriptedModels models = new ScriptedModels(this.time);

	private final Route abc = Route.of("default", "a", "b", "c").withTotalTimeout(Duration.ofSeconds(20));

	private final List<String> interrupted = new ArrayList<>();

	private final FailoverExecutor executor = new FailoverExecutor(this.tracker,
			List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null),
			List.of(new FailoverListener() {
				@Override
				public void answerInterrupted(Route route, Attempt attempt) {
					FailoverCallTests.this.interrupted.add(attempt.describe());
				}
			}), this.time, new Random(1));

	@Test
	void callGoesOnWithAnotherModelAndOneListOfAttempts() {
		this.models.fails("a", FaultKind.UNKNOWN);
		FailoverCall<Settlement> call = call(this.abc);
		FailoverResult<Settlement> first = call.next();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(first.answer().failed(new FaultyException(BROKEN))).isEqualTo(BROKEN);
		FailoverResult<Settlement> second = call.next();
		assertThat(second.model().id()).isEqualTo("c");
		assertThat(second.attempts()).extracting(Attempt::describe)
			.containsExactly("a: unknown after 0 ms", "b: unreachable after 2000 ms", "c: answered after 0 ms");
		assertThat(call.attempts()).hasSize(2);
		assertThat(this.interrupted).containsExactly("b: unreachable after 2000 ms");
	}

	@Test
	void allAnswersHaveOneDeadline() {
		this.models.does("a", (attempt) -> {
			this.time.advance(Duration.ofSeconds(15));
			return "a";
		});
		FailoverCall<Settlement> call = call(this.abc);
		call.next().answer().failed(new FaultyException(BROKEN));
		this.models.does("b", (attempt) -> {
			assertThat(attempt.timeLeft()).isEqualTo(Duration.ofSeconds(5));
			this.time.advance(attempt.timeLeft());
			throw new FaultyException(Fault.of(FaultKind.TIMEOUT));
		});
		FailoverException exception = catchThrowableOfType(FailoverException.class, call::next);
		assertThat(exception.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void timeInWhichAnAnswerWasWrittenIsNotCounted() {
		this.models.does("a", (attempt) -> {
			this.time.advance(Duration.ofSeconds(15));
			return "a";
		});
		FailoverCall<Settlement> call = call(this.abc);
		for (String model : List.of("a", "b")) {
			FailoverResult<Settlement> result = call.next();
			assertThat(result.model().id()).isEqualTo(model);
			this.time.advance(Duration.ofMinutes(2));
			result.answer().failed(new FaultyException(BROKEN));
		}
		this.models.does("c", (attempt) -> {
			assertThat(attempt.timeLeft()).isEqualTo(Duration.ofSeconds(5));
			return "c";
		});
		assertThat(call.next().attempts()).extracting(Attempt::describe)
			.containsExactly("a: unreachable after 135000 ms", "b: unreachable after 120000 ms",
					"c: answered after 0 ms");
	}

	@Test
	void answerThatIsReadInTheAttemptAndBreaksLeavesTheOthersTheirTime() {
		this.models.does("a", (attempt) -> {
			this.time.advance(Duration.ofSeconds(4));
			attempt.answerBegins();
			this.time.advance(Duration.ofMinutes(1));
			attempt.answerBegins();
			this.time.advance(Duration.ofMinutes(1));
			throw new FaultyException(Fault.of(FaultKind.INVALID_RESPONSE));
		}).does("a", (attempt) -> {
			assertThat(attempt.timeLeft()).as("less a wait").isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
			throw new FaultyException(Fault.of(FaultKind.TIMEOUT));
		});
		FailoverResult<String> result = this.executor.execute(this.abc, this.models);
		assertThat(result.model().id()).isEqualTo("b");
		assertThat(result.attempts()).extracting((attempt) -> attempt.duration().toSeconds())
			.containsExactly(124L, 0L, 0L);
	}

	@Test
	void answerThatBreaksInItsAttemptAndForItsReaderCountsOnce() {
		FailoverCall<Settlement> call = this.executor.begin(this.abc, (attempt) -> {
			if (attempt.model().id().equals("a")) {
				Settlement settlement = attempt.takeOver();
				this.time.advance(Duration.ofSeconds(30));
				settlement.failed(new FaultyException(BROKEN));
				throw new FaultyException(BROKEN);
			}
			assertThat(attempt.timeLeft()).isEqualTo(Duration.ofSeconds(20));
			return attempt.takeOver();
		});
		assertThat(call.next().model().id()).isEqualTo("b");
	}

	@Test
	void timeInWhichTwoModelsWriteAtOnceCountsOnce() {
		CallState call = new CallState(this.abc, 0);
		call.answerBroke(20, 30);
		call.answerBroke(50, 60);
		call.answerBroke(10, 100);
		call.answerBroke(90, 110);
		assertThat(call.nanosLeft(0)).isEqualTo(this.abc.totalTimeout().toNanos() + 100);
	}

	@Test
	void waitForTheProbeOfAnotherCallIsNotSpentWhileAnAnswerIsWritten() {
		CallState call = new CallState(this.abc, 0);
		assertThat(call.nanosForProbes(0, 1000)).isEqualTo(1000);
		call.answerBroke(10, 5010);
		assertThat(call.nanosForProbes(5010, 1000)).isEqualTo(990);
	}

	@Test
	void allAnswersHaveOneBudgetOfAttempts() {
		Route route = this.abc.withRetry(this.abc.retry().toBuilder().maxTotalAttempts(2).build());
		FailoverCall<Settlement> call = call(route);
		call.next().answer().failed(new FaultyException(BROKEN));
		call.next().answer().failed(new FaultyException(BROKEN));
		FailoverException exception = catchThrowableOfType(FailoverException.class, call::next);
		assertThat(this.models.askedModels()).containsExactly("a", "b");
		assertThat(exception.attempts()).hasSize(2);
	}

	@Test
	void modelWhoseAnswerBrokeIsNotAskedAgain() {
		FailoverCall<Settlement> call = call(Route.of("default", "a"));
		call.next().answer().failed(new FaultyException(BROKEN));
		assertThat(catchThrowableOfType(FailoverException.class, call::next).fault()).isEqualTo(BROKEN);
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void breakThatIsTheRequestsEndsTheCall() {
		FailoverCall<Settlement> call = call(this.abc);
		call.next().answer().failed(new FaultyException(Fault.of(FaultKind.CONTENT_REJECTED)));
		assertThat(catchThrowableOfType(FailoverException.class, call::next).fault().kind())
			.isEqualTo(FaultKind.CONTENT_REJECTED);
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void breakThatProvesNothingIsHeldAgainstAnotherModel() {
		Fault wrong = Fault.of(FaultKind.INVALID_REQUEST).unproven();
		FailoverCall<Settlement> call = call(this.abc);
		call.next().answer().failed(new FaultyException(wrong));
		this.models.fails("b", wrong);
		assertThat(catchThrowableOfType(FailoverException.class, call::next).attempts()).hasSize(2);
		assertThat(this.models.askedModels()).containsExactly("a", "b");
	}

	@Test
	void breakByTheAccountTakesModelsOutThatNobodyHasAskedYet() {
		call(this.abc).next()
			.answer()
			.failed(new FaultyException(Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT)));
		assertThat(this.tracker.snapshot("c").state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void coolDownOfABreakGrowsAsThatOfAnAttempt() {
		Fault limited = Fault.of(FaultKind.RATE_LIMITED).withRetryAfter(Duration.ofSeconds(1));
		this.models.fails("a", limited);
		FailoverCall<Settlement> call = call(this.abc);
		FailoverResult<Settlement> result = call.next();
		assertThat(result.attempts()).extracting(Attempt::model).containsExactly("a", "a");
		result.answer().failed(new FaultyException(Fault.of(FaultKind.SERVER_ERROR)));
		// 500 ms, doubled for the second fault, and spread by a fifth
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isBetween(Duration.ofMillis(800),
				Duration.ofMillis(1200));
	}

	@Test
	void settlementCountsOnce() {
		Settlement settlement = call(this.abc).next().answer();
		settlement.succeeded();
		settlement.failed(new FaultyException(BROKEN));
		settlement.release();
		assertThat(this.tracker.snapshot("a").successes()).isEqualTo(1);
		assertThat(this.tracker.snapshot("a").errors()).isZero();
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void breakAfterAReleaseIsAnAttemptOfTheCall() {
		FailoverCall<Settlement> call = call(this.abc);
		Settlement settlement = call.next().answer();
		settlement.release();
		settlement.failed(new FaultyException(BROKEN));
		assertThat(call.attempts()).extracting(Attempt::model).containsExactly("a");
		assertThat(this.tracker.snapshot("a").errors()).isZero();
	}

	@Test
	void cancelEndsTheCallThatIsAsking() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		this.models.does("a", (attempt) -> {
			asked.countDown();
			new CountDownLatch(1).await();
			return "never";
		});
		FailoverCall<String> call = this.executor.begin(this.abc, this.models);
		Thread canceller = new Thread(() -> {
			try {
				asked.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			call.cancel();
		});
		canceller.start();
		assertThat(catchThrowableOfType(FailoverException.class, call::next).fault().kind())
			.isEqualTo(FaultKind.CANCELLED);
		assertThat(Thread.interrupted()).as("interrupt of the reader").isFalse();
		canceller.join();
		assertThat(catchThrowableOfType(FailoverException.class, call::next).fault().kind())
			.isEqualTo(FaultKind.CANCELLED);
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void answerThatComesAfterACancelIsDiscarded() {
		List<String> discarded = new ArrayList<>();
		List<FailoverCall<String>> calls = new ArrayList<>();
		FailoverCall<String> call = this.executor.begin(this.abc, new ModelCall<String>() {
			@Override
			public String ask(ModelAttempt attempt) {
				calls.get(0).cancel();
				Thread.interrupted();
				return "late";
			}

			@Override
			public void discard(String answer) {
				discarded.add(answer);
			}
		});
		calls.add(call);
		assertThat(catchThrowableOfType(FailoverException.class, call::next).fault().kind())
			.isEqualTo(FaultKind.CANCELLED);
		assertThat(discarded).containsExactly("late");
	}

	private FailoverCall<Settlement> call(Route route) {
		return this.executor.begin(route, (attempt) -> {
			this.models.ask(attempt);
			return attempt.takeOver();
		});
	}

}
