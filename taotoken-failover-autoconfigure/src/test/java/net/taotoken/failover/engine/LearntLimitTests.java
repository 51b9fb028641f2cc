package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an attempt tells of its first token, and what it is allowed.
 */
class LearntLimitTests {

	private static final Fault TIMEOUT = Fault.of(FaultKind.TIMEOUT);

	private static final Duration TEN = Duration.ofSeconds(10);

	private static final AttemptTimeouts TIMEOUTS = AttemptTimeouts.defaults()
		.withLearnt(new FirstTokenRange(Duration.ofSeconds(3), Duration.ofSeconds(60)));

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final List<Runnable> background = new ArrayList<>();

	private final FailoverExecutor executor = new FailoverExecutor(this.tracker,
			List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null), List.of(),
			AttemptObserver.NONE, List.of(), this.time, new Random(1), this.background::add);

	private final Route route = Route.of(Route.DEFAULT, "a", "b")
		.withModels(List.of(Model.of("a", TIMEOUTS), Model.of("b", TIMEOUTS)));

	private long size = 100;

	private @Nullable Duration probeLimit;

	private Duration needed = Duration.ZERO;

	private Fault fault = TIMEOUT;

	private boolean alive = true;

	private final List<Duration> limits = new ArrayList<>();

	@Test
	void attemptThatWasCutAlthoughTheModelShowedLifeIsFollowedByOneWithMoreTime() {
		this.needed = Duration.ofSeconds(25);
		call();
		call();
		call();
		assertThat(this.limits).containsExactly(TEN, Duration.ofSeconds(60), Duration.ofMillis(37_500));
	}

	@Test
	void quickModelThatIsCutGetsMoreTimeOnlyIfItShowedLife() {
		for (int i = 0; i < 20; i++) {
			call();
		}
		this.limits.clear();
		this.needed = Duration.ofSeconds(25);
		this.alive = false;
		call();
		call();
		this.alive = true;
		call();
		call();
		call();
		assertThat(this.limits).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3),
				TEN, Duration.ofSeconds(60));
	}

	@Test
	void lastModelOfACallTakesTheTrialFromNobody() {
		ModelCall<Boolean> slow = (attempt) -> {
			if (attempt.model().id().equals("a")) {
				attempt.showsLife();
				this.time.sleep(attempt.firstTokenLimit());
				throw new FaultyException(TIMEOUT);
			}
			return true;
		};
		this.executor.execute(this.route, slow);
		this.tracker.of("a").putBack();
		Route alone = this.route.withModels(List.of(Model.of("a", TIMEOUTS)));
		boolean left = this.executor.<Boolean>execute(alone, (attempt) -> {
			attempt.firstTokenLimit();
			return tokens().tryCheck(RequestSize.UNKNOWN, TIMEOUTS, Long.MAX_VALUE, this.time.nanoTime()) != null;
		}).answer();
		assertThat(left).isTrue();
	}

	@Test
	void lastModelOfACallHasAllTheTimeThatIsLeftAndLeavesTheTrialToOthers() {
		this.needed = Duration.ofSeconds(25);
		call();
		Route alone = this.route.withModels(List.of(Model.of("a", TIMEOUTS)));
		this.tracker.of("a").putBack();
		assertThat(this.executor.execute(alone, new Call()).answer()).isEqualTo("a");
		assertThat(this.limits).containsExactly(TEN, Duration.ofSeconds(120));
		assertThat(tokens().limit(RequestSize.SMALL, TIMEOUTS, this.time.nanoTime()))
			.isEqualTo(Duration.ofMillis(37_500));
	}

	@Test
	void modelThatIsSlowLeavesHalfOfWhatIsLeftToAnother() {
		tokens().answered(RequestSize.SMALL, TIMEOUTS, Duration.ofSeconds(40).toNanos(), false, 0);
		assertThat(limitOf(this.route.withTotalTimeout(Duration.ofSeconds(50)))).hasSeconds(25);
		assertThat(limitOf(this.route.withTotalTimeout(Duration.ofSeconds(15)))).isEqualTo(TEN);
	}

	private Duration limitOf(Route along) {
		return this.executor.<Duration>execute(along, (attempt) -> {
			Duration limit = attempt.firstTokenLimit();
			return limit;
		}).answer();
	}

	@Test
	void requestsOfOtherSizesHaveOtherLimits() {
		for (int i = 0; i < 20; i++) {
			call();
		}
		this.size = 100_000;
		call();
		this.size = 200;
		call();
		assertThat(this.limits.subList(20, 22)).containsExactly(TEN, Duration.ofSeconds(3));
	}

	@Test
	void faultThatSaysNothingOfTimeLeavesTheTrialToTheNext() {
		this.needed = Duration.ofSeconds(100);
		call();
		this.fault = Fault.of(FaultKind.OVERLOADED);
		call();
		assertThat(this.limits.get(1)).hasSeconds(60);
		this.fault = TIMEOUT;
		call();
		assertThat(this.limits.get(this.limits.size() - 1)).hasSeconds(60);
		call();
		assertThat(this.limits.get(this.limits.size() - 1)).as("it hangs").isEqualTo(TEN);
	}

	@Test
	void limitOfAWholeAnswerIsNoneOfTheFirstToken() {
		this.executor.execute(this.route, (attempt) -> {
			if (attempt.model().id().equals("b")) {
				return "b";
			}
			this.time.sleep(attempt.responseLimit());
			throw new FaultyException(TIMEOUT);
		});
		assertThat(tokens().tryCheck(RequestSize.UNKNOWN, TIMEOUTS, Long.MAX_VALUE, this.time.nanoTime())).isNull();
	}

	@Test
	void cutInTheMiddleOfAnAnswerIsNoneOfTheFirstToken() {
		this.executor.execute(this.route, (attempt) -> {
			attempt.firstTokenLimit();
			if (attempt.model().id().equals("b")) {
				return "b";
			}
			attempt.answerBegins();
			this.time.sleep(Duration.ofSeconds(30));
			throw new FaultyException(TIMEOUT);
		});
		assertThat(tokens().tryCheck(RequestSize.UNKNOWN, TIMEOUTS, Long.MAX_VALUE, this.time.nanoTime())).isNull();
	}

	@Test
	void nothingIsRememberedWhereLimitsAreFixed() {
		Route fixed = Route.of(Route.DEFAULT, "a", "b");
		this.needed = Duration.ofSeconds(25);
		for (int i = 0; i < 3; i++) {
			this.tracker.of("a").putBack();
			this.executor.execute(fixed, new Call());
		}
		assertThat(this.limits).containsExactly(TEN, TEN, TEN);
		assertThat(this.tracker.of("a").firstTokenLimits(TIMEOUTS)).isEmpty();
	}

	@Test
	void probeHasTheTimeToFindOutAndTellsIt() {
		this.needed = Duration.ofSeconds(20);
		call(false);
		probe();
		assertThat(this.probeLimit).isEqualTo(TEN);
		probe();
		assertThat(this.probeLimit).hasSeconds(30);
		assertThat(this.tracker.snapshot("a").isHealthy()).isTrue();
		assertThat(tokens().limit(RequestSize.SMALL, TIMEOUTS, this.time.nanoTime())).hasSeconds(30);
	}

	@Test
	void probeThatHangsSparesCallsTheTrial() {
		this.needed = Duration.ofSeconds(100);
		call(false);
		probe();
		probe();
		probe();
		assertThat(this.probeLimit).hasSeconds(60);
		call();
		assertThat(this.limits).containsExactly(TEN, TEN);
	}

	private void probe() {
		this.time.advance(Duration.ofSeconds(30));
		call(false);
		this.background.remove(0).run();
	}

	private void call() {
		call(true);
	}

	private void call(boolean putBack) {
		if (putBack) {
			this.tracker.of("a").putBack();
		}
		this.executor.execute(this.route, new Call());
	}

	private FirstTokens tokens() {
		return this.tracker.of("a").firstTokens();
	}

	private final class Call implements ModelCall<String> {

		@Override
		public String ask(ModelAttempt attempt) throws Exception {
			LearntLimitTests test = LearntLimitTests.this;
			if (attempt.model().id().equals("b")) {
				return "b";
			}
			Duration limit = attempt.firstTokenLimit();
			test.limits.add(limit);
			if (test.alive) {
				attempt.showsLife();
			}
			if (test.needed.compareTo(limit) > 0) {
				if (test.fault.equals(TIMEOUT)) {
					test.time.sleep(limit);
				}
				throw new FaultyException(test.fault);
			}
			test.time.sleep(test.needed);
			attempt.answerBegins();
			return "a";
		}

		@Override
		public long requestSize() {
			return LearntLimitTests.this.size;
		}

		@Override
		public ModelProbe probe() {
			LearntLimitTests test = LearntLimitTests.this;
			return (model) -> {
				Duration limit = model.timeouts().firstToken();
				test.probeLimit = limit;
				boolean cut = test.needed.compareTo(limit) > 0;
				test.time.sleep(cut ? limit : test.needed);
				if (cut) {
					throw new FaultyException(TIMEOUT);
				}
			};
		}

	}

}
