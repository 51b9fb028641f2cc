package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What listeners and observers hear of calls.
 */
class NotificationTests {

	private static final Route ABC = Route.of("default", "a", "b", "c");

	private final ManualTime time = new ManualTime();

	private final ScriptedModels models = new ScriptedModels(this.time);

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final List<String> heard = new ArrayList<>();

	private final List<String> observed = new ArrayList<>();

	private final FailoverExecutor executor = new FailoverExecutor(this.tracker,
			List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null),
			List.of(new Listener()), (route, model, earlier) -> new Observation(model, earlier), this.time,
			new Random(1));

	@Test
	void goodCallIsHeardOfOnce() {
		this.executor.execute(ABC, this.models);
		assertThat(this.heard).containsExactly("default: a answered");
		assertThat(this.observed).containsExactly("a after 0", "answered", "end");
	}

	@Test
	void waitBeforeTheSameModelIsHeardOf() {
		this.models.fails("a", FaultKind.SERVER_ERROR);
		this.executor.execute(ABC, this.models);
		assertThat(this.heard).containsExactly("default: a failed, RETRY", "default: waited " + this.time.elapsed(),
				"default: a answered", "default: [a, a] failed over");
		assertThat(this.observed).containsExactly("a after 0", "failed server-error", "end", "a after 1", "answered",
				"end");
	}

	@Test
	void waitForAModelToComeBackIsHeardOf() {
		this.tracker.of("a").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(7));
		this.executor.execute(Route.of("only", "a"), this.models);
		assertThat(this.heard).containsExactly("only: waited PT7S", "only: a answered");
	}

	@Test
	void switchIsHeardOf() {
		this.models.fails("a", FaultKind.RATE_LIMITED);
		this.executor.execute(ABC, this.models);
		assertThat(this.heard).containsExactly("default: a failed, SWITCH", "default: a to b", "default: b answered",
				"default: [a, b] failed over");
	}

	@Test
	void callThatFailsIsHeardOf() {
		this.models.fails("a", FaultKind.INVALID_REQUEST);
		assertThatExceptionOfType(FailoverException.class)
			.isThrownBy(() -> this.executor.execute(Route.of("only", "a"), this.models));
		assertThat(this.heard).containsExactly("only: a failed, FAIL", "only: [a] failed");
		assertThat(this.observed).containsExactly("a after 0", "failed invalid-request", "end");
	}

	@Test
	void streamThatBreaksIsHeardOf() {
		Settlement settlement = this.executor.execute(ABC, ModelAttempt::takeOver).answer();
		this.heard.clear();
		settlement.failed(new ScriptedModels.FaultyException(Fault.of(FaultKind.UNREACHABLE)));
		settlement.failed(new ScriptedModels.FaultyException(Fault.of(FaultKind.UNREACHABLE)));
		assertThat(this.heard).containsExactly("default: a interrupted by unreachable");
	}

	@Test
	void probeThatIsReleasedGivesWayToTheNext() {
		this.tracker.of("a").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(7));
		this.time.advance(Duration.ofSeconds(7));
		Settlement settlement = this.executor.execute(ABC, ModelAttempt::takeOver).answer();
		assertThat(this.tracker.snapshot("a").state()).isEqualTo(ModelState.PROBING);
		settlement.release();
		assertThat(this.tracker.snapshot("a").state()).isNotEqualTo(ModelState.PROBING);
		assertThat(this.tracker.of("a").tryAcquire()).isNotNull();
	}

	@Test
	void retriesLeftAreKnown() {
		assertThat(this.executor.retriesLeft(ABC)).isEqualTo(100);
	}

	@Test
	void noObserverIsGuardedAgainst() {
		assertThat(GuardedAttemptObserver.of(AttemptObserver.NONE)).isSameAs(AttemptObserver.NONE);
	}

	private final class Listener implements FailoverListener {

		private void hear(Route route, String what) {
			NotificationTests.this.heard.add(route.name() + ": " + what);
		}

		@Override
		public void attemptSucceeded(Route route, Attempt attempt) {
			hear(route, attempt.model() + " answered");
		}

		@Override
		public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
			hear(route, attempt.model() + " failed, " + reaction);
		}

		@Override
		public void callSwitched(Route route, String from, String to) {
			hear(route, from + " to " + to);
		}

		@Override
		public void callWaited(Route route, Duration wait) {
			hear(route, "waited " + wait);
		}

		@Override
		public void callFailedOver(Route route, List<Attempt> attempts) {
			hear(route, attempts.stream().map(Attempt::model).toList() + " failed over");
		}

		@Override
		public void answerInterrupted(Route route, Attempt attempt) {
			hear(route, attempt.model() + " interrupted by "
					+ ((attempt.fault() != null) ? attempt.fault().kind() : "nothing"));
		}

		@Override
		public void callFailed(Route route, FailoverException exception) {
			hear(route, exception.attempts().stream().map(Attempt::model).toList() + " failed");
		}

	}

	private final class Observation implements AttemptObservation {

		private Observation(Model model, List<Attempt> earlier) {
			NotificationTests.this.observed.add(model.id() + " after " + earlier.size());
		}

		@Override
		public void answered() {
			NotificationTests.this.observed.add("answered");
		}

		@Override
		public void failed(Fault fault, Exception exception) {
			NotificationTests.this.observed.add("failed " + fault.kind());
		}

		@Override
		public void end() {
			NotificationTests.this.observed.add("end");
		}

	}

}
