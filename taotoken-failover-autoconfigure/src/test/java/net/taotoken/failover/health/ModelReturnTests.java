package net.taotoken.failover.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how models come back.
 */
class ModelReturnTests {

	private static final Fault OVERLOADED = Fault.of(FaultKind.OVERLOADED);

	private static final Duration FIVE = Duration.ofSeconds(5);

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final ModelHealth health = this.tracker.of("m");

	@Test
	void attemptsUnderWayDoubleWithEachSuccess() {
		comeBack();
		assertThat(this.health.snapshot().isHealthy()).isTrue();
		assertThat(succeedAll(acquireAll())).isEqualTo(1);
		assertThat(succeedAll(acquireAll())).isEqualTo(2);
		assertThat(succeedAll(acquireAll())).isEqualTo(8);
		assertThat(acquireAll()).as("64, from which on nobody counts").hasSize(100);
	}

	@Test
	void attemptThatEndsWithoutAWordMakesRoomForOne() {
		comeBack();
		acquire().release();
		acquire().failed(Fault.of(FaultKind.INVALID_REQUEST), null);
		assertThat(acquireAll()).hasSize(1);
	}

	@Test
	void answerThatBeginsCountsAndItsEndDoesNot() {
		comeBack();
		Permit permit = acquire();
		permit.begins();
		permit.begins();
		permit.succeeded(1);
		assertThat(acquireAll()).hasSize(2);
	}

	@Test
	void modelThatFailsOnItsWayBackStartsAgainAndIsOutForLonger() {
		comeBack();
		acquire().succeeded(1);
		acquire().failed(OVERLOADED, Duration.ofSeconds(3));
		assertThat(this.health.snapshot().coolDownRemaining()).isEqualTo(Duration.ofSeconds(10));
		this.time.advance(Duration.ofSeconds(10));
		acquire().succeeded(1);
		assertThat(acquireAll()).hasSize(1);
	}

	@Test
	void failureThatAHealthyModelMayHaveTakesAReturningOneOut() {
		comeBack();
		acquire().failed(Fault.of(FaultKind.SERVER_ERROR), null);
		assertThat(this.health.snapshot().coolDownRemaining()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void modelThatFailsOnceItIsBackForGoodIsOutForAsLongAsAnyOther() {
		comeBack();
		this.time.advance(Duration.ofSeconds(30));
		acquire().failed(OVERLOADED, Duration.ofSeconds(3));
		assertThat(this.health.snapshot().coolDownRemaining()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void wayBackEndsAfterTheLongestCoolDown() {
		comeBack();
		acquire();
		assertThat(this.health.tryAcquire()).isNull();
		this.time.advance(Duration.ofSeconds(30));
		assertThat(acquireAll()).hasSize(100);
	}

	@Test
	void whoHasNobodyElseMayAskAtOnce() {
		comeBack();
		acquire();
		assertThat(this.health.tryAcquireReturning(null, 0)).isNotNull();
		acquireFails();
		assertThat(this.health.tryAcquireReturning(null, 0)).isNull();
		this.health.putBack();
		assertThat(this.health.tryAcquireReturning(null, 0)).as("it is not on its way").isNull();
	}

	@Test
	void modelThatIsPutBackByHandTakesAll() {
		acquireFails();
		this.health.putBack();
		assertThat(acquireAll()).hasSize(100);
	}

	@Test
	void modelThatOthersFoundBackReturnsSlowly() {
		acquireFails();
		this.tracker.keep(List.of("m"));
		this.tracker.heardBack("m");
		assertThat(acquireAll()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "PT5S, PT5.5S", "PT1M, PT61S", "PT59M59.8S, PT1H", "PT2H, PT1H" })
	void waitsOfServersAreSpreadALittle(Duration asked, Duration expected) {
		ModelHealthTracker spreading = new ModelHealthTracker(HealthSettings.defaults(), this.time, () -> -1,
				List.of());
		requireNonNull(spreading.of("m").tryAcquire()).failed(OVERLOADED.withRetryAfter(asked), asked);
		assertThat(spreading.snapshot("m").coolDownRemaining()).isBetween(expected.minusNanos(1000), expected);
		requireNonNull(spreading.of("n").tryAcquire()).failed(OVERLOADED, FIVE);
		assertThat(spreading.snapshot("n").coolDownRemaining()).as("ours").isEqualTo(FIVE);
	}

	private void comeBack() {
		acquireFails();
		this.time.advance(FIVE);
		acquire().answered();
	}

	private void acquireFails() {
		Permits.anyway(this.health).failed(OVERLOADED, FIVE);
	}

	private Permit acquire() {
		return requireNonNull(this.health.tryAcquire());
	}

	private List<Permit> acquireAll() {
		List<Permit> permits = new ArrayList<>();
		for (Permit permit = this.health.tryAcquire(); permit != null
				&& permits.size() < 100; permit = this.health.tryAcquire()) {
			permits.add(permit);
		}
		return permits;
	}

	private static int succeedAll(List<Permit> permits) {
		permits.forEach((permit) -> permit.succeeded(1));
		return permits.size();
	}

}
