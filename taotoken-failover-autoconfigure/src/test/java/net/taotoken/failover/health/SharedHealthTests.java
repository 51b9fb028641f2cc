package net.taotoken.failover.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what instances tell each other by {@link SharedHealth}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedHealthTests {

	private static final Fault RATE_LIMITED = Fault.of(FaultKind.RATE_LIMITED);

	private static final Fault TIMEOUT = Fault.of(FaultKind.TIMEOUT);

	private static final Fault REFUSED_KEY = Fault.of(FaultKind.AUTHENTICATION, FaultScope.ACCOUNT);

	private static final Duration FIVE = Duration.ofSeconds(5);

	private static final Duration TEN = Duration.ofSeconds(10);

	private final ManualTime time = new ManualTime();

	private final Instances instances = new Instances(this.time);

	private final Instance one = this.instances.start();

	private final Instance other = this.instances.start();

	@BeforeEach
	void keep() {
		this.one.tracker.keep(Set.of("m", "n"));
		this.other.tracker.keep(Set.of("m", "n"));
	}

	@Test
	void whatOneFindsOutTheOtherKnows() {
		this.one.fail("m", RATE_LIMITED, FIVE);
		assertThat(this.other.remaining("m")).isEqualTo(FIVE);
		this.time.advance(FIVE);
		this.one.acquire("m").succeeded(1);
		assertThat(this.other.state("m")).isEqualTo(ModelState.HEALTHY);
		assertThat(this.instances.messages).containsExactly("out m rate-limited PT5S", "back m");
		assertThat(this.other.events).containsExactly("out m rate-limited PT5S", "back m");
	}

	@Test
	void probeThatFailsAndMuchLongerCoolDownAreTold() {
		this.one.fail("m", RATE_LIMITED, FIVE);
		this.time.advance(FIVE);
		this.one.acquire("m").failed(RATE_LIMITED, FIVE);
		assertThat(this.other.remaining("m")).as("doubled").isEqualTo(TEN);
		Permit anyway = Permits.anyway(this.one.tracker.of("m"));
		anyway.failed(RATE_LIMITED.withRetryAfter(Duration.ofMinutes(1)), Duration.ofMinutes(1));
		assertThat(this.other.remaining("m")).isEqualTo(Duration.ofMinutes(1));
		assertThat(this.instances.messages).hasSize(3);
	}

	@Test
	void coolDownsThatGetALittleLongerAreNotTold() {
		Permit late = this.one.acquire("m");
		this.one.fail("m", RATE_LIMITED, FIVE);
		late.failed(RATE_LIMITED, FIVE.plusMillis(300));
		assertThat(this.instances.messages).hasSize(1);
	}

	@Test
	void nothingIsToldOfGoodAnswersOrOfTheFaultsOfRequests() {
		this.one.acquire("m").succeeded(1);
		this.one.fail("m", Fault.of(FaultKind.INVALID_REQUEST), null);
		assertThat(this.instances.messages).isEmpty();
	}

	@Test
	void whatIsSteeredByHandIsNotTold() {
		this.one.tracker.of("m").coolDown(RATE_LIMITED, FIVE);
		this.one.tracker.of("m").putBack();
		this.one.tracker.of("m").disable();
		assertThat(this.instances.messages).isEmpty();
	}

	@Test
	void longerCoolDownWins() {
		this.one.tracker.heardOut("m", RATE_LIMITED, TEN);
		this.one.tracker.heardOut("m", RATE_LIMITED, FIVE);
		assertThat(this.one.remaining("m")).isEqualTo(TEN);
		this.one.tracker.heardOut("m", RATE_LIMITED, TEN.plusSeconds(1));
		assertThat(this.one.remaining("m")).isEqualTo(TEN.plusSeconds(1));
	}

	@Test
	void hearsayIsNoEvidence() {
		this.one.tracker.heardOut("m", TIMEOUT, FIVE);
		ModelHealthSnapshot snapshot = this.one.tracker.snapshot("m");
		assertThat(snapshot.errors()).isZero();
		assertThat(snapshot.lastFault()).isNull();
		assertThat(snapshot.outBecause()).isEqualTo(TIMEOUT);
		assertThat(this.instances.messages).as("no echo").isEmpty();
	}

	@Test
	void doublingGoesOnWhoeverProbes() {
		this.one.fail("m", RATE_LIMITED, FIVE);
		this.time.advance(FIVE);
		this.other.acquire("m").failed(RATE_LIMITED, FIVE);
		assertThat(this.one.remaining("m")).isEqualTo(TEN);
		this.time.advance(TEN);
		this.one.acquire("m").failed(RATE_LIMITED, FIVE);
		assertThat(this.other.remaining("m")).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void probeUnderWayIsNotDisturbed() {
		this.one.tracker.heardOut("m", RATE_LIMITED, FIVE);
		this.time.advance(FIVE);
		Permit probe = this.one.acquire("m");
		this.one.tracker.heardOut("m", RATE_LIMITED, TEN);
		probe.succeeded(1);
		assertThat(this.one.state("m")).isEqualTo(ModelState.HEALTHY);
		assertThat(this.instances.messages).containsExactly("back m");
	}

	@Test
	void attemptThatBeganBeforeDoesNotEndWhatWasHeard() {
		Permit early = this.one.acquire("m");
		this.one.tracker.heardOut("m", RATE_LIMITED, FIVE);
		early.succeeded(1);
		assertThat(this.one.state("m")).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void ownAttemptThatBeganDuringTheOutageEndsIt() {
		this.one.tracker.heardOut("m", RATE_LIMITED, FIVE);
		Permit anyway = Permits.anyway(this.one.tracker.of("m"));
		this.one.tracker.heardOut("m", RATE_LIMITED, TEN);
		anyway.succeeded(1);
		assertThat(this.one.state("m")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void whatOnlyThisInstanceKnowsIsProbedWhenOthersSayTheModelIsBack() {
		this.one.fail("m", Fault.of(FaultKind.UNREACHABLE), FIVE);
		this.one.tracker.heardBack("m");
		assertThat(this.one.state("m")).isEqualTo(ModelState.COOLING_DOWN);
		Permit probe = this.one.acquire("m");
		assertThat(probe.isProbe()).isTrue();
		this.one.tracker.heardBack("m");
		assertThat(this.one.state("m")).isEqualTo(ModelState.PROBING);
	}

	@Test
	void ownWayIsFoundOutByThisInstanceAloneAndToldToNobody() {
		this.one.fail("m", Fault.of(FaultKind.UNREACHABLE), FIVE);
		assertThat(this.one.tracker.of("m").isBackElsewhere()).isFalse();
		this.one.tracker.heardBack("m");
		assertThat(this.one.tracker.of("m").isBackElsewhere()).isTrue();
		this.one.acquire("m").failed(TIMEOUT, FIVE);
		assertThat(this.one.tracker.of("m").isBackElsewhere()).as("still").isTrue();
		this.time.advance(TEN);
		int told = this.instances.messages.size();
		this.one.acquire("m").succeeded(1);
		assertThat(this.one.state("m")).isEqualTo(ModelState.HEALTHY);
		assertThat(this.instances.messages).hasSize(told);
	}

	@Test
	void wordOfTheServerIsNewsAgainAlsoWhereTheOwnWayWasInDoubt() {
		this.one.fail("m", Fault.of(FaultKind.UNREACHABLE), FIVE);
		this.one.tracker.heardBack("m");
		this.one.acquire("m").failed(RATE_LIMITED, FIVE);
		assertThat(this.one.tracker.of("m").isBackElsewhere()).isFalse();
		this.time.advance(TEN);
		this.one.acquire("m").succeeded(1);
		assertThat(this.instances.messages).endsWith("back m");
	}

	@Test
	void whatTheOthersKnewTooEndsWhenTheySaySo() {
		this.one.fail("m", TIMEOUT, TEN);
		this.one.tracker.heardOut("m", RATE_LIMITED, FIVE);
		this.one.tracker.heardBack("m");
		assertThat(this.one.state("m")).isEqualTo(ModelState.HEALTHY);
		this.one.tracker.heardOut("n", TIMEOUT, FIVE);
		this.one.tracker.heardBack("n");
		assertThat(this.one.state("n")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void whatOthersCouldNotReachEitherIsProbedByTheOwnWayBeforeCallsUseIt() {
		this.one.fail("m", TIMEOUT, TEN);
		this.one.tracker.heardOut("m", TIMEOUT, TEN.multipliedBy(2));
		this.one.tracker.heardBack("m");
		assertThat(this.one.state("m")).isEqualTo(ModelState.COOLING_DOWN);
		assertThat(this.one.tracker.of("m").isBackElsewhere()).isTrue();
		this.one.tracker.heardOut("m", TIMEOUT, TEN);
		assertThat(this.one.tracker.of("m").isBackElsewhere()).isFalse();
	}

	@Test
	void ownAttemptThatFailsInAnOutageThatWasHeardIsDoubtOfTheOwnWay() {
		this.one.tracker.heardOut("m", RATE_LIMITED, FIVE);
		this.time.advance(FIVE);
		this.one.acquire("m").failed(TIMEOUT, FIVE);
		this.one.tracker.heardBack("m");
		assertThat(this.one.tracker.of("m").isBackElsewhere()).isTrue();
	}

	@Test
	void failureOfTheOwnWayIsToldToNobody() {
		this.one.fail("m", TIMEOUT, FIVE);
		this.one.tracker.heardBack("m");
		int told = this.instances.messages.size();
		this.one.acquire("m").failed(TIMEOUT, TEN);
		Permits.anyway(this.one.tracker.of("m")).failed(TIMEOUT, Duration.ofMinutes(10));
		Permits.anyway(this.one.tracker.of("m"))
			.failed(Fault.of(FaultKind.UNREACHABLE, FaultScope.ACCOUNT).confirmed(), Duration.ofMinutes(30));
		assertThat(this.instances.messages).hasSize(told);
	}

	@ParameterizedTest
	@EnumSource(names = { "RATE_LIMITED", "OVERLOADED", "MODEL_UNAVAILABLE", "QUOTA_EXHAUSTED", "AUTHENTICATION" })
	void wordOfTheServerHoldsForAll(FaultKind kind) {
		Permits.anyway(this.one.tracker.of("m")).failed(Fault.of(kind, FaultScope.MODEL), FIVE);
		this.one.tracker.heardBack("m");
		assertThat(this.one.state("m")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void nothingHeardChangesWhatIsSteeredByHand() {
		this.one.tracker.of("m").coolDown(RATE_LIMITED, FIVE);
		this.one.tracker.heardOut("m", RATE_LIMITED, TEN);
		assertThat(this.one.remaining("m")).isEqualTo(FIVE);
		this.one.tracker.heardBack("m");
		assertThat(this.one.remaining("m")).isEqualTo(FIVE);
		this.one.tracker.of("n").disable();
		this.one.tracker.heardOut("n", RATE_LIMITED, TEN);
		this.one.tracker.heardBack("n");
		assertThat(this.one.state("n")).isEqualTo(ModelState.DISABLED);
	}

	@Test
	void accountFaultIsOneMessageForAllModels() {
		this.one.fail("m", REFUSED_KEY, FIVE);
		assertThat(this.other.remaining("m")).isEqualTo(FIVE);
		assertThat(this.other.remaining("n")).isEqualTo(FIVE);
		this.time.advance(FIVE);
		this.one.acquire("n").failed(REFUSED_KEY, FIVE);
		assertThat(this.instances.messages).containsExactly("out m authentication PT5S", "out n authentication PT5S");
		this.time.advance(TEN);
		this.one.acquire("m").succeeded(1);
		assertThat(this.instances.messages).hasSize(3).endsWith("back m");
		assertThat(this.other.state("m")).isEqualTo(ModelState.HEALTHY);
		assertThat(this.other.state("n")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void accountFaultConcernsItsEntryOnly() {
		this.other.tracker.entries(Set.of("a", "b"));
		this.other.tracker.keep(Set.of("m@a", "n@a", "m@b"));
		this.other.tracker.heardOut("m@a", REFUSED_KEY, FIVE);
		assertThat(this.other.state("n@a")).isEqualTo(ModelState.COOLING_DOWN);
		assertThat(this.other.state("m@b")).isEqualTo(ModelState.HEALTHY);
		this.other.tracker.heardBack("n@a");
		assertThat(this.other.state("m@a")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void modelThatIsNotConfiguredIsIgnored() {
		this.one.tracker.heardOut("x y", RATE_LIMITED, FIVE);
		this.one.tracker.heardBack("x y");
		this.one.tracker.of("stranger");
		this.one.tracker.heardOut("stranger", RATE_LIMITED, FIVE);
		assertThat(this.one.state("stranger")).isEqualTo(ModelState.HEALTHY);
		assertThat(this.one.events).isEmpty();
	}

	@Test
	void whatIsPastAndWhatSaysNothingOfAModelIsIgnored() {
		this.one.tracker.heardOut("m", RATE_LIMITED, Duration.ZERO);
		this.one.tracker.heardOut("m", RATE_LIMITED, Duration.ofSeconds(-1));
		this.one.tracker.heardOut("m", Fault.of(FaultKind.INVALID_REQUEST), FIVE);
		assertThat(this.one.state("m")).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void hearsayIsCapped() {
		this.one.tracker.heardOut("m", RATE_LIMITED, Duration.ofSeconds(Long.MAX_VALUE));
		assertThat(this.one.remaining("m")).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void whatServersMayNotImposeIsNotImposedByHearsay() {
		this.one.tracker.configure(HealthSettings.builder().maxServerCoolDown(Duration.ZERO).build());
		this.one.tracker.heardOut("m", RATE_LIMITED.withRetryAfter(TEN), TEN);
		assertThat(this.one.state("m")).isEqualTo(ModelState.HEALTHY);
		this.one.tracker.heardOut("m", RATE_LIMITED, Duration.ofMinutes(1));
		assertThat(this.one.remaining("m")).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void waitingCallsHearThatAModelIsBack() {
		this.one.tracker.heardOut("m", RATE_LIMITED, FIVE);
		var change = this.one.tracker.nextChange();
		this.one.tracker.heardBack("m");
		assertThat(change.getCount()).isZero();
	}

	@Test
	void whatASharedHealthThrowsReachesNobody(CapturedOutput output) {
		this.one.tracker.share(new Broken());
		this.one.fail("m", RATE_LIMITED, FIVE);
		this.time.advance(FIVE);
		this.one.acquire("m").succeeded(1);
		assertThat(this.one.state("m")).isEqualTo(ModelState.HEALTHY);
		assertThat(output).containsOnlyOnce("The SharedHealth " + Broken.class.getName() + " failed");
	}

	private static final class Broken implements SharedHealth {

		@Override
		public void modelIsOut(String model, Fault fault, Duration remaining) {
			throw new IllegalStateException("out");
		}

		@Override
		public void modelIsBack(String model) {
			throw new IllegalStateException("back");
		}

		@Override
		public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
			throw new IllegalStateException("probe");
		}

	}

	/**
	 * Some instances that hear of each other at once.
	 */
	private static final class Instances {

		private final ManualTime time;

		private final List<Instance> all = new ArrayList<>();

		private final List<String> messages = new ArrayList<>();

		private Instances(ManualTime time) {
			this.time = time;
		}

		private Instance start() {
			Instance instance = new Instance(this, this.time);
			this.all.add(instance);
			return instance;
		}

		private void tell(Instance from, String message, Consumer<ModelHealthTracker> heard) {
			this.messages.add(message);
			this.all.stream().filter((other) -> other != from).forEach((other) -> heard.accept(other.tracker));
		}

	}

	private static final class Instance implements SharedHealth, ModelHealthListener {

		private final Instances instances;

		private final ModelHealthTracker tracker;

		private final List<String> events = new ArrayList<>();

		private Instance(Instances instances, ManualTime time) {
			this.instances = instances;
			this.tracker = new ModelHealthTracker(HealthSettings.defaults(), time, List.of(this));
			this.tracker.share(this);
		}

		private Permit acquire(String model) {
			return requireNonNull(this.tracker.of(model).tryAcquire());
		}

		private void fail(String model, Fault fault, @Nullable Duration coolDown) {
			acquire(model).failed(fault, coolDown);
		}

		private ModelState state(String model) {
			return this.tracker.snapshot(model).state();
		}

		private Duration remaining(String model) {
			return this.tracker.snapshot(model).coolDownRemaining();
		}

		@Override
		public void modelIsOut(String model, Fault fault, Duration remaining) {
			this.instances.tell(this, "out " + model + " " + fault.kind() + " " + remaining,
					(tracker) -> tracker.heardOut(model, fault, remaining));
		}

		@Override
		public void modelIsBack(String model) {
			this.instances.tell(this, "back " + model, (tracker) -> tracker.heardBack(model));
		}

		@Override
		public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
			othersProbeFor.accept(Duration.ZERO);
		}

		@Override
		public void modelCooledDown(String model, Fault fault, Duration coolDown) {
			this.events.add("out " + model + " " + fault.kind() + " " + coolDown);
		}

		@Override
		public void modelRecovered(String model) {
			this.events.add("back " + model);
		}

	}

}
