package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for faults that prove nothing, and for what a failed call tells.
 */
class SecondOpinionTests {

	private static final Fault WRONG = Fault.of(FaultKind.INVALID_REQUEST).unproven();

	private static final Fault KEY = Fault.of(FaultKind.AUTHENTICATION, FaultScope.ACCOUNT).unproven();

	private static final Fault OUTAGE = Fault.of(FaultKind.OVERLOADED).withRetryAfter(Duration.ofMinutes(5));

	private static final MissingFeature IMAGES = MissingFeature.of(Feature.IMAGES);

	private static final Fault NO_IMAGES = Fault.of(FaultKind.UNSUPPORTED).withLacks(IMAGES);

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final ScriptedModels models = new ScriptedModels(this.time);

	private final Route abc = Route.of("default", "a", "b", "c");

	private final List<Reaction> reactions = new ArrayList<>();

	@Test
	void secondModelThatAnswersShowsThatTheRequestWasFine() {
		this.models.fails("a", WRONG);
		FailoverResult<String> result = execute(this.abc);
		assertThat(result.answer()).isEqualTo("b");
		assertThat(result.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(this.reactions).containsExactly(Reaction.SWITCH);
		assertHealthy("a", "b", "c");
		assertThat(this.tracker.snapshot("a").errors()).isZero();
		assertThat(execute(this.abc).answer()).as("no trace is left").isEqualTo("a");
	}

	@ParameterizedTest
	@EnumSource(names = { "INVALID_REQUEST", "CONTENT_REJECTED" })
	void secondModelThatSaysTheSameEndsTheCallAfterTwoAttempts(FaultKind kind) {
		this.models.fails("a", Fault.of(kind).unproven()).fails("b", Fault.of(kind).unproven());
		FailoverException exception = failure(this.abc);
		assertThat(this.models.askedModels()).containsExactly("a", "b");
		assertThat(exception.attempts()).hasSize(2);
		assertThat(exception.fault()).isEqualTo(Fault.of(kind));
		assertThat(exception.retryAfter()).isNull();
		assertThat(this.reactions).containsExactly(Reaction.SWITCH, Reaction.FAIL);
		assertHealthy("a", "b", "c");
	}

	@Test
	void modelThatFailsOtherwiseGivesNoOpinion() {
		this.models.fails("a", WRONG).fails("b", FaultKind.TIMEOUT).fails("c", WRONG);
		FailoverException exception = failure(this.abc);
		assertThat(this.models.askedModels()).containsExactly("a", "b", "c");
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
		assertHealthy("a", "c");
	}

	@Test
	void otherFaultOfTheRequestIsNotTheSame() {
		this.models.fails("a", WRONG).fails("b", Fault.of(FaultKind.CONTENT_REJECTED).unproven());
		assertThat(execute(this.abc).answer()).isEqualTo("c");
	}

	@Test
	void provenFaultStillEndsTheCallAtOnce() {
		this.models.fails("a", WRONG.confirmed());
		failure(this.abc);
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void provenFaultOfTheSecondModelEndsTheCall() {
		this.models.fails("a", WRONG).fails("b", WRONG.confirmed());
		failure(this.abc);
		assertThat(this.models.askedModels()).containsExactly("a", "b");
	}

	@Test
	void keyThatOneModelRefusesCoolsThatModelOnly() {
		this.models.fails("a", KEY);
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.COOLING_DOWN);
		assertThat(requireNonNull(this.tracker.snapshot("a").outBecause()).scope()).isEqualTo(FaultScope.MODEL);
		assertHealthy("b", "c");
	}

	@Test
	void keyThatTwoModelsRefuseTakesAllModelsOut() {
		this.models.fails("a", KEY).fails("b", KEY);
		FailoverException exception = failure(this.abc);
		assertThat(this.models.askedModels()).containsExactly("a", "b");
		assertThat(exception.fault()).isEqualTo(KEY.confirmed());
		assertThat(exception.retryAfter()).isEqualTo(Duration.ofMinutes(5));
		for (String model : List.of("a", "b", "c")) {
			assertThat(this.tracker.snapshot(model).state()).isEqualTo(ModelState.COOLING_DOWN);
		}
		this.time.advance(Duration.ofMinutes(5));
		execute(this.abc);
		assertHealthy("a", "b", "c");
	}

	@Test
	void callEndsAtOnceWhenNobodyElseCanSayAnything() {
		this.models.fails("a", WRONG);
		assertThat(failure(Route.of("default", "a")).fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
		this.models.fails("a", KEY);
		assertThat(failure(Route.of("default", "a")).fault().kind()).isEqualTo(FaultKind.AUTHENTICATION);
		assertThat(this.time.elapsed()).isZero();
	}

	@Test
	void nobodyWaitsLongForAnOpinion() {
		this.tracker.of("b").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(30));
		this.models.fails("a", WRONG);
		failure(Route.of("default", "a", "b"));
		assertThat(this.time.elapsed()).isZero();
	}

	@Test
	void opinionIsWaitedForWithinPatience() {
		this.tracker.of("b").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(1));
		this.models.fails("a", WRONG);
		assertThat(execute(Route.of("default", "a", "b")).answer()).isEqualTo("b");
		assertThat(this.models.asked()).containsExactly("a@0.0s", "b@1.0s");
	}

	@Test
	void disabledModelIsNotAskedForAnOpinion() {
		this.tracker.of("b").disable();
		this.models.fails("a", WRONG);
		failure(Route.of("default", "a", "b"));
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void conditionOfAModelHoldsForOpinionsToo() {
		Model b = Model.builder("b").onlyOn(Set.of(FaultKind.QUOTA_EXHAUSTED)).build();
		Route route = this.abc.withModels(List.of(Model.of("a", AttemptTimeouts.defaults()), b));
		this.models.fails("a", WRONG);
		failure(route);
		this.models.fails("a", Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT).unproven());
		assertThat(execute(route).answer()).isEqualTo("b");
	}

	@Test
	void secondOpinionCanBeSwitchedOff() {
		Route route = this.abc.withRetry(RetrySettings.builder().secondOpinion(false).build());
		this.models.fails("a", WRONG);
		failure(route);
		assertThat(this.models.askedModels()).containsExactly("a");
		this.models.fails("a", KEY);
		failure(route);
		assertThat(this.tracker.snapshot("c").state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void adviceOfTheServerComesFirst() {
		Fault advised = Fault.of(FaultKind.INVALID_REQUEST).unproven().withStatus(400).withAdvice(Reaction.FAIL);
		this.models.fails("a", advised);
		failure(this.abc);
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void sameModelTwiceIsOneOpinion() {
		Fault limited = Fault.of(FaultKind.RATE_LIMITED, FaultScope.ACCOUNT)
			.withRetryAfter(Duration.ofSeconds(1))
			.unproven();
		this.models.fails("a", limited, limited);
		assertThat(execute(this.abc).answer()).isEqualTo("b");
		assertHealthy("b", "c");
	}

	@Test
	void outageOfAnEarlierModelOutweighsALaterRefusal() {
		this.models.fails("a", OUTAGE).fails("b", NO_IMAGES);
		FailoverException exception = failure(Route.of("default", "a", "b").withTotalTimeout(Duration.ofMinutes(1)));
		assertThat(exception.fault()).isEqualTo(OUTAGE);
		assertThat(exception.retryAfter()).isEqualTo(Duration.ofMinutes(5));
		assertThat(exception.attempts()).extracting(Attempt::model).containsExactly("a", "b");
	}

	@Test
	void outageOfAModelThatWasPassedOverOutweighsARefusalToo() {
		Route route = Route.of("default", "a", "b").withTotalTimeout(Duration.ofMinutes(1));
		this.tracker.of("a").coolDown(OUTAGE, Duration.ofMinutes(5));
		this.models.fails("b", NO_IMAGES, WRONG);
		assertThat(failure(route).fault()).isEqualTo(OUTAGE);
		assertThat(failure(route).retryAfter()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void refusalsAloneAreTold() {
		this.models.fails("a", NO_IMAGES).fails("b", NO_IMAGES).fails("c", NO_IMAGES);
		FailoverException exception = failure(this.abc);
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.UNSUPPORTED);
		assertThat(exception.retryAfter()).isNull();
		assertHealthy("a", "b", "c");
	}

	@Test
	void disabledModelsLetNobodyComeBack() {
		this.abc.models().forEach((model) -> this.tracker.of(model.id()).disable());
		assertThat(failure(this.abc).retryAfter()).isNull();
	}

	@Test
	void modelThatRefusesImagesIsPassedOverByRequestsWithImagesOnly() {
		this.models.fails("a", NO_IMAGES);
		assertThat(execute(this.abc, true).answer()).isEqualTo("b");
		for (int i = 0; i < 5; i++) {
			assertThat(execute(this.abc, true).answer()).isEqualTo("b");
		}
		assertThat(execute(this.abc, false).answer()).isEqualTo("a");
		assertThat(this.tracker.snapshot("a").lacks()).containsExactly(IMAGES);
		assertHealthy("a");
	}

	@Test
	void modelThatLacksSomethingIsAskedIfNobodyElseCanAnswer() {
		this.models.fails("a", NO_IMAGES);
		execute(this.abc, true);
		this.models.fails("b", OUTAGE).fails("c", OUTAGE);
		assertThat(execute(this.abc, true).answer()).isEqualTo("a");
	}

	@Test
	void whatAModelLacksIsForgottenAfterAWhile() {
		this.models.fails("a", NO_IMAGES);
		execute(this.abc, true);
		this.time.advance(Duration.ofMinutes(10));
		assertThat(execute(this.abc, true).answer()).isEqualTo("a");
		assertThat(this.tracker.remembersLacks()).isFalse();
	}

	@Test
	void historyOfOneConversationIsNotRemembered() {
		this.models.fails("a", Fault.of(FaultKind.UNSUPPORTED).withLacks(MissingFeature.of(Feature.HISTORY)));
		execute(this.abc, true);
		assertThat(this.tracker.remembersLacks()).isFalse();
	}

	@Test
	void whatIsRememberedIsBounded() {
		for (int i = 0; i < 300; i++) {
			this.tracker.remember("m" + i, IMAGES);
		}
		for (char first = 'a'; first <= 'z'; first++) {
			for (char second = 'a'; second <= 'z'; second++) {
				this.tracker.remember("m", new MissingFeature(Feature.PARAMETER, "p" + first + second));
				this.tracker.remember("m0", new MissingFeature(Feature.PARAMETER, "p" + first + second));
			}
		}
		assertThat(this.tracker.lacks("m299")).isEmpty();
		assertThat(this.tracker.lacks("m0")).hasSize(30);
	}

	private void assertHealthy(String... models) {
		for (String model : models) {
			assertThat(this.tracker.snapshot(model).state()).as(model).isEqualTo(ModelState.HEALTHY);
		}
	}

	private FailoverResult<String> execute(Route route) {
		return execute(route, false);
	}

	private FailoverResult<String> execute(Route route, boolean withImages) {
		FailoverListener listener = new FailoverListener() {
			@Override
			public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
				SecondOpinionTests.this.reactions.add(reaction);
			}
		};
		FailoverExecutor executor = new FailoverExecutor(this.tracker,
				List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null),
				List.of(listener), this.time, new Random(1));
		return executor.execute(route, new ModelCall<String>() {
			@Override
			public String ask(ModelAttempt attempt) throws Exception {
				return SecondOpinionTests.this.models.ask(attempt);
			}

			@Override
			public boolean needs(MissingFeature feature) {
				return withImages && feature.equals(IMAGES);
			}
		});
	}

	private FailoverException failure(Route route) {
		return catchThrowableOfType(FailoverException.class, () -> execute(route));
	}

}
