package net.taotoken.failover.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ModelHealthTracker} and what it is made of.
 */
class ModelHealthTrackerTests {

	private static final Fault SERVER_ERROR = Fault.of(FaultKind.SERVER_ERROR);

	private static final Fault RATE_LIMITED = Fault.of(FaultKind.RATE_LIMITED);

	private final ManualTime time = new ManualTime();

	private final List<String> events = new ArrayList<>();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time,
			List.of(new RecordingListener()));

	private final ModelHealth health = this.tracker.of("m");

	@Test
	void modelThatFailsTooOftenIsTakenOut() {
		succeed(3);
		fail(2);
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
		fail(1);
		assertThat(state()).as("3 of 6, which is half").isEqualTo(ModelState.COOLING_DOWN);
		assertThat(this.health.tryAcquire()).isNull();
		assertThat(this.health.snapshot().coolDownRemaining()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void probeThatFailsIsToldWithItsCoolDown() {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		acquire().failed(SERVER_ERROR, Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(10));
		acquire().failed(RATE_LIMITED.withRetryAfter(Duration.ofMinutes(1)), Duration.ofMinutes(1));
		this.time.advance(Duration.ofMinutes(1));
		acquire().succeeded(1);
		assertThat(this.events).containsExactly("out m rate-limited PT5S", "still out m server-error PT10S",
				"still out m rate-limited PT1M", "back m");
	}

	@Test
	void probeThatSaysNothingIsNotTold() {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		acquire().release();
		acquire().failed(Fault.of(FaultKind.INVALID_REQUEST), null);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void coolDownThatGetsMuchLongerIsTold() {
		Permit late = acquire();
		Permit later = acquire();
		Permit latest = acquire();
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(1));
		late.failed(RATE_LIMITED, Duration.ofSeconds(5));
		later.failed(RATE_LIMITED.withRetryAfter(Duration.ofMinutes(1)), Duration.ofMinutes(1));
		latest.failed(SERVER_ERROR, Duration.ofSeconds(20));
		assertThat(remaining()).isEqualTo(Duration.ofMinutes(1));
		assertThat(this.events).as("neither what is a little longer nor what is shorter")
			.containsExactly("out m rate-limited PT5S", "still out m rate-limited PT1M");
	}

	@Test
	void modelThatIsTakenOutByHandOnceMoreIsTold() {
		this.health.coolDown(RATE_LIMITED, Duration.ofSeconds(5));
		this.health.coolDown(SERVER_ERROR, Duration.ofSeconds(2));
		assertThat(this.events).containsExactly("out m rate-limited PT5S", "still out m server-error PT2S");
	}

	@Test
	void accountThatIsOutProlongsWhatWasOutAlready() {
		this.tracker.of("n");
		this.health.coolDown(RATE_LIMITED, Duration.ofSeconds(5));
		requireNonNull(this.tracker.of("n").tryAcquire())
			.failed(Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT), Duration.ofMinutes(5));
		assertThat(this.events).containsExactlyInAnyOrder("out m rate-limited PT5S", "still out m quota-exhausted PT5M",
				"out n quota-exhausted PT5M");
	}

	@Test
	void fewAttemptsSayNothing() {
		fail(4);
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
		fail(1);
		assertThat(state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void attemptsLeaveTheWindowAfterItsLength() {
		fail(4);
		this.time.advance(Duration.ofSeconds(60));
		fail(1);
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
		assertThat(this.health.snapshot().errors()).isEqualTo(1);
	}

	@Test
	void rateLimitsAreNeutralToTheFailureRate() {
		for (int i = 0; i < 20; i++) {
			acquire().failed(RATE_LIMITED, null);
		}
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
		assertThat(this.health.snapshot().errors()).isZero();
	}

	@Test
	void coolDownDoublesWithEachFailedProbeUpToTheCapAndFallsBackAfterASuccess() {
		fail(5);
		List<Long> coolDowns = new ArrayList<>();
		for (int probe = 0; probe < 5; probe++) {
			coolDowns.add(remaining().toSeconds());
			this.time.advance(remaining());
			acquire().failed(SERVER_ERROR, Duration.ofMillis(500));
		}
		assertThat(coolDowns).containsExactly(5L, 10L, 20L, 30L, 30L);
		this.time.advance(remaining());
		acquire().succeeded(1);
		fail(5);
		assertThat(remaining()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void longCoolDownOfAKindIsNotCutByTheCapForDoubling() {
		acquire().failed(Fault.of(FaultKind.MODEL_UNAVAILABLE), Duration.ofMinutes(10));
		this.time.advance(Duration.ofMinutes(10));
		acquire().failed(Fault.of(FaultKind.MODEL_UNAVAILABLE), Duration.ofMinutes(10));
		assertThat(remaining()).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void rateLimitThatNeverClearsIsAskedEverLessOften() {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		assertThat(remaining()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void serversWaitIsObeyedToTheLetterEvenAfterAFailedProbe() {
		Fault dictated = RATE_LIMITED.withRetryAfter(Duration.ofSeconds(7));
		for (int probe = 0; probe < 3; probe++) {
			acquire().failed(dictated, Duration.ofSeconds(7));
			assertThat(remaining()).isEqualTo(Duration.ofSeconds(7));
			this.time.advance(Duration.ofSeconds(7));
		}
	}

	@Test
	void lateFaultNeverShortensACoolDown() {
		Permit late = acquire();
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(30));
		late.failed(SERVER_ERROR, Duration.ofSeconds(1));
		assertThat(remaining()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void lateSuccessDoesNotEndACoolDown() {
		Permit late = acquire();
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(30));
		late.succeeded(1);
		assertThat(state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void exactlyOneOfManyThreadsProbes() throws Exception {
		for (int round = 0; round < 10; round++) {
			acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
			this.time.advance(remaining());
			List<Permit> permits = acquireByThreads(200);
			assertThat(permits).singleElement().matches(Permit::isProbe);
			assertThat(state()).isEqualTo(ModelState.PROBING);
			permits.get(0).succeeded(1);
			List<Permit> back = acquireByThreads(10);
			assertThat(back).as("on its way back").hasSize(1);
			back.get(0).succeeded(1);
		}
	}

	private List<Permit> acquireByThreads(int threads) throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<Permit>> futures = IntStream.range(0, threads).mapToObj((i) -> executor.submit(() -> {
				gate.await();
				return this.health.tryAcquire();
			})).toList();
			gate.countDown();
			List<Permit> permits = new ArrayList<>();
			for (Future<Permit> future : futures) {
				permits.add(future.get());
			}
			return permits.stream().filter(Objects::nonNull).toList();
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void releasedProbeLeavesItsTurnToTheNextCall() {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		acquire().release();
		assertThat(state()).isEqualTo(ModelState.COOLING_DOWN);
		assertThat(acquire().isProbe()).isTrue();
	}

	@Test
	void requestsFaultReleasesTheProbe() {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		acquire().failed(Fault.of(FaultKind.INVALID_REQUEST), null);
		assertThat(acquire().isProbe()).isTrue();
		assertThat(requireNonNull(this.health.snapshot().lastFault()).kind()).isEqualTo(FaultKind.RATE_LIMITED);
	}

	@Test
	void permitIsSettledOnce() {
		Permit permit = acquire();
		permit.succeeded(1);
		permit.failed(SERVER_ERROR, Duration.ofSeconds(9));
		permit.succeeded(1);
		permit.release();
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
		assertThat(this.health.snapshot().successes()).isEqualTo(1);
		assertThat(this.health.snapshot().errors()).isZero();
	}

	@Test
	void accountsFaultTakesAllModelsOutAndItsEndBringsThemBack() {
		Permit other = Objects.requireNonNull(this.tracker.of("n").tryAcquire());
		acquire().failed(Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT), Duration.ofMinutes(5));
		assertThat(this.tracker.snapshot("n").state()).isEqualTo(ModelState.COOLING_DOWN);
		other.release();
		this.time.advance(Duration.ofMinutes(5));
		acquire().succeeded(1);
		assertThat(this.tracker.snapshot("n").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void endOfTheAccountsFaultDoesNotBringBackModelsThatAreOutForTheirOwn() {
		Objects.requireNonNull(this.tracker.of("n").tryAcquire()).failed(RATE_LIMITED, Duration.ofMinutes(30));
		acquire().failed(Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT), Duration.ofMinutes(5));
		this.time.advance(Duration.ofMinutes(5));
		acquire().succeeded(1);
		assertThat(this.tracker.snapshot("n").state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void healthiestIsUsableThenBestThenFirst() {
		assertThat(this.tracker.healthiest(List.of("x", "y"))).isEqualTo("x");
		Objects.requireNonNull(this.tracker.of("x").tryAcquire()).failed(SERVER_ERROR, null);
		assertThat(this.tracker.healthiest(List.of("x", "y"))).isEqualTo("y");
		Objects.requireNonNull(this.tracker.of("y").tryAcquire()).failed(RATE_LIMITED, Duration.ofSeconds(5));
		assertThat(this.tracker.healthiest(List.of("x", "y"))).isEqualTo("x");
	}

	@Test
	void scoreNeitherDamnsForOneErrorNorSavesForOneSuccess() {
		double unknown = this.tracker.score("unknown");
		fail(1);
		assertThat(this.tracker.score("m")).isBetween(unknown - 0.1, unknown);
		fail(20);
		double failing = this.tracker.score("m");
		Objects.requireNonNull(Permits.anyway(this.health)).succeeded(1);
		assertThat(failing).isLessThan(0.4);
		assertThat(this.tracker.score("steady")).isGreaterThan(failing);
	}

	@Test
	void latencyIsTheAverageOfRecentSuccesses() {
		assertThat(this.tracker.latency("m")).isNull();
		acquire().succeeded(Duration.ofMillis(100).toNanos());
		acquire().succeeded(Duration.ofMillis(300).toNanos());
		assertThat(this.tracker.latency("m")).isEqualTo(Duration.ofMillis(200));
		this.time.advance(Duration.ofSeconds(61));
		assertThat(this.tracker.latency("m")).isNull();
	}

	@Test
	void snapshotTellsTheStory() {
		succeed(1);
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(2));
		ModelHealthSnapshot snapshot = this.tracker.snapshot("m");
		assertThat(snapshot.coolDownRemaining()).isEqualTo(Duration.ofSeconds(3));
		assertThat(snapshot.outBecause()).isEqualTo(RATE_LIMITED);
		assertThat(snapshot.lastFault()).isEqualTo(RATE_LIMITED);
		assertThat(snapshot.lastFaultAt()).isEqualTo(this.time.instant().minusSeconds(2));
		assertThat(snapshot.successRate()).isEqualTo(1.0);
	}

	@Test
	void listenersHearOnceWhenAModelGoesAndOnceWhenItIsBack() {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(10));
		acquire().succeeded(1);
		assertThat(this.events).containsExactly("out m rate-limited PT5S", "still out m rate-limited PT10S", "back m");
	}

	@Test
	void listenerThatThrowsHarmsNobody() {
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time,
				List.of(new ModelHealthListener() {
					@Override
					public void modelCooledDown(String model, Fault fault, Duration coolDown) {
						throw new IllegalStateException("broken");
					}
				}, new RecordingListener()));
		Objects.requireNonNull(tracker.of("m").tryAcquire()).failed(RATE_LIMITED, Duration.ofSeconds(5));
		assertThat(this.events).hasSize(1);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void logHasOneLineWhenAModelGoesAndOneWhenItIsBack(CapturedOutput output) {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(10));
		acquire().succeeded(1);
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("m is out for 5000 ms: rate-limited");
		assertThat(output.getAll().lines().filter((line) -> line.contains("INFO"))).singleElement()
			.asString()
			.contains("m is back");
	}

	@Test
	void strangersAreForgottenInTheOrderOfTheirUseAndNeverTheModelsOfTheConfiguration() {
		this.tracker.keep(List.of("m", "configured"));
		ModelHealth configured = this.tracker.of("configured");
		ModelHealth regular = this.tracker.of("regular");
		ModelHealth rare = this.tracker.of("rare");
		for (int i = 0; i < 10 * KnownModels.MAX_STRANGERS; i++) {
			this.tracker.of("stranger-" + i);
			assertThat(this.tracker.of("regular")).isSameAs(regular);
		}
		assertThat(this.tracker.of("m")).isSameAs(this.health);
		assertThat(this.tracker.of("configured")).isSameAs(configured);
		assertThat(this.tracker.of("rare")).isNotSameAs(rare);
	}

	@Test
	void idThatForgesLogLinesIsRefused() {
		for (String id : List.of("a\nb", "a\u001b[31m", "a\u0000", "a\u202e", " ", "x".repeat(257))) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.tracker.of(id)).withMessageContaining("'model'");
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void faultOfTheAccountIsOneLineForAllModels(CapturedOutput output) {
		for (int i = 0; i < 150; i++) {
			this.tracker.of("m" + i);
		}
		acquire().failed(Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT), Duration.ofMinutes(5));
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("All models are out for 300000 ms, since it is the account's: quota-exhausted")
			.contains(" and 141 more");
		assertThat(this.events).hasSize(151);
	}

	@Test
	void probeThatNobodySettlesGivesWayToTheNext() {
		Permit lost = probe();
		this.time.advance(Duration.ofSeconds(119));
		assertThat(this.health.tryAcquire()).isNull();
		assertThat(this.health.nanosUntilProbe()).isEqualTo(ModelHealth.UNKNOWN);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.health.nanosUntilProbe()).isZero();
		Permit next = acquire();
		assertThat(next.isProbe()).isTrue();
		lost.release();
		assertThat(state()).as("the next probe is under way").isEqualTo(ModelState.PROBING);
		next.succeeded(1);
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void lateSuccessOfAProbeThatGaveWayIsASuccess() {
		Permit late = probe();
		this.time.advance(Duration.ofMinutes(2));
		acquire();
		late.succeeded(1);
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void attemptBesideAProbeDoesNotEndIt() {
		Permit probe = probe();
		Permits.anyway(this.health).failed(Fault.of(FaultKind.INVALID_REQUEST), null);
		assertThat(this.health.tryAcquire()).isNull();
		Permits.anyway(this.health).release();
		assertThat(state()).isEqualTo(ModelState.PROBING);
		Permits.anyway(this.health).failed(SERVER_ERROR, Duration.ofSeconds(1));
		assertThat(state()).isEqualTo(ModelState.PROBING);
		probe.succeeded(1);
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void successBesideAProbeBringsTheModelBack() {
		Permit probe = probe();
		Permits.anyway(this.health).succeeded(1);
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
		probe.failed(RATE_LIMITED, Duration.ofSeconds(7));
		assertThat(remaining()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void probeThatFailsAfterTheAccountIsBackIsNotForgotten() {
		Fault account = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT);
		this.tracker.of("n");
		acquire().failed(account, Duration.ofMinutes(5));
		this.time.advance(Duration.ofMinutes(5));
		Permit probe = acquire();
		Objects.requireNonNull(this.tracker.of("n").tryAcquire()).succeeded(1);
		assertThat(state()).isEqualTo(ModelState.HEALTHY);
		probe.failed(RATE_LIMITED.withRetryAfter(Duration.ofSeconds(600)), Duration.ofSeconds(600));
		assertThat(remaining()).isEqualTo(Duration.ofSeconds(600));
	}

	@Test
	void waitThatTheServerDictatesHoldsDuringAProbe() {
		Permit probe = probe();
		Permits.anyway(this.health)
			.failed(RATE_LIMITED.withRetryAfter(Duration.ofSeconds(600)), Duration.ofSeconds(600));
		probe.succeeded(1);
		assertThat(remaining()).isEqualTo(Duration.ofSeconds(600));
	}

	@Test
	void successFromBeforeTheLastFailureDoesNotEndTheOutage() {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		Permit old = Permits.anyway(this.health);
		this.health.putBack();
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		old.succeeded(1);
		assertThat(state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	private Permit probe() {
		acquire().failed(RATE_LIMITED, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(5));
		return acquire();
	}

	private void succeed(int times) {
		for (int i = 0; i < times; i++) {
			acquire().succeeded(1);
		}
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			Permits.anyway(this.health).failed(SERVER_ERROR, null);
		}
	}

	private Permit acquire() {
		return Objects.requireNonNull(this.health.tryAcquire());
	}

	private ModelState state() {
		return this.health.snapshot().state();
	}

	private Duration remaining() {
		return this.health.snapshot().coolDownRemaining();
	}

	private final class RecordingListener implements ModelHealthListener {

		@Override
		public void modelCooledDown(String model, Fault fault, Duration coolDown) {
			ModelHealthTrackerTests.this.events.add("out " + model + " " + fault.describe() + " " + coolDown);
		}

		@Override
		public void modelStillOut(String model, Fault fault, Duration coolDown) {
			ModelHealthTrackerTests.this.events.add("still out " + model + " " + fault.describe() + " " + coolDown);
		}

		@Override
		public void modelRecovered(String model) {
			ModelHealthTrackerTests.this.events.add("back " + model);
		}

	}

}
