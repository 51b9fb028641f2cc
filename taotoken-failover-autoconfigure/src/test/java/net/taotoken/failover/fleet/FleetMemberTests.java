package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import java.util.function.Consumer;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.time.ManualTime;
import net.taotoken.failover.time.TimeSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetMember}, on a clock that is moved by hand.
 */
@ExtendWith(OutputCaptureExtension.class)
class FleetMemberTests {

	private static final Fault RATE_LIMITED = Fault.of(FaultKind.RATE_LIMITED);

	private static final Fault NO_MONEY = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT);

	private static final Fault TIMEOUT = Fault.of(FaultKind.TIMEOUT);

	private static final Fault UNREACHABLE = Fault.of(FaultKind.UNREACHABLE);

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

	@ParameterizedTest
	@ValueSource(ints = { -3600, -60, 60, 3600 })
	void clockOfTheServerThatIsSetIsComparedAtOnce(int seconds) {
		this.time.advance(SECOND);
		this.redis.setClock(Duration.ofSeconds(seconds));
		this.one.out("m", RATE_LIMITED.withRetryAfter(TEN), TEN);
		this.one.attend();
		this.other.deliver();
		this.other.attend();
		assertThat(this.other.health("m").coolDownRemaining()).isEqualTo(TEN);
		assertThat(new Instance("late").health("m").coolDownRemaining()).isEqualTo(TEN);
		this.one.back("m");
		this.other.deliver();
		assertThat(this.other.isHealthy("m")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { -3600, 3600 })
	void whatWasToldBeforeTheClockWasSetIsToldAnew(int seconds) {
		this.one.out("m", RATE_LIMITED.withRetryAfter(TEN), TEN);
		this.time.advance(SECOND);
		this.redis.setClock(Duration.ofSeconds(seconds));
		this.one.out("n", RATE_LIMITED, TEN);
		this.one.attend();
		Instance late = new Instance("late");
		assertThat(late.health("m").coolDownRemaining()).isEqualTo(Duration.ofSeconds(9));
		assertThat(late.health("n").coolDownRemaining()).isEqualTo(TEN);
	}

	@Test
	void messageOfAnotherClockStillSaysThatAModelIsBack() {
		this.one.out("m", RATE_LIMITED, TEN);
		this.other.deliver();
		this.redis.setClock(Duration.ofHours(1));
		this.one.back("m");
		this.other.deliver();
		assertThat(this.other.isHealthy("m")).isTrue();
	}

	@Test
	void clocksAreComparedOnceASecondHoweverManyMessagesClaimThatTheyMoved() {
		this.time.advance(SECOND);
		for (int i = 0; i < 10; i++) {
			this.redis.publish("out 1 1 2 rate-limited model chosen x m");
			this.other.deliver();
			this.other.attend();
		}
		assertThat(this.redis.commands).filteredOn("outages"::equals).hasSize(3);
		assertThat(this.other.snapshot().lag()).isNull();
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
			"out 1 1 1002000 cancelled model chosen two m", "out 1 1 1002000 rate-limited model chosen two, m",
			"out 1 1 1002000 nothing model chosen two m", "out 1 2 1002000 rate-limited model chosen two m",
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
		this.redis.publish("out 1000000000 1 99999999999999 rate-limited model dictated two m");
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

	@Test
	void timeOutOfOneInstanceTakesTheModelFromNobodyElse() {
		this.one.fails("m", TIMEOUT);
		this.other.deliver();
		assertThat(this.other.isHealthy("m")).isTrue();
		assertThat(this.one.snapshot().sent()).isZero();
		assertThat(this.one.snapshot().untold()).containsExactly(new FleetSnapshot.Report("m", "timeout", "one", TEN));
	}

	@Test
	void timeOutsOfTwoInstancesTakeTheModelFromAll() {
		Instance third = new Instance("third");
		this.one.fails("m", TIMEOUT);
		this.time.advance(SECOND);
		this.other.fails("m", UNREACHABLE);
		third.deliver();
		assertThat(third.health("m").coolDownRemaining()).isEqualTo(TEN);
		assertThat(third.health("m").outBecause()).isEqualTo(UNREACHABLE.withHint("reported by other and one"));
		assertThat(third.snapshot().reports())
			.containsExactly(new FleetSnapshot.Report("m", "unreachable", "other and one", TEN));
		assertThat(this.other.snapshot().untold()).isEmpty();
		assertThat(new Instance("late").isHealthy("m")).isFalse();
		Permits.anyway(this.other.tracker.of("m")).succeeded(1);
		third.deliver();
		assertThat(third.isHealthy("m")).isTrue();
		assertThat(this.redis.votes("m")).isEmpty();
	}

	@Test
	void outageThatIsToldAgainIsNoSecondVote() {
		this.one.fails("m", TIMEOUT);
		this.one.member.missedMessages();
		this.one.attend();
		this.time.advance(TEN);
		this.one.probe("m", TIMEOUT);
		assertThat(this.redis.commands).filteredOn("vote m"::equals).hasSize(3);
		this.other.deliver();
		assertThat(this.other.isHealthy("m")).isTrue();
		assertThat(this.redis.votes("m")).containsOnlyKeys("one");
	}

	@Test
	void voteOutlastsTheCoolDownByAsMuchAsAProbeMayTake() {
		Instance third = new Instance("third");
		this.one.fails("m", TIMEOUT);
		this.time.advance(TEN.plusSeconds(59));
		this.other.fails("m", TIMEOUT);
		third.deliver();
		assertThat(third.isHealthy("m")).isFalse();
		this.one.fails("n", TIMEOUT);
		this.time.advance(TEN.plusSeconds(60));
		this.other.fails("n", TIMEOUT);
		third.deliver();
		assertThat(third.isHealthy("n")).isTrue();
	}

	@Test
	void probeOfOneThatFailsKeepsTheModelFromAllThatHaveVoted() {
		Instance third = new Instance("third");
		this.one.fails("m", TIMEOUT);
		this.other.fails("m", TIMEOUT);
		third.deliver();
		this.one.deliver();
		this.time.advance(TEN);
		this.one.probe("m", TIMEOUT);
		third.deliver();
		assertThat(third.health("m").coolDownRemaining()).isEqualTo(TEN.multipliedBy(2));
		assertThat(this.other.requestProbe("m")).as("the lease is given back").isEqualTo(Duration.ZERO);
	}

	@Test
	void instanceWhoseOwnWayIsBrokenVotesNoMore() {
		Instance third = new Instance("third");
		this.one.fails("m", TIMEOUT);
		this.other.fails("m", TIMEOUT);
		this.one.deliver();
		this.time.advance(TEN);
		this.other.probe("m", null);
		this.one.deliver();
		assertThat(this.one.tracker.of("m").isBackElsewhere()).isTrue();
		this.one.probe("m", TIMEOUT);
		assertThat(this.redis.votes("m")).isEmpty();
		this.other.fails("m", TIMEOUT);
		third.deliver();
		assertThat(third.isHealthy("m")).as("the word of one").isTrue();
	}

	@Test
	void modelThatJustAnsweredIsNotTakenOutByWhatOthersCannotReach() {
		Instance third = new Instance("third");
		third.answers("m");
		this.time.advance(Duration.ofSeconds(5));
		this.one.fails("m", TIMEOUT);
		this.other.fails("m", TIMEOUT);
		third.deliver();
		assertThat(third.isHealthy("m")).isTrue();
		this.one.fails("n", RATE_LIMITED);
		third.answers("n");
		third.deliver();
		assertThat(third.isHealthy("n")).as("the word of the server holds for all").isFalse();
	}

	@Test
	void answerOfSomeTimeAgoProvesNothing() {
		Instance third = new Instance("third");
		third.answers("m");
		this.time.advance(Duration.ofSeconds(6));
		this.one.fails("m", TIMEOUT);
		this.other.fails("m", TIMEOUT);
		third.deliver();
		assertThat(third.isHealthy("m")).isFalse();
	}

	@Test
	void voteThatCouldNotBeCastIsCastLater() {
		Instance third = new Instance("third");
		this.one.fails("m", TIMEOUT);
		this.redis.away = true;
		this.other.fails("m", TIMEOUT);
		this.redis.away = false;
		this.time.advance(SECOND);
		this.other.attend();
		third.deliver();
		assertThat(third.health("m").coolDownRemaining()).isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void entryThatCannotBeReachedIsVotedOnWithWhicheverModel() {
		Fault cut = UNREACHABLE.withScope(FaultScope.ACCOUNT);
		Instance third = new Instance("third");
		this.one.fails("m", cut);
		this.other.fails("n", cut);
		third.deliver();
		assertThat(third.isHealthy("m")).isFalse();
		assertThat(third.isHealthy("n")).isFalse();
		this.time.advance(TEN);
		third.probe("m", null);
		assertThat(this.redis.votes("@")).isEmpty();
		assertThat(new Instance("late").isHealthy("n")).isTrue();
	}

	@Test
	void accountThatIsBackByAnotherModelIsNotOutForWhoStartsLater() {
		this.one.fails("m", NO_MONEY);
		this.time.advance(SECOND);
		Permits.anyway(this.one.tracker.of("n")).succeeded(1);
		assertThat(new Instance("late").isHealthy("m")).isTrue();
		this.one.member.missedMessages();
		this.one.attend();
		assertThat(new Instance("later").isHealthy("m")).isTrue();
	}

	@Test
	void quorumIsThatOfTheInstanceThatHears() {
		Instance none = new Instance("none", 0);
		Instance three = new Instance("three", 3);
		this.one.fails("m", TIMEOUT);
		this.other.fails("m", TIMEOUT);
		none.deliver();
		three.deliver();
		assertThat(none.isHealthy("m")).isTrue();
		assertThat(three.isHealthy("m")).isTrue();
		none.fails("m", TIMEOUT);
		assertThat(this.redis.votes("m")).containsOnlyKeys("one", "other");
		this.redis.publish("out 1000000000 1 1000060000 timeout model chosen a,a,a m");
		three.deliver();
		assertThat(three.isHealthy("m")).as("one name, three times").isTrue();
		this.redis.publish("out 1000000000 1 1000060000 timeout model chosen a,b,c m");
		three.deliver();
		assertThat(three.isHealthy("m")).isFalse();
	}

	/** Without the thread between a tracker and its member. */
	private record Telling(FleetMember member, FleetSettings settings, TimeSource time) implements SharedHealth {

		@Override
		public void modelIsOut(String model, Fault fault, Duration remaining) {
			if (this.settings.isShared(fault.kind())) {
				this.member.modelIsOut(model, fault, this.time.nanoTime() + remaining.toNanos());
			}
		}

		@Override
		public void modelIsBack(String model) {
			this.member.modelIsBack(model);
		}

		@Override
		public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
			this.member.requestProbe(model, othersProbeFor);
		}

	}

	private final class Instance {

		private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(),
				FleetMemberTests.this.time, List.of());

		private final FakeRedis.Client client;

		private final FleetMember member;

		Instance(String name) {
			this(name, 2);
		}

		Instance(String name, int quorum) {
			this.tracker.keep(Set.of("m", "n"));
			this.client = FleetMemberTests.this.redis.client(name);
			FleetSettings settings = new FleetSettings("shop", name,
					Set.of(FaultKind.RATE_LIMITED, FaultKind.QUOTA_EXHAUSTED), quorum);
			this.member = new FleetMember(settings, this.client, this.tracker, () -> Set.of("m", "n"),
					FleetMemberTests.this.time);
			this.tracker.share(new Telling(this.member, settings, FleetMemberTests.this.time));
			attend();
		}

		void fails(String model, Fault fault) {
			requireNonNull(this.tracker.of(model).tryAcquire()).failed(fault, TEN);
		}

		void answers(String model) {
			requireNonNull(this.tracker.of(model).tryAcquire()).succeeded(1);
		}

		/** As in the background, when the cool-down has ended. */
		void probe(String model, @Nullable Fault fault) {
			Permit permit = requireNonNull(this.tracker.of(model).tryAcquire());
			assertThat(permit.isProbe()).isTrue();
			assertThat(requestProbe(model)).isEqualTo(Duration.ZERO);
			if (fault != null) {
				permit.failed(fault, TEN);
			}
			else {
				permit.answered();
			}
			this.member.probeEnded(model);
		}

		boolean isHealthy(String model) {
			return health(model).isHealthy();
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
