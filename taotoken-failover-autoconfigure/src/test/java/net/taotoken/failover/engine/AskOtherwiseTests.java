package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ModelAttempt#askOtherwise}: models that refuse only how they are
 * asked.
 */
class AskOtherwiseTests {

	private static final Fault REFUSED = Fault.of(FaultKind.UNSUPPORTED);

	private static final Fault OUTAGE = Fault.of(FaultKind.OVERLOADED);

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final ScriptedModels models = new ScriptedModels(this.time);

	private final List<String> told = new ArrayList<>();

	private final FailoverExecutor executor = new FailoverExecutor(this.tracker,
			List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null),
			List.of(new FailoverListener() {
				@Override
				public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
					AskOtherwiseTests.this.told.add(attempt.model() + " " + reaction);
				}
			}), this.time, new Random(1));

	@Test
	void secondWayCountsAgainstNoBudget() {
		this.models.does("a", this::refuses);
		FailoverResult<String> result = execute(route(1, 1, 0, "a", "b"));
		assertThat(result.answer()).isEqualTo("a");
		assertThat(result.attempts()).extracting(Attempt::describe)
			.containsExactly("a: unsupported after 0 ms", "a: answered after 0 ms");
		assertThat(this.told).containsExactly("a RETRY");
		assertThat(this.time.elapsed()).isZero();
	}

	@Test
	void attemptsOfTheCallAreLeftToOthers() {
		this.models.does("a", this::refuses).fails("a", FaultKind.SERVER_ERROR, FaultKind.SERVER_ERROR);
		FailoverResult<String> result = execute(route(2, 3, 0.2, "a", "b"));
		assertThat(this.models.askedModels()).containsExactly("a", "a", "a", "b");
		assertThat(result.attempts()).hasSize(4);
	}

	@Test
	void thereIsNoThirdWay() {
		this.models.does("a", this::refuses).does("a", this::refuses);
		assertThat(execute(route(1, 2, 0, "a", "b")).answer()).isEqualTo("b");
		assertThat(this.models.askedModels()).containsExactly("a", "a", "b");
		assertThat(this.told).containsExactly("a RETRY", "a SWITCH");
	}

	@Test
	void probeGoesOn() {
		this.tracker.of("a").coolDown(OUTAGE, Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(1));
		this.models.does("a", this::refuses).does("a", (attempt) -> {
			assertThat(this.tracker.of("a").tryAcquire()).as("the probe of another call").isNull();
			return "back";
		});
		assertThat(execute(route(2, 6, 0.2, "a", "b")).answer()).isEqualTo("back");
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void modelThatIsAskedThoughItIsOutIsAskedBothWays() {
		this.tracker.of("a").coolDown(OUTAGE, Duration.ofHours(1));
		this.models.does("a", this::refuses);
		assertThat(execute(route(2, 6, 0.2, "a")).answer()).isEqualTo("a");
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
	}

	@Test
	void errorOfTheSecondWayGivesTheProbeUp() {
		this.tracker.of("a").coolDown(OUTAGE, Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(1));
		this.models.does("a", this::refuses).does("a", (attempt) -> {
			throw new AssertionError("boom");
		});
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> execute(route(2, 6, 0.2, "a")));
		assertThat(this.tracker.of("a").tryAcquire()).isNotNull();
	}

	@Test
	void failureOfTheSecondWayIsTheModels() {
		this.models.does("a", this::refuses).fails("a", OUTAGE.withRetryAfter(Duration.ofMinutes(1)));
		assertThat(execute(route(1, 6, 0.2, "a", "b")).answer()).isEqualTo("b");
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void callThatIsOutOfTimeAsksNobody() {
		this.models.does("a", (attempt) -> {
			this.time.advance(attempt.timeLeft());
			return refuses(attempt);
		});
		assertThat(catchThrowableOfType(FailoverException.class, () -> execute(route(2, 6, 0.2, "a", "b"))).attempts())
			.hasSize(1);
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	@Test
	void callThatIsInterruptedAsksNobody() {
		this.models.does("a", (attempt) -> {
			Thread.currentThread().interrupt();
			return refuses(attempt);
		});
		FailoverException exception = catchThrowableOfType(FailoverException.class,
				() -> execute(route(2, 6, 0.2, "a", "b")));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.CANCELLED);
		assertThat(this.models.askedModels()).containsExactly("a");
	}

	private String refuses(ModelAttempt attempt) {
		attempt.askOtherwise();
		throw new FaultyException(REFUSED);
	}

	private FailoverResult<String> execute(Route route) {
		return this.executor.execute(route, this.models);
	}

	private static Route route(int maxAttempts, int maxTotalAttempts, double budget, String... models) {
		return Route.of("default", models)
			.withRetry(RetrySettings.builder()
				.maxAttempts(maxAttempts)
				.maxTotalAttempts(maxTotalAttempts)
				.budget(budget)
				.build());
	}

}
