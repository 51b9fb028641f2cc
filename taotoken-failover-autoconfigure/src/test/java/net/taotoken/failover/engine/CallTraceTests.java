package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.engine.call.CallFollower;
import net.taotoken.failover.engine.call.CallTrace;
import net.taotoken.failover.engine.call.CallTrace.Step;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CallTraceTests {

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final Route ab = Route.of("default", "a", "b");

	private final List<CallTrace> traces = new ArrayList<>();

	private FailoverExecutor executor(CallFollower follower) {
		return new FailoverExecutor(this.tracker,
				List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null), List.of(),
				AttemptObserver.NONE, List.of(follower), this.time, new Random(1));
	}

	private final FailoverExecutor executor = executor(this.traces::add);

	private CallTrace trace() {
		return this.traces.get(0);
	}

	private List<String> steps() {
		return trace().steps().stream().map(CallTraceTests::describe).toList();
	}

	private static String describe(Step step) {
		String outcome = (step.duration() == null) ? "under way"
				: (step.fault() == null) ? "answered" : step.fault().kind().id();
		return step.model() + " " + outcome + ((step.duration() != null) ? " " + step.duration().toMillis() : "");
	}

	private void takes(int millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

	@Test
	void callIsSeenWhileItIsUnderWayAndWhenItIsAnswered() {
		this.executor.execute(this.ab, (attempt) -> {
			assertThat(trace().isUnderWay()).isTrue();
			if (attempt.model().id().equals("a")) {
				assertThat(steps()).containsExactly("a under way");
				takes(30);
				throw new FaultyException(Fault.of(FaultKind.MODEL_UNAVAILABLE));
			}
			assertThat(steps()).containsExactly("a model-unavailable 30", "b under way");
			takes(70);
			return "b";
		});
		assertThat(steps()).containsExactly("a model-unavailable 30", "b answered 70");
		assertThat(trace().isUnderWay()).isFalse();
		assertThat(trace().failure()).isNull();
		assertThat(trace().route()).isEqualTo("default");
		assertThat(trace().answer()).extracting(Step::model).isEqualTo("b");
		assertThat(trace().steps()).extracting((step) -> step.startedAt() - trace().startedAt())
			.containsExactly(0L, 30_000_000L);
	}

	@Test
	void callWithoutAnAnswerTellsWhy() {
		assertThatExceptionOfType(FailoverException.class)
			.isThrownBy(() -> this.executor.execute(this.ab, (attempt) -> {
				throw new FaultyException(Fault.of(FaultKind.MODEL_UNAVAILABLE));
			}));
		assertThat(trace().isUnderWay()).isFalse();
		assertThat(trace().answer()).isNull();
		assertThat(trace().failure()).extracting(Fault::kind).isEqualTo(FaultKind.MODEL_UNAVAILABLE);
	}

	@Test
	void answerThatBreaksIsNoneAndTheCallGoesOn() {
		FailoverCall<Settlement> call = this.executor.begin(this.ab, ModelAttempt::takeOver);
		FailoverResult<Settlement> first = call.next();
		assertThat(steps()).containsExactly("a answered 0");
		takes(500);
		first.answer().failed(new FaultyException(Fault.of(FaultKind.UNREACHABLE)));
		assertThat(steps()).containsExactly("a unreachable 500");
		assertThat(trace().failure()).extracting(Fault::kind).isEqualTo(FaultKind.UNREACHABLE);
		call.next();
		assertThat(steps()).containsExactly("a unreachable 500", "b answered 0");
		assertThat(trace().failure()).isNull();
	}

	@Test
	void callThatAnErrorEndsIsNotUnderWayForEver() {
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.executor.execute(this.ab, (attempt) -> {
				throw new StackOverflowError();
			}));
		assertThat(trace().isUnderWay()).isFalse();
	}

	@Test
	void hedgedCallShowsWhatBothThreadsDid() {
		HedgingExecutor hedging = new HedgingExecutor(this.executor, new HedgeSettings(Duration.ofMillis(1), 1),
				(task) -> new Thread(task).start(), this.time);
		hedging.<String>execute(this.ab, (attempt) -> {
			if (attempt.model().id().equals("a")) {
				Thread.sleep(60_000);
			}
			return attempt.model().id();
		});
		assertThat(steps()).containsExactly("a cancelled 0", "b answered 0");
		assertThat(trace().failure()).isNull();
	}

	@Test
	void followerThatThrowsHarmsNoCall() {
		FailoverExecutor executor = executor((call) -> {
			throw new IllegalStateException("broken follower");
		});
		assertThat(executor.<String>execute(this.ab, (attempt) -> "fine").answer()).isEqualTo("fine");
	}

}
