package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.LimitUse;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.route.ModelLimits;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.TokenDemand;
import net.taotoken.failover.time.SimulatedTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls on models with limits. Each call is a thread, and time passes only
 * while all of them wait.
 */
class LimitedModelsTests {

	private static final Route ONE = Route.of("default", "a");

	private static final Route TWO = Route.of("default", "a", "b");

	private final SimulatedTime time = new SimulatedTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final List<Duration> waits = new ArrayList<>();

	private final FailoverExecutor executor = new FailoverExecutor(this.tracker,
			List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null),
			List.of(new FailoverListener() {

				@Override
				public void callWaited(Route route, Duration wait) {
					LimitedModelsTests.this.waits.add(wait);
				}

			}), AttemptObserver.NONE, List.of(), this.time, new Random(7), Runnable::run);

	/** What the calls did, in order. */
	private final List<String> told = new ArrayList<>();

	private final Map<String, Fault> faults = new HashMap<>();

	private Duration latency = Duration.ofSeconds(1);

	private TokenDemand size = TokenDemand.UNKNOWN;

	private long used;

	private @Nullable FailoverException failure;

	@Test
	void requestsBeyondTheLimitWaitWithinPatience() {
		limit("a", 60, null, null);
		calls(6, 0, TWO);
		this.time.run();
		// three at once, one each second from then on, and no further than two seconds
		assertThat(this.told).containsExactly("0 a 0.0", "1 a 0.0", "2 a 0.0", "5 b 0.0", "3 a 1.0", "4 a 2.0");
		assertThat(this.waits).extracting(Duration::toMillis)
			.as("the second is woken once, when it is the first")
			.containsExactly(1000L, 1000L, 1000L);
	}

	@Test
	void onlyModelIsWaitedForAsLongAsTheCallHasTime() {
		limit("a", 60, null, null);
		calls(6, 0, ONE);
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "1 a 0.0", "2 a 0.0", "3 a 1.0", "4 a 2.0", "5 a 3.0");
	}

	@Test
	void requestsAtOnceWaitForThoseUnderWayInTheirOrder() {
		limit("a", null, null, 2);
		calls(5, 0, ONE);
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "1 a 0.0", "2 a 1.0", "3 a 1.0", "4 a 2.0");
	}

	@Test
	void callThatComesLaterOvertakesNobody() {
		limit("a", null, null, 1);
		this.latency = Duration.ofSeconds(2);
		calls(2, 0, ONE);
		this.time.at(Duration.ofSeconds(2), () -> call("late", ONE));
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "1 a 2.0", "late a 4.0");
	}

	@Test
	void callThatComesWhenThereIsRoomAgainOvertakesNobody() {
		limit("a", 60, null, null);
		this.time.at(Duration.ofSeconds(1), () -> call("late", ONE));
		calls(4, 0, ONE);
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "1 a 0.0", "2 a 0.0", "3 a 1.0", "late a 2.0");
	}

	@Test
	void callSwitchesWhereThePlaceIsNotFreeWithinPatience() {
		limit("a", null, null, 1);
		this.latency = Duration.ofSeconds(30);
		calls(2, 0, TWO);
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "1 b 2.0");
	}

	@Test
	void everyOneWokenIsTheNextInLine() {
		limit("a", null, null, 1);
		this.latency = Duration.ofMillis(100);
		calls(50, 0, ONE);
		this.time.run();
		assertThat(this.told).hasSize(50);
		assertThat(this.waits).as("one wait for each call that waits").hasSize(49);
	}

	@Test
	void tokensAreEstimatedBeforeAndCorrectedAfterwards() {
		limit("a", null, 6000L, null);
		this.size = new TokenDemand(0, 3000);
		this.used = 300;
		calls(3, 0, ONE);
		this.time.run();
		// two times 3000 are a minute's worth, until the first says that it was 300
		assertThat(this.told).containsExactly("0 a 0.0", "1 a 1.0", "2 a 1.0");
		LimitUse use = requireNonNull(this.tracker.of("a").limitUse());
		assertThat(use.tokensLeft()).isEqualTo(6000 - 3 * 300);
	}

	@Test
	void requestThatMayTakeMoreThanTheLimitHoldsUpOthersForAMinute() {
		limit("a", null, 6000L, null);
		this.size = new TokenDemand(0, Integer.MAX_VALUE);
		this.faults.put("a", Fault.of(FaultKind.INVALID_REQUEST));
		calls(2, 0, ONE.withTotalTimeout(Duration.ofMinutes(5)));
		this.time.run();
		assertThat(this.told).containsExactly("0 failed 0.0", "1 failed 61.0");
	}

	@Test
	void usageThatCannotBeTrueHoldsUpOthersForAMinute() {
		limit("a", null, 6000L, null);
		this.size = new TokenDemand(10, 3000);
		this.used = Long.MAX_VALUE / 4;
		calls(1, 0, ONE);
		calls(1, 2, ONE.withTotalTimeout(Duration.ofMinutes(5)));
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "0 a 61.0");
	}

	@Test
	void fullModelIsNoFault() {
		limit("a", 1, null, null);
		calls(2, 0, TWO);
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "1 b 0.0");
		assertThat(this.tracker.snapshot("a").errors()).isZero();
		assertThat(this.tracker.snapshot("a").isHealthy()).isTrue();
		assertThat(this.tracker.snapshot("a").lastFault()).isNull();
	}

	@Test
	void failureSaysThatThereIsNoRoomAndWhenThereWillBe() {
		limit("a", 1, null, null);
		calls(2, 0, ONE.withTotalTimeout(Duration.ofSeconds(10)));
		this.time.run();
		assertThat(this.told).containsExactly("1 failed 0.0", "0 a 0.0");
		FailoverException exception = requireNonNull(this.failure);
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.RATE_LIMITED);
		assertThat(exception.retryAfter()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
		assertThat(exception).hasMessageContaining("limits leave no room");
		assertThat(exception).hasMessageContaining("a (no room within its limits for 6");
		assertThat(exception.attempts()).isEmpty();
	}

	@Test
	void whoWaitsTurnsToAnotherModelWhenItsOwnGoesOut() {
		limit("a", null, null, 1);
		this.latency = Duration.ofSeconds(1);
		this.faults.put("a", Fault.of(FaultKind.MODEL_UNAVAILABLE));
		calls(2, 0, TWO);
		this.time.run();
		assertThat(this.told).containsExactlyInAnyOrder("0 b 1.0", "1 b 1.0");
	}

	@Test
	void whoWaitsTurnsToAnotherModelWhenAnotherInstanceSaysThatItsOwnIsOut() {
		this.tracker.keep(Set.of("a"));
		limit("a", 60, null, null);
		calls(4, 0, TWO);
		this.time.at(Duration.ofMillis(500),
				() -> this.tracker.heardOut("a", Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(30)));
		this.time.run();
		assertThat(this.told).containsExactlyInAnyOrder("0 a 0.0", "1 a 0.0", "2 a 0.0", "3 b 0.5");
	}

	@Test
	void otherLimitsHoldAtOnceAndKnowWhatWasAsked() {
		limit("a", null, null, 1);
		calls(3, 0, ONE);
		this.time.at(Duration.ofMillis(500), () -> limit("a", 100, null, 2));
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "1 a 0.5", "2 a 1.0");
		assertThat(requireNonNull(this.tracker.of("a").limitUse()).requestsLeft()).isEqualTo(97);
	}

	@Test
	void withoutLimitsNobodyWaitsAnyMore() {
		limit("a", null, null, 1);
		calls(3, 0, ONE);
		this.time.at(Duration.ofMillis(500), () -> this.tracker.limit(Map.of()));
		this.time.run();
		assertThat(this.told).containsExactly("0 a 0.0", "1 a 0.5", "2 a 0.5");
		assertThat(this.tracker.of("a").limitUse()).isNull();
	}

	@Test
	void limitsThatComeWhileACallIsUnderWayAreWaitedFor() {
		this.faults.put("a", Fault.of(FaultKind.MODEL_UNAVAILABLE));
		calls(1, 0, TWO);
		this.time.at(Duration.ofMillis(500), () -> limit("b", null, null, 1));
		this.time.at(Duration.ofMillis(600), () -> call("x", Route.of("default", "b")));
		this.time.run();
		assertThat(this.told).containsExactly("x b 0.6", "0 b 1.6");
		assertThat(this.waits).containsExactly(Duration.ofMillis(600));
	}

	@Test
	void modelThatOnlyRequestsNameHasLimits() {
		this.tracker.limit(Set.of(), (model) -> model.equals("z") ? new ModelLimits(null, null, 1) : null);
		calls(2, 0, Route.of("default", "z"));
		this.time.run();
		assertThat(this.told).containsExactly("0 z 0.0", "1 z 1.0");
		this.tracker.limit(Set.of(), (model) -> null);
		assertThat(this.tracker.of("z").limitUse()).isNull();
	}

	@Test
	void whereAllModelsAreOutTheirLimitsAreWaitedForToo() {
		Fault longer = Fault.of(FaultKind.OVERLOADED).withRetryAfter(Duration.ofMinutes(10));
		for (String model : List.of("a", "b")) {
			Permits.anyway(this.tracker.of(model)).failed(longer, Duration.ofMinutes(10));
			this.faults.put(model, longer);
		}
		this.tracker.limit(Map.of("a", new ModelLimits(null, null, 1), "b", new ModelLimits(null, null, 1)));
		calls(3, 0, TWO);
		this.time.run();
		assertThat(this.told).containsExactly("0 failed 0.0", "1 failed 0.0", "2 failed 1.0");
		assertThat(requireNonNull(this.failure).fault()).isEqualTo(longer);
	}

	@Test
	void whereAllModelsAreOutNobodyStandsInALongLine() {
		Fault longer = Fault.of(FaultKind.OVERLOADED).withRetryAfter(Duration.ofMinutes(10));
		Permits.anyway(this.tracker.of("a")).failed(longer, Duration.ofMinutes(10));
		this.latency = Duration.ofSeconds(30);
		limit("a", null, null, 1);
		calls(4, 0, ONE);
		this.time.at(Duration.ofSeconds(29), () -> assertThat(this.told).hasSize(3));
		this.time.run();
		assertThat(this.told).contains("0 a 0.0").hasSize(4);
		assertThat(requireNonNull(this.failure).fault().kind()).isEqualTo(FaultKind.RATE_LIMITED);
	}

	@Test
	void whoWaitsForOneModelHoldsUpNobodyAtAnother() {
		this.tracker.limit(Map.of("a", new ModelLimits(null, null, 1), "b", new ModelLimits(null, null, 1)));
		Permits.anyway(this.tracker.of("a")).failed(Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(5));
		Route second = Route.of("default", "b");
		Route patient = TWO.withRetry(TWO.retry().toBuilder().patience(Duration.ofSeconds(10)).build());
		this.time.at(Duration.ZERO, () -> call("0", second));
		this.time.at(Duration.ofMillis(100), () -> call("1", patient));
		this.time.at(Duration.ofMillis(500), () -> {
			this.tracker.of("a").putBack();
			call("2", ONE);
		});
		this.time.at(Duration.ofMillis(600), () -> call("3", second));
		this.time.run();
		assertThat(this.told).containsExactlyInAnyOrder("0 b 0.0", "2 a 0.5", "3 b 1.0", "1 a 1.5");
	}

	@Test
	void retryOfAFullModelTurnsToAnother() {
		limit("a", 1, null, null);
		this.faults.put("a", Fault.of(FaultKind.SERVER_ERROR));
		this.latency = Duration.ofMillis(10);
		calls(1, 0, TWO);
		this.time.run();
		assertThat(this.told).containsExactly("0 b 0.5");
	}

	@Test
	void placeIsFreeAgainAfterEachEnd() {
		limit("a", null, null, 1);
		this.faults.put("a", Fault.of(FaultKind.INVALID_REQUEST));
		calls(1, 0, ONE);
		this.time.run();
		assertThat(requireNonNull(this.tracker.of("a").limitUse()).concurrentLeft()).isEqualTo(1);
	}

	private void limit(String model, @Nullable Integer rpm, @Nullable Long tpm, @Nullable Integer concurrent) {
		this.tracker.limit(Map.of(model, new ModelLimits(rpm, tpm, concurrent)));
	}

	private void calls(int calls, int second, Route route) {
		for (int i = 0; i < calls; i++) {
			String name = String.valueOf(i);
			this.time.at(Duration.ofSeconds(second), () -> call(name, route));
		}
	}

	private void call(String name, Route route) {
		Asked asked = new Asked();
		try {
			String answer = this.executor.execute(route, asked).answer();
			this.told.add(name + " " + answer + " " + asked.lastAt / 100 / 10.0);
		}
		catch (FailoverException ex) {
			this.failure = ex;
			this.told.add(name + " failed " + asked.lastAt / 100 / 10.0);
		}
	}

	private final class Asked implements ModelCall<String> {

		private long lastAt;

		@Override
		public String ask(ModelAttempt attempt) throws Exception {
			this.lastAt = LimitedModelsTests.this.time.nanoTime() / 1_000_000;
			LimitedModelsTests.this.time.sleep(LimitedModelsTests.this.latency);
			Fault fault = LimitedModelsTests.this.faults.get(attempt.model().id());
			if (fault != null) {
				throw new FaultyException(fault);
			}
			attempt.used(0, LimitedModelsTests.this.used);
			return attempt.model().id();
		}

		@Override
		public TokenDemand tokenDemand() {
			return LimitedModelsTests.this.size;
		}

	}

}
