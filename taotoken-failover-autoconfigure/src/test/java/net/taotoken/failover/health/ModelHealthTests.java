package net.taotoken.failover.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is done to a {@link ModelHealth} by hand, for the signal that waiting
 * calls hear, and for the edges of its numbers.
 */
class ModelHealthTests {

	private static final Fault RATE_LIMITED = Fault.of(FaultKind.RATE_LIMITED);

	private static final Fault SERVER_ERROR = Fault.of(FaultKind.SERVER_ERROR);

	private static final Duration COOL_DOWN = Duration.ofSeconds(5);

	private final ManualTime time = new ManualTime();

	private final List<String> events = new ArrayList<>();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time,
			List.of(new ModelHealthListener() {
				@Override
				public void modelCooledDown(String model, Fault fault, Duration coolDown) {
					ModelHealthTests.this.events.add("out " + coolDown.toSeconds());
				}

				@Override
				public void modelStillOut(String model, Fault fault, Duration coolDown) {
					ModelHealthTests.this.events.add("still " + coolDown.toSeconds());
				}

				@Override
				public void modelRecovered(String model) {
					ModelHealthTests.this.events.add("back");
				}
			}));

	private final ModelHealth health = this.tracker.of("m");

	@Test
	void firstTokensAndWholeAnswersAreKnownApart() {
		ManualTime clock = new ManualTime();
		ModelHealthTracker apart = new ModelHealthTracker(HealthSettings.defaults(), clock, List.of());
		Permit streamed = requireNonNull(apart.of("s").tryAcquire());
		streamed.firstToken(Duration.ofMillis(200).toNanos(), clock.nanoTime());
		streamed.streamed();
		assertThat(apart.firstToken("s")).isEqualTo(Duration.ofMillis(200));
		assertThat(apart.latency("s")).isNull();
		assertThat(apart.snapshot("s").successes()).isEqualTo(1);
		requireNonNull(apart.of("s").tryAcquire()).succeeded(Duration.ofSeconds(3).toNanos());
		assertThat(apart.latency("s")).isEqualTo(Duration.ofSeconds(3));
		assertThat(apart.snapshot("s").successes()).isEqualTo(2);
	}

	@Test
	void attemptsUnderWayAreCountedOnceSomebodyAsks() {
		ModelHealthTracker counting = new ModelHealthTracker(HealthSettings.defaults(), new ManualTime(), List.of());
		Permit before = requireNonNull(counting.of("m").tryAcquire());
		assertThat(counting.underWay("m")).isZero();
		Permit one = requireNonNull(counting.of("m").tryAcquire());
		Permit two = Permits.anyway(counting.of("m"));
		assertThat(counting.underWay("m")).isEqualTo(2);
		before.succeeded(1);
		one.succeeded(1);
		one.release();
		two.failed(Fault.of(FaultKind.INVALID_REQUEST), null);
		assertThat(counting.underWay("m")).isZero();
	}

	@Test
	void disabledModelIsAskedByNobodyUntilItIsPutBack() {
		CountDownLatch signal = this.tracker.nextChange();
		this.health.disable();
		assertThat(signal.getCount()).as("waiting calls look again").isZero();
		assertThat(this.health.isDisabled()).isTrue();
		assertThat(this.health.tryAcquire()).isNull();
		assertThat(this.health.nanosUntilProbe()).isEqualTo(ModelHealth.UNKNOWN);
		Permits.anyway(this.health).succeeded(1);
		this.time.advance(Duration.ofDays(1));
		assertThat(this.health.tryAcquire()).isNull();
		this.health.putBack();
		assertThat(this.health.isDisabled()).isFalse();
		assertThat(this.health.tryAcquire()).isNotNull();
	}

	@Test
	void modelThatIsPutBackStartsAnew() {
		fail(5);
		CountDownLatch signal = this.tracker.nextChange();
		this.health.putBack();
		assertThat(signal.getCount()).isZero();
		assertThat(this.health.snapshot().errors()).isZero();
		assertThat(this.events).containsExactly("out 5", "back");
		this.health.putBack();
		assertThat(this.events).as("a healthy model is back only once").hasSize(2);
	}

	@Test
	void modelThatRecoversStartsAnew() {
		fail(5);
		this.time.advance(COOL_DOWN);
		acquire().succeeded(1);
		assertThat(this.health.snapshot().errors()).isZero();
		assertThat(this.health.snapshot().successes()).isEqualTo(1);
	}

	@Test
	void coolDownByHandTakesThePlaceOfALongerOne() {
		this.health.coolDown(RATE_LIMITED, Duration.ofMinutes(5));
		CountDownLatch signal = this.tracker.nextChange();
		this.health.coolDown(SERVER_ERROR, COOL_DOWN);
		assertThat(signal.getCount()).as("waiting calls look again").isZero();
		assertThat(this.health.nanosUntilProbe()).isEqualTo(COOL_DOWN.toNanos());
		assertThat(this.health.faultThatTookItOut()).isEqualTo(SERVER_ERROR);
		assertThat(this.events).as("it was out before").containsExactly("out 300", "still 5");
	}

	@Test
	void timeUntilTheProbeGetsShorter() {
		this.time.advance(Duration.ofSeconds(100));
		acquire().failed(RATE_LIMITED, COOL_DOWN);
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.health.nanosUntilProbe()).isEqualTo(Duration.ofSeconds(3).toNanos());
	}

	@Test
	void successCountsFromItsTimeOn() {
		this.time.advance(Duration.ofSeconds(100));
		acquire().succeeded(1);
		assertThat(this.health.snapshot().successes()).isEqualTo(1);
		this.time.advance(Duration.ofSeconds(61));
		assertThat(this.health.snapshot().successes()).isZero();
	}

	@Test
	void coolDownThatIsMoreThanDoubledIsToldOf() {
		this.time.advance(Duration.ofSeconds(100));
		Permit doubling = acquire();
		Permit more = acquire();
		acquire().failed(RATE_LIMITED, COOL_DOWN);
		doubling.failed(SERVER_ERROR, COOL_DOWN.multipliedBy(2));
		assertThat(this.events).containsExactly("out 5");
		more.failed(SERVER_ERROR, COOL_DOWN.multipliedBy(5));
		assertThat(this.events).containsExactly("out 5", "still 25");
	}

	@Test
	void modelsThatAreBackWithTheAccountAreToldOf() {
		this.tracker.of("n");
		acquire().failed(Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT), COOL_DOWN);
		this.time.advance(COOL_DOWN);
		this.tracker.of("healthy").putBack();
		acquire().succeeded(1);
		assertThat(this.events).containsExactly("out 5", "out 5", "back", "back");
	}

	@Test
	void resetStatisticsForgetsThePastAndKeepsTheState() {
		fail(5);
		this.health.resetStatistics();
		assertThat(this.health.snapshot().errors()).isZero();
		assertThat(this.health.snapshot().lastFault()).isNull();
		assertThat(this.health.snapshot().state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void modelThatIsBackAndProbeThatEndsWakeWaitingCalls() {
		acquire().failed(RATE_LIMITED, COOL_DOWN);
		this.time.advance(COOL_DOWN);
		CountDownLatch released = this.tracker.nextChange();
		acquire().release();
		assertThat(released.getCount()).isZero();
		CountDownLatch failed = this.tracker.nextChange();
		acquire().failed(RATE_LIMITED, COOL_DOWN);
		assertThat(failed.getCount()).isZero();
		this.time.advance(Duration.ofSeconds(10));
		CountDownLatch recovered = this.tracker.nextChange();
		acquire().succeeded(1);
		assertThat(recovered.getCount()).isZero();
	}

	@Test
	void attemptOnAHealthyModelIsNoProbeAndDecidesNothing() {
		Permit first = acquire();
		assertThat(first.isProbe()).isFalse();
		CountDownLatch signal = this.tracker.nextChange();
		first.release();
		assertThat(signal.getCount()).isOne();
	}

	@Test
	void coolDownThatEndsAtTheSameTimeKeepsTheReasonUnlessTheAccountIsOne() {
		Permit late = acquire();
		Permit latest = acquire();
		acquire().failed(RATE_LIMITED, COOL_DOWN);
		late.failed(SERVER_ERROR, COOL_DOWN);
		assertThat(this.health.faultThatTookItOut()).isEqualTo(RATE_LIMITED);
		Fault account = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT);
		latest.failed(account, COOL_DOWN);
		assertThat(this.health.faultThatTookItOut()).isEqualTo(account);
	}

	@Test
	void laterEndExtendsACoolDown() {
		Permit late = acquire();
		acquire().failed(RATE_LIMITED, COOL_DOWN);
		late.failed(SERVER_ERROR, COOL_DOWN.plusNanos(1));
		assertThat(this.health.nanosUntilProbe()).isEqualTo(COOL_DOWN.toNanos() + 1);
	}

	@Test
	void longestWaitThatAServerCanImposeIsAnHour() {
		Duration hour = Duration.ofHours(1);
		acquire().failed(RATE_LIMITED.withRetryAfter(Duration.ofHours(30)), Duration.ofHours(30));
		assertThat(this.health.snapshot().coolDownRemaining()).isEqualTo(hour);
		Permits.anyway(this.tracker.of("own")).failed(RATE_LIMITED, Duration.ofHours(30));
		assertThat(this.tracker.snapshot("own").coolDownRemaining()).as("nobody's but our own")
			.isEqualTo(Duration.ofHours(30));
	}

	@Test
	void modelIsOutFromTheConfiguredShareOfFailuresOn() {
		for (int i = 0; i < 6; i++) {
			acquire().succeeded(1);
		}
		fail(5);
		assertThat(this.health.snapshot().isHealthy()).as("5 of 11").isTrue();
		fail(1);
		assertThat(this.health.snapshot().isHealthy()).as("6 of 12").isFalse();
	}

	@Test
	void successRateIsUnknownWithoutAttempts() {
		assertThat(this.health.snapshot().successRate()).isNull();
		acquire().succeeded(1);
		acquire().succeeded(1);
		acquire().succeeded(1);
		fail(1);
		assertThat(this.health.snapshot().successRate()).isEqualTo(0.75);
	}

	@Test
	void modelThatLacksSomethingIsHealthyAndForgivenInTime() {
		MissingFeature images = MissingFeature.of(Feature.IMAGES);
		assertThat(this.tracker.remembersLacks()).isFalse();
		this.tracker.remember("m", images);
		assertThat(this.tracker.remembersLacks()).isTrue();
		assertThat(this.tracker.lacks("m")).containsExactly(images);
		assertThat(this.health.snapshot().lacks()).containsExactly(images);
		assertThat(this.health.snapshot().isHealthy()).isTrue();
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.tracker.lacks("m")).isEmpty();
	}

	@Test
	void demotionIsSeenByAllUntilItIsLifted() {
		assertThat(this.tracker.hasDemotions()).isFalse();
		this.health.demote("quota is low");
		assertThat(this.tracker.hasDemotions()).isTrue();
		assertThat(this.health.demotedBecause()).isEqualTo("quota is low");
		this.health.demote(null);
		assertThat(this.tracker.hasDemotions()).isFalse();
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			Permits.anyway(this.health).failed(SERVER_ERROR, null);
		}
	}

	private Permit acquire() {
		return Objects.requireNonNull(this.health.tryAcquire());
	}

}
