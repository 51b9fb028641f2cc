package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetMember}, on a clock that is moved by hand.
 */
@ExtendWith(OutputCaptureExtension.class)
class FleetMemberTests {

	private static final Fault RATE_LIMITED = Fault.of(FaultKind.RATE_LIMITED);

	private static final Fault NO_MONEY = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration TEN = Duration.ofSeconds(10);

	private final ManualTime time = new ManualTime();

	private final FakeRedis redis = new FakeRedis(this.time);

	private final Instance one = new Instance("one");

	private final Instance other = new Instance("other");

	@Test
	void whatOneTellsTheOtherHearsWithWhoSaidIt() {
		this.one.out("m", RATE_LIMITED, TEN);
		this.other.deliver();
		assertThat(this.other.health("m").coolDownRemaining()).isEqualTo(TEN);
		assertThat(this.other.health("m").outBecause()).isEqualTo(RATE_LIMITED.withHint("reported by one"));
		assertThat(this.other.snapshot().reports())
			.containsExactly(new FleetSnapshot.Report("m", "rate-limited", "one", TEN));
		this.one.back("m");
		this.other.deliver();
		assertThat(this.other.health("m").state()).isEqualTo(ModelState.HEALTHY);
		assertThat(this.other.snapshot().reports()).isEmpty();
	}

	@Test
	void waitThatTheServerAskedForIsToldAsSuch() {
		this.one.out("m", RATE_LIMITED.withRetryAfter(TEN), TEN);
		this.time.advance(SECOND);
		this.other.deliver();
		Fault heard = this.other.health("m").outBecause();
		assertThat(heard).isNotNull();
		assertThat(heard.retryAfter()).isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void emptyAccountIsToldOnceForAllModels() {
		this.one.out("m", NO_MONEY, TEN);
		this.other.deliver();
		assertThat(this.other.health("n").coolDownRemaining()).isEqualTo(TEN);
		assertThat(this.redis.commands).filteredOn((command) -> command.startsWith("out ")).hasSize(1);
		this.one.back("m");
		this.other.deliver();
		assertThat(this.other.health("n").isHealthy()).isTrue();
	}

	@Test
	void messageThatWasUnderWayForLongHasTheTimeThatIsLeft() {
		this.one.out("m", RATE_LIMITED, TEN);
		this.time.advance(Duration.ofSeconds(4));
		this.other.deliver();
		assertThat(this.other.health("m").coolDownRemaining()).isEqualTo(Duration.ofSeconds(6));
		assertThat(this.other.snapshot().lag()).isEqualTo(Duration.ofSeconds(4));
	}

	@Test
	void messageThatComesTooLateIsIgnored() {
		this.one.out("m", RATE_LIMITED, TEN);
		this.time.advance(TEN);
		this.other.deliver();
		assertThat(this.other.health("m").isHealthy()).isTrue();
	}

	@Test
	void shorterCoolDownDoesNotShortenALongerOne() {
		this.one.out("m", RATE_LIMITED, TEN);
		this.other.out("m", RATE_LIMITED, SECOND);
		Instance late = new Instance("late");
		assertThat(late.health("m").coolDownRemaining()).isEqualTo(TEN);
		this.other.out("m", RATE_LIMITED, TEN.multipliedBy(2));
		late.deliver();
		assertThat(late.health("m").coolDownRemaining()).isEqualTo(TEN.multipliedBy(2));
	}

	@Test
	void instanceThatStartsLaterKnowsWhatIsOut() {
		this.one.out("m", RATE_LIMITED, TEN);
		this.time.advance(SECOND);
		Instance late = new Instance("late");
		assertThat(late.health("m").coolDownRemaining()).isEqualTo(Duration.ofSeconds(9));
		assertThat(late.health("n").isHealthy()).isTrue();
	}

	@Test
	void whatWasMissedIsReadEveryHalfMinute() {
		this.one.out("m", RATE_LIMITED, Duration.ofMinutes(1));
		this.other.lose();
		this.time.advance(Duration.ofSeconds(29));
		this.other.attend();
		assertThat(this.other.health("m").isHealthy()).isTrue();
		this.time.advance(SECOND);
		this.other.attend();
		assertThat(this.other.health("m").coolDownRemaining()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void modelThatWasPutBackByHandIsNotTakenOutByTheNextReading() {
		this.one.out("m", RATE_LIMITED, Duration.ofMinutes(5));
		this.other.deliver();
		this.other.tracker.of("m").putBack();
		this.time.advance(Duration.ofSeconds(31));
		this.other.attend();
		assertThat(this.other.health("m").isHealthy()).isTrue();
	}

	@Test
	void withoutRedisAnInstanceDecidesByItselfAndTellsLater(CapturedOutput output) {
		this.redis.away = true;
		this.one.out("m", RATE_LIMITED, TEN);
		assertThat(this.one.snapshot().connectedSince()).isNull();
		assertThat(this.one.requestProbe("m")).isEqualTo(Duration.ZERO);
		this.time.advance(SECOND);
		this.one.attend();
		this.redis.away = false;
		this.one.attend();
		assertThat(this.one.snapshot().connectedSince()).as("too soon to ask again").isNull();
		this.time.advance(SECOND);
		this.one.attend();
		this.other.deliver();
		assertThat(this.other.health("m").coolDownRemaining()).isEqualTo(Duration.ofSeconds(8));
		assertThat(this.one.snapshot().connectedSince()).isNotNull();
		assertThat(output).containsOnlyOnce("Fleet: Redis does not answer").doesNotContain("for a test");
	}

	@Test
	void redisThatHasForgottenIsToldAgain() {
		this.one.out("m", RATE_LIMITED, TEN);
		this.redis.forget();
		this.one.member.missedMessages();
		this.one.attend();
		assertThat(new Instance("late").health("m").isHealthy()).isFalse();
	}

	@Test
	void recoveryThatCouldNotBeToldIsToldLater() {
		this.one.out("m", RATE_LIMITED, Duration.ofMinutes(1));
		this.other.deliver();
		this.redis.away = true;
		this.one.back("m");
		this.redis.away = false;
		this.time.advance(SECOND);
		this.one.attend();
		this.other.deliver();
		assertThat(this.other.health("m").isHealthy()).isTrue();
		assertThat(new Instance("late").health("m").isHealthy()).isTrue();
	}

	@Test
	void oneInstanceProbesForAll() {
		assertThat(this.one.requestProbe("m")).isEqualTo(Duration.ZERO);
		assertThat(this.other.requestProbe("m")).isEqualTo(TEN);
		assertThat(this.other.requestProbe("n")).isEqualTo(Duration.ZERO);
		this.one.back("m");
		assertThat(this.other.requestProbe("m")).isEqualTo(Duration.ZERO);
	}

	@Test
	void leaseLastsAsLongAsASlowProbe() {
		this.one.requestProbe("m");
		for (int i = 0; i < 20; i++) {
			this.time.advance(Duration.ofSeconds(4));
			this.one.attend();
		}
		assertThat(this.other.requestProbe("m")).isPositive();
		this.one.out("m", RATE_LIMITED, TEN);
		assertThat(this.other.requestProbe("m")).isEqualTo(Duration.ZERO);
	}

	@Test
	void probeThatFailsByWhatIsNotToldKeepsNobodyFromProbing() {
		this.one.requestProbe("m");
		this.one.member.probeEnded("m");
		assertThat(this.other.requestProbe("m")).isEqualTo(Duration.ZERO);
		this.one.member.probeEnded("m");
		assertThat(this.one.requestProbe("m")).as("the other's lease is left alone").isPositive();
	}

	@Test
	void probeWhoseResultWasToldAsksRedisForNothingMore() {
		this.one.requestProbe("m");
		this.one.back("m");
		this.one.member.probeEnded("m");
		assertThat(this.redis.commands).doesNotContain("probeEnded m");
	}

	@Test
	void leaseOfAProbeThatNeverEndsIsGivenUp() {
		this.one.requestProbe("m");
		for (int i = 0; i < 35; i++) {
			this.time.advance(Duration.ofSeconds(4));
			this.one.attend();
		}
		assertThat(this.other.requestProbe("m")).isEqualTo(Duration.ZERO);
	}

	@Test
	void leaseOfAnInstanceThatDiedEndsSoon() {
		this.one.requestProbe("m");
		this.time.advance(TEN);
		assertThat(this.other.requestProbe("m")).isEqualTo(Duration.ZERO);
	}

	@Test
	void renewalIsDueBeforeTheLeaseEnds() {
		assertThat(this.one.attend()).isEqualTo(Duration.ofSeconds(30));
		this.one.requestProbe("m");
		assertThat(this.one.attend()).isLessThan(TEN.dividedBy(2)).isPositive();
	}

	@Test
	void ownMessagesAreIgnored() {
		this.one.tracker.of("m").disable();
		this.one.tracker.of("m").putBack();
		this.one.out("m", RATE_LIMITED, TEN);
		this.one.deliver();
		assertThat(this.one.snapshot().received()).isZero();
		assertThat(this.one.snapshot().sent()).isEqualTo(1);
		assertThat(this.one.health("m").isHealthy()).as("the tracker knows by itself").isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "out", "back", "out 1", "out 1 2", "back 1 2", "out x 1 2 rate-limited", "hello",
			"out 1 1 1002000 timeout model chosen two m", "out 1 1 1002000 nothing model chosen two m",
			"out 1 2 1002000 rate-limited model chosen two m",
			"out 1 1 99999999999999999999 rate-limited model chosen two m",
			"out 1 1 1002000 rate-limited world chosen two m", "out 1 1 1002000 rate-limited model chosen two\u0007 m",
			"back 1 <script> m" })
	void whatIsNoMessageIsCountedAndDropped(String message) {
		this.redis.publish(message);
		this.other.deliver();
		assertThat(this.other.snapshot().dropped()).isEqualTo(1);
		assertThat(this.other.health("m").isHealthy()).isTrue();
	}

	@Test
	void modelThatIsNotConfiguredIsIgnored() {
		this.one.out("stranger", RATE_LIMITED, TEN);
		this.other.deliver();
		assertThat(this.other.snapshot().received()).isEqualTo(1);
		assertThat(this.other.snapshot().reports()).isEmpty();
	}

	@Test
	void deadlineInTheFarFutureIsCapped() {
		this.redis.publish("out 1 1 99999999999999 rate-limited model dictated two m");
		this.other.deliver();
		assertThat(this.other.health("m").coolDownRemaining()).isEqualTo(HealthSettings.defaults().maxServerCoolDown());
	}

	@Test
	void memberThatLeftJoinsAgain() {
		this.one.member.close();
		assertThat(this.one.snapshot().connectedSince()).isNull();
		this.other.out("m", RATE_LIMITED, TEN);
		this.one.attend();
		assertThat(this.one.snapshot().connectedSince()).isNotNull();
		assertThat(this.one.health("m").isHealthy()).isFalse();
	}

	private final class Instance {

		private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(),
				FleetMemberTests.this.time, List.of());

		private final FakeRedis.Client client;

		private final FleetMember member;

		Instance(String name) {
			this.tracker.keep(Set.of("m", "n"));
			this.client = FleetMemberTests.this.redis.client(name);
			this.member = new FleetMember(
					new FleetSettings("shop", name, Set.of(FaultKind.RATE_LIMITED, FaultKind.QUOTA_EXHAUSTED)),
					this.client, this.tracker, () -> Set.of("m", "n"), FleetMemberTests.this.time);
			attend();
		}

		Duration attend() {
			return this.member.attend(this.member::missedMessages, this.member::received);
		}

		void out(String model, Fault fault, Duration remaining) {
			this.member.modelIsOut(model, fault, FleetMemberTests.this.time.nanoTime() + remaining.toNanos());
		}

		void back(String model) {
			this.member.modelIsBack(model);
		}

		Duration requestProbe(String model) {
			List<Duration> answers = new ArrayList<>();
			this.member.requestProbe(model, answers::add);
			assertThat(answers).hasSize(1);
			return answers.get(0);
		}

		void deliver() {
			this.client.deliver();
		}

		void lose() {
			this.client.lose();
		}

		ModelHealthSnapshot health(String model) {
			return this.tracker.snapshot(model);
		}

		FleetSnapshot snapshot() {
			return this.member.snapshot();
		}

	}

}
