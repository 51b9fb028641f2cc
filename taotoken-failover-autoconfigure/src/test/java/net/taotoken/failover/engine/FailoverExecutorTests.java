package net.taotoken.failover.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link FailoverExecutor}: the rule, on a hand-moved clock.
 */
class FailoverExecutorTests {

	private static final FaultClassifier FAULTY = (exception) -> (exception instanceof HasFault faulty) ? faulty.fault()
			: null;

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final ScriptedModels models = new ScriptedModels(this.time);

	private final Route abc = withoutJitter(Route.of("default", "a", "b", "c"));

	private final Route onlyA = withoutJitter(Route.of("default", "a"));

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	void firstModelAnswersWithoutFurtherAttempts() {
		FailoverResult<String> result = execute(this.abc);
		assertThat(result.answer()).isEqualTo("a");
		assertThat(result.model().id()).isEqualTo("a");
		assertThat(result.attempts()).singleElement().satisfies((attempt) -> {
			assertThat(attempt.model()).isEqualTo("a");
			assertThat(attempt.fault()).isNull();
		});
		assertThat(this.models.asked()).containsExactly("a@0.0s");
	}

	@Test
	void waitWithinPatienceIsSpentOnTheSameModel() {
		this.models.fails("a", FaultKind.SERVER_ERROR);
		FailoverResult<String> result = execute(this.abc);
		assertThat(this.models.asked()).containsExactly("a@0.0s", "a@0.5s");
		assertThat(result.attempts()).extracting(Attempt::model).containsExactly("a", "a");
	}

	@Test
	void waitBeyondPatienceSwitchesAndBecomesTheCoolDown() {
		this.models.fails("a", FaultKind.RATE_LIMITED);
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertThat(this.time.waits()).isEmpty();
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofSeconds(5));
		execute(this.abc);
		this.time.advance(Duration.ofMillis(4999));
		execute(this.abc);
		this.time.advance(Duration.ofMillis(1));
		execute(this.abc);
		assertThat(this.models.askedModels()).containsExactly("a", "b", "b", "b", "a");
	}

	@Test
	void serversWaitComesBeforeTheConfiguredOne() {
		this.models.fails("a", Fault.of(FaultKind.RATE_LIMITED).withRetryAfter(Duration.ofSeconds(1)));
		execute(this.abc);
		assertThat(this.models.asked()).containsExactly("a@0.0s", "a@1.0s");
	}

	@Test
	void serversLongWaitIsTheCoolDown() {
		this.models.fails("a", Fault.of(FaultKind.OVERLOADED).withRetryAfter(Duration.ofSeconds(42)));
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofSeconds(42));
	}

	@Test
	void serversAbsurdWaitIsCapped() {
		this.models.fails("a", Fault.of(FaultKind.RATE_LIMITED).withRetryAfter(Duration.ofDays(400)));
		execute(this.abc);
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void modelIsLeftAfterItsAttemptsAreUsedUp() {
		this.models.fails("a", FaultKind.SERVER_ERROR, FaultKind.SERVER_ERROR, FaultKind.SERVER_ERROR);
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertThat(this.models.asked()).containsExactly("a@0.0s", "a@0.5s", "b@0.5s");
	}

	@Test
	void waitsGrowAndAreCapped() {
		RetrySettings retry = RetrySettings.builder()
			.maxAttempts(6)
			.maxTotalAttempts(10)
			.patience(Duration.ofSeconds(60))
			.jitter(0)
			.budget(1)
			.build();
		this.models.fails("a", FaultKind.UNREACHABLE, FaultKind.UNREACHABLE, FaultKind.UNREACHABLE,
				FaultKind.UNREACHABLE, FaultKind.UNREACHABLE);
		execute(this.onlyA.withRetry(retry));
		assertThat(this.time.waits()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 8L);
	}

	@Test
	void jitterSpreadsOwnWaitsAndLeavesTheServersAlone() {
		RetrySettings retry = RetrySettings.builder()
			.maxAttempts(50)
			.maxTotalAttempts(50)
			.patience(Duration.ofMinutes(1))
			.multiplier(1)
			.budget(1)
			.build();
		Route route = this.onlyA.withRetry(retry).withTotalTimeout(Duration.ofMinutes(5));
		Fault[] own = new Fault[20];
		Arrays.fill(own, Fault.of(FaultKind.RATE_LIMITED));
		Fault[] servers = new Fault[20];
		Arrays.fill(servers, Fault.of(FaultKind.RATE_LIMITED).withRetryAfter(Duration.ofSeconds(1)));
		this.models.fails("a", own).fails("a", servers);
		execute(route);
		assertThat(this.time.waits().subList(0, 20)).doesNotHaveDuplicates()
			.allMatch((wait) -> wait.toMillis() >= 4000 && wait.toMillis() <= 6000);
		assertThat(this.time.waits().subList(20, 40)).containsOnly(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@EnumSource(names = { "TIMEOUT", "MODEL_UNAVAILABLE", "QUOTA_EXHAUSTED", "AUTHENTICATION",
			"CONTEXT_LENGTH_EXCEEDED", "UNKNOWN" })
	void faultsThatWaitingDoesNotMendSwitchAtOnce(FaultKind kind) {
		this.models.fails("a", kind, kind);
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertThat(this.models.asked()).containsExactly("a@0.0s", "b@0.0s");
	}

	@ParameterizedTest
	@EnumSource(names = { "CONTENT_REJECTED", "INVALID_REQUEST", "CANCELLED" })
	void faultsOfTheRequestEndTheCall(FaultKind kind) {
		this.models.fails("a", kind);
		FailoverException exception = failure(this.abc);
		assertThat(this.models.askedModels()).containsExactly("a");
		assertThat(exception.fault().kind()).isEqualTo(kind);
		assertThat(exception.retryAfter()).isNull();
		assertThat(this.tracker.snapshot("a").errors()).isZero();
	}

	@ParameterizedTest
	@EnumSource(names = { "QUOTA_EXHAUSTED", "AUTHENTICATION" })
	void faultsOfOurOwnAccountEndTheCall(FaultKind kind) {
		this.models.fails("a", Fault.of(kind, FaultScope.ACCOUNT));
		assertThat(failure(this.abc).fault().scope()).isEqualTo(FaultScope.ACCOUNT);
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void faultOfTheAccountIsToldOnce() {
		Fault fault = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT).withHint("the balance is used up");
		this.models.fails("a", fault, fault);
		for (int call = 0; call < 2; call++) {
			assertThat(failure(this.abc)).hasMessageStartingWith("No answer from route 'default':"
					+ " a: quota-exhausted: the balance is used up after 0 ms; not asked:"
					+ " b (out for the same reason), c (out for the same reason); a new call makes sense in ");
		}
	}

	@Test
	void faultOfTheAccountThatDidNotEndTheCallIsTold() {
		this.models.fails("a", Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT), Fault.of(FaultKind.CANCELLED));
		failure(this.abc);
		assertThat(failure(this.abc)).hasMessageContaining("a: cancelled")
			.hasMessageContaining("b (out after quota-exhausted)");
	}

	@Test
	void accountThatWorksAgainFreesAllItsModels() {
		this.models.fails("a", Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT));
		failure(this.abc);
		assertThat(this.tracker.snapshot("c").state()).isEqualTo(ModelState.COOLING_DOWN);
		assertThat(execute(this.abc).answer()).isEqualTo("a");
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
		assertThat(this.tracker.snapshot("c").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void rateLimitOfOurKeyIsWaitedForSinceNoModelEscapesIt() {
		this.models.fails("a", Fault.of(FaultKind.RATE_LIMITED, FaultScope.ACCOUNT));
		assertThat(execute(this.abc).answer()).isEqualTo("a");
		assertThat(this.models.asked()).containsExactly("a@0.0s", "a@5.0s");
	}

	@Test
	void callWaitsForTheFirstModelThatComesBackWhenAllAreOut() {
		this.models.fails("a", FaultKind.RATE_LIMITED);
		this.models.fails("b", FaultKind.OVERLOADED);
		this.models.fails("c", FaultKind.RATE_LIMITED);
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertThat(this.models.asked()).containsExactly("a@0.0s", "b@0.0s", "c@0.0s", "b@3.0s");
	}

	@Test
	void callAsksAtOnceWhenNoModelIsBackInTime() {
		this.models.fails("a", FaultKind.MODEL_UNAVAILABLE);
		failure(this.onlyA);
		assertThat(execute(this.onlyA).answer()).isEqualTo("a");
		assertThat(this.time.waits()).isEmpty();
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void onlyModelIsWaitedForBeyondPatience() {
		this.models.fails("a", FaultKind.RATE_LIMITED);
		assertThat(execute(this.onlyA).answer()).isEqualTo("a");
		assertThat(this.models.asked()).containsExactly("a@0.0s", "a@5.0s");
	}

	@Test
	void waitsNeverOutlastTheTotalTimeout() {
		this.models.fails("a", FaultKind.RATE_LIMITED);
		FailoverException exception = failure(this.onlyA.withTotalTimeout(Duration.ofSeconds(4)));
		assertThat(this.time.elapsed()).isZero();
		assertThat(exception.retryAfter()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void callEndsAfterItsTotalAttempts() {
		for (String model : List.of("a", "b", "c")) {
			this.models.fails(model, FaultKind.OVERLOADED, FaultKind.OVERLOADED, FaultKind.OVERLOADED);
		}
		FailoverException exception = failure(this.abc);
		assertThat(exception.attempts()).hasSize(6);
		assertThat(this.models.askedModels()).containsOnly("a", "b", "c").hasSize(6);
	}

	@Test
	void exceptionHoldsEveryAttemptItsCauseAndTheEarlierOnes() {
		this.models.fails("a", FaultKind.UNKNOWN).fails("b", FaultKind.TIMEOUT).fails("c", FaultKind.UNKNOWN);
		FailoverException exception = failure(this.abc);
		assertThat(exception.attempts()).extracting((attempt) -> requireNonNull(attempt.fault()).kind())
			.containsExactly(FaultKind.UNKNOWN, FaultKind.TIMEOUT, FaultKind.UNKNOWN);
		assertThat(exception).hasMessageContaining("default").hasMessageContaining("b: timeout after 0 ms");
		assertThat(exception.getCause()).isInstanceOf(FaultyException.class);
		assertThat(exception.getSuppressed()).hasSize(2);
		assertThat(exception.route()).isEqualTo("default");
	}

	@Test
	void contextOverflowSwitchesToLargerOrUnknownWindowsOnly() {
		Route route = this.abc.withModels(List.of(window("a", 8000), window("b", 4000), window("c", 32000)));
		this.models.fails("a", FaultKind.CONTEXT_LENGTH_EXCEEDED);
		assertThat(execute(route).answer()).isEqualTo("c");
		this.models.fails("c", FaultKind.CONTEXT_LENGTH_EXCEEDED).fails("a", FaultKind.CONTEXT_LENGTH_EXCEEDED);
		assertThat(failure(route)).hasMessageContaining("b (its context window is no larger)");
	}

	@Test
	void conditionalModelIsUsedOnlyAfterOneOfItsFaults() {
		Route route = this.abc.withModels(List.of(model("a"), conditional("b", FaultKind.QUOTA_EXHAUSTED), model("c")));
		this.models.fails("a", FaultKind.TIMEOUT);
		assertThat(execute(route).answer()).isEqualTo("c");
		this.models.fails("c", FaultKind.QUOTA_EXHAUSTED);
		assertThat(execute(route).answer()).isEqualTo("b");
		assertThat(execute(route).answer()).as("the cheap model is out for that very reason").isEqualTo("b");
	}

	@Test
	void conditionalModelIsUsedAfterAFaultThatTakesNoModelOut() {
		Route route = this.abc
			.withModels(List.of(model("a"), conditional("b", FaultKind.CONTEXT_LENGTH_EXCEEDED), model("c")));
		this.models.fails("a", FaultKind.CONTEXT_LENGTH_EXCEEDED);
		assertThat(execute(route).answer()).isEqualTo("b");
	}

	@Test
	void windowOfTheSameSizeIsNoLarger() {
		this.models.fails("a", FaultKind.CONTEXT_LENGTH_EXCEEDED);
		failure(this.abc.withModels(List.of(window("a", 8000), window("b", 8000))));
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void interruptInAWaitEndsTheCallAndIsKept() {
		this.models.does("a", (attempt) -> {
			Thread.currentThread().interrupt();
			throw new FaultyException(Fault.of(FaultKind.SERVER_ERROR));
		});
		assertThat(failure(this.onlyA).fault()).isEqualTo(CallState.INTERRUPTED);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void attemptTellsWhenItBeganAndHowLongItTook() {
		this.time.advance(Duration.ofSeconds(5));
		Instant startedAt = this.time.instant();
		this.models.does("a", (attempt) -> {
			this.time.advance(Duration.ofSeconds(2));
			return "late";
		});
		FailoverResult<String> result = execute(this.onlyA);
		this.time.advance(Duration.ofSeconds(9));
		assertThat(result.attempts()).containsExactly(new Attempt("a", null, startedAt, Duration.ofSeconds(2)));
	}

	@Test
	void exceptionTellsWhyConditionalModelWasNotAsked() {
		Route route = this.abc.withModels(List.of(model("a"), conditional("b", FaultKind.QUOTA_EXHAUSTED)));
		this.models.fails("a", FaultKind.UNKNOWN);
		assertThat(failure(route)).hasMessageContaining("b (only on [quota-exhausted])");
	}

	@Test
	void configuredReactionReplacesTheDefault() {
		Route route = this.abc.withFaults(this.abc.faults()
			.with(FaultKind.CONTENT_REJECTED,
					this.abc.faults().of(FaultKind.CONTENT_REJECTED).with(Reaction.SWITCH, null, null, null)));
		this.models.fails("a", FaultKind.CONTENT_REJECTED);
		assertThat(execute(route).answer()).isEqualTo("b");
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void configuredAttemptsOfAKindReplaceTheGeneralNumber() {
		Route route = this.abc.withFaults(this.abc.faults()
			.with(FaultKind.SERVER_ERROR,
					this.abc.faults().of(FaultKind.SERVER_ERROR).with(null, Duration.ofMillis(1), null, 4)));
		this.models.fails("a", FaultKind.SERVER_ERROR, FaultKind.SERVER_ERROR, FaultKind.SERVER_ERROR);
		assertThat(execute(route).answer()).isEqualTo("a");
		assertThat(this.models.askedModels()).hasSize(4);
	}

	@Test
	void failedProbeIsNotRepeatedAtOnce() {
		this.models.fails("a", FaultKind.RATE_LIMITED);
		execute(this.abc);
		this.time.advance(Duration.ofSeconds(5));
		this.models.fails("a", FaultKind.SERVER_ERROR);
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertThat(this.models.askedModels()).containsExactly("a", "b", "a", "b");
	}

	@Test
	void retryBudgetTurnsRetriesIntoSwitches() {
		FailoverExecutor executor = executor(List.of());
		int retried = 0;
		for (int call = 0; call < 1000; call++) {
			String fresh = "m" + call;
			this.models.fails(fresh, FaultKind.INVALID_RESPONSE);
			Route route = withoutWaits(this.abc.withModels(List.of(model(fresh), model("spare"))));
			retried += executor.execute(route, this.models).answer().equals(fresh) ? 1 : 0;
		}
		// the reserve of 10 a second for 10 s, and one for every five of the calls so far
		assertThat(retried).isBetween(100 + 190, 100 + 200);
	}

	private static Route withoutWaits(Route route) {
		return route.withFaults(route.faults()
			.with(FaultKind.INVALID_RESPONSE,
					route.faults().of(FaultKind.INVALID_RESPONSE).with(null, Duration.ZERO, null, null)));
	}

	@Test
	void interruptBeforeTheCallAsksNobody() {
		Thread.currentThread().interrupt();
		assertThat(failure(this.abc).fault().kind()).isEqualTo(FaultKind.CANCELLED);
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		assertThat(this.models.asked()).isEmpty();
	}

	@Test
	void interruptDuringAnAttemptTriesNoFurtherModelAndHurtsNobody() {
		this.models.does("a", (attempt) -> {
			throw new InterruptedException();
		});
		assertThat(failure(this.abc).fault().kind()).isEqualTo(FaultKind.CANCELLED);
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		assertThat(this.models.askedModels()).containsExactly("a");
		assertThat(this.tracker.snapshot("a").errors()).isZero();
	}

	@Test
	void interruptThatAClientDisguisesIsStillAnInterrupt() {
		this.models.does("a", (attempt) -> {
			Thread.currentThread().interrupt();
			throw new FaultyException(Fault.of(FaultKind.UNREACHABLE));
		});
		assertThat(failure(this.abc).fault().kind()).isEqualTo(FaultKind.CANCELLED);
		assertThat(this.tracker.snapshot("a").errors()).isZero();
	}

	@Test
	void interruptDuringAWaitEndsTheCallAndKeepsTheFlag() {
		this.models.does("a", (attempt) -> {
			throw new FaultyException(Fault.of(FaultKind.SERVER_ERROR));
		});
		FailoverListener interrupter = new FailoverListener() {
			@Override
			public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
				Thread.currentThread().interrupt();
			}
		};
		FailoverException exception = catchThrowableOfType(FailoverException.class,
				() -> executor(List.of(interrupter)).execute(this.abc, this.models));
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.CANCELLED);
		assertThat(exception.attempts()).hasSize(1);
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void errorPassesThroughAndFreesTheProbe() {
		this.models.fails("a", FaultKind.RATE_LIMITED);
		execute(this.abc);
		this.time.advance(Duration.ofSeconds(5));
		this.models.does("a", (attempt) -> {
			throw new AssertionError("boom");
		});
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> execute(this.abc)).withMessage("boom");
		assertThat(this.tracker.of("a").tryAcquire()).isNotNull();
	}

	@Test
	void listenersThatThrowHarmNobody() {
		FailoverListener broken = new FailoverListener() {
			@Override
			public void attemptSucceeded(Route route, Attempt attempt) {
				throw new IllegalStateException("broken");
			}

			@Override
			public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
				throw new IllegalStateException("broken");
			}

			@Override
			public void callFailed(Route route, FailoverException exception) {
				throw new IllegalStateException("broken");
			}
		};
		this.models.fails("a", FaultKind.RATE_LIMITED);
		assertThat(executor(List.of(broken)).execute(this.abc, this.models).answer()).isEqualTo("b");
		this.models.fails("b", FaultKind.INVALID_REQUEST);
		assertThatExceptionOfType(FailoverException.class)
			.isThrownBy(() -> executor(List.of(broken)).execute(this.abc, this.models));
	}

	@Test
	void classifierThatThrowsLeavesTheFaultUnknown() {
		FailoverExecutor executor = new FailoverExecutor(this.tracker, List.of((exception) -> {
			throw new IllegalStateException("broken");
		}), List.of(), this.time, new Random(1));
		this.models.fails("a", FaultKind.TIMEOUT);
		FailoverResult<String> result = executor.execute(this.abc, this.models);
		assertThat(requireNonNull(result.attempts().get(0).fault()).kind()).isEqualTo(FaultKind.UNKNOWN);
	}

	@Test
	void attemptThatHadOnlyTheRestOfTheCallIsNotBlamedOnTheModel() {
		Route route = this.abc.withTotalTimeout(Duration.ofSeconds(62));
		hangs("a");
		hangs("b");
		FailoverException exception = failure(route);
		assertThat(exception.attempts()).extracting((attempt) -> requireNonNull(attempt.fault()).kind())
			.containsExactly(FaultKind.TIMEOUT, FaultKind.CANCELLED);
		assertThat(this.tracker.snapshot("a").errors()).isEqualTo(1);
		assertThat(this.tracker.snapshot("b").errors()).isZero();
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(62));
	}

	private void hangs(String model) {
		this.models.does(model, (attempt) -> {
			this.time.advance(attempt.responseLimit());
			throw new FaultyException(Fault.of(FaultKind.TIMEOUT));
		});
	}

	@Test
	void takenPermitIsLeftToItsTaker() {
		this.models.fails("a", FaultKind.RATE_LIMITED);
		execute(this.abc);
		this.time.advance(Duration.ofSeconds(5));
		executor(List.of()).execute(this.abc, ModelAttempt::takeOver).answer().succeeded();
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void demotedModelIsTriedLast() {
		this.tracker.of("a").demote("its quota is low");
		this.models.fails("b", FaultKind.UNKNOWN).fails("c", FaultKind.UNKNOWN);
		assertThat(execute(this.abc).answer()).isEqualTo("a");
		this.tracker.of("a").demote(null);
		assertThat(execute(this.abc).answer()).isEqualTo("a");
		assertThat(this.models.askedModels()).containsExactly("b", "c", "a", "a");
	}

	@Test
	void disabledModelIsNotAskedHoweverGreatTheNeed() {
		this.tracker.of("a").disable();
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertThat(failure(this.onlyA)).hasMessageContaining("a (disabled)");
		this.tracker.of("a").putBack();
		assertThat(execute(this.onlyA).answer()).isEqualTo("a");
	}

	@Test
	void notAllOfManyModelsAreNamed() {
		String[] ids = IntStream.rangeClosed(1, 25).mapToObj((number) -> "m" + number).toArray(String[]::new);
		Stream.of(ids).forEach((id) -> this.tracker.of(id).disable());
		assertThat(failure(Route.of("default", ids))).hasMessageContaining("m20 (disabled)")
			.hasMessageContaining("and 5 more")
			.hasMessageNotContaining("m21");
	}

	private FailoverResult<String> execute(Route route) {
		return executor(List.of()).execute(route, this.models);
	}

	@Test
	void errorThatLeavesTheCallTellsOfTheAttemptsBefore() {
		AssertionError error = new AssertionError("boom");
		for (int call = 1; call <= 30; call++) {
			this.models.fails("a", FaultKind.UNSUPPORTED).does("b", (attempt) -> {
				throw error;
			});
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> execute(this.abc)).isSameAs(error);
			assertThat(error.getSuppressed()).hasSize(Math.min(call, 20));
		}
		assertThat(error.getSuppressed()[0]).hasMessage("unsupported");
	}

	private FailoverException failure(Route route) {
		return catchThrowableOfType(FailoverException.class, () -> execute(route));
	}

	private FailoverExecutor executor(List<FailoverListener> listeners) {
		return new FailoverExecutor(this.tracker, List.of(FAULTY), listeners, this.time, new Random(1));
	}

	private static Route withoutJitter(Route route) {
		return route.withRetry(RetrySettings.builder().jitter(0).build());
	}

	private static Model model(String id) {
		return Model.of(id, AttemptTimeouts.defaults());
	}

	private static Model window(String id, int contextWindow) {
		return Model.builder(id).contextWindow(contextWindow).build();
	}

	private static Model conditional(String id, FaultKind kind) {
		return Model.builder(id).onlyOn(Set.of(kind)).build();
	}

}
