package net.taotoken.failover.engine;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever code of others throws, calls go on as if it had returned.
 */
class GuardedEngineTests {

	private final ManualTime time = new ManualTime();

	private final ScriptedModels models = new ScriptedModels(this.time);

	private final Route abc = Route.of("default", "a", "b", "c");

	static List<Supplier<Throwable>> whatOthersThrow() {
		return List.of(IllegalStateException::new, () -> new IOException("checked"), () -> new AssertionError("boom"),
				() -> new OutOfMemoryError("not really"), StackOverflowError::new,
				() -> new NoClassDefFoundError("gone"), () -> new Throwable("neither"));
	}

	@ParameterizedTest
	@MethodSource("whatOthersThrow")
	void goodAnswerIsGivenAtTheFirstAttempt(Supplier<Throwable> failure) {
		ModelHealthTracker tracker = tracker(failure);
		FailoverExecutor executor = executor(tracker, failure);
		for (int call = 0; call < 10; call++) {
			assertThat(executor.execute(this.abc, this.models).answer()).isEqualTo("a");
		}
		assertThat(this.models.askedModels()).hasSize(10).containsOnly("a");
		assertThat(tracker.snapshot("a").successes()).isEqualTo(10);
	}

	@ParameterizedTest
	@MethodSource("whatOthersThrow")
	void failoverProbeAndRecoveryGoOn(Supplier<Throwable> failure) {
		ModelHealthTracker tracker = tracker(failure);
		FailoverExecutor executor = executor(tracker, failure);
		this.models.fails("a", FaultKind.OVERLOADED);
		assertThat(executor.execute(this.abc, this.models).answer()).isEqualTo("b");
		assertThat(tracker.snapshot("a").state()).isEqualTo(ModelState.COOLING_DOWN);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(executor.execute(this.abc, this.models).answer()).isEqualTo("a");
		assertThat(tracker.snapshot("a").state()).isEqualTo(ModelState.HEALTHY);
		this.models.fails("a", FaultKind.INVALID_REQUEST);
		assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> executor.execute(this.abc, this.models));
	}

	@ParameterizedTest
	@MethodSource("whatOthersThrow")
	void streamThatIsAProbeKeepsItsPermit(Supplier<Throwable> failure) {
		ModelHealthTracker tracker = tracker(failure);
		FailoverExecutor executor = executor(tracker, failure);
		this.models.fails("a", FaultKind.OVERLOADED);
		executor.execute(this.abc, this.models);
		this.time.advance(Duration.ofSeconds(5));
		Settlement settlement = executor.execute(this.abc, ModelAttempt::takeOver).answer();
		assertThat(tracker.snapshot("a").state()).isEqualTo(ModelState.PROBING);
		settlement.failed(new FaultyException(Fault.of(FaultKind.UNREACHABLE)));
		assertThat(tracker.snapshot("a").state()).isEqualTo(ModelState.COOLING_DOWN);
	}

	@Test
	void errorOfARepeatedAttemptReachesTheCallerAsItIs() {
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());
		FailoverExecutor executor = new FailoverExecutor(tracker,
				List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null), List.of(),
				this.time, new Random(1));
		AssertionError error = new AssertionError("boom");
		this.models.fails("a", FaultKind.SERVER_ERROR).does("a", (attempt) -> {
			throw error;
		});
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> executor.execute(this.abc, this.models))
			.isSameAs(error);
		assertThat(this.models.askedModels()).containsExactly("a", "a");
	}

	@Test
	void observerThatReturnsNothingIsNoObserver() {
		FailoverExecutor executor = new FailoverExecutor(tracker(IllegalStateException::new), List.of(), List.of(),
				thrower(AttemptObserver.class, () -> null), this.time, new Random(1));
		assertThat(executor.execute(this.abc, this.models).answer()).isEqualTo("a");
	}

	private ModelHealthTracker tracker(Supplier<Throwable> failure) {
		return new ModelHealthTracker(HealthSettings.defaults(), this.time,
				List.of(thrower(ModelHealthListener.class, failure)));
	}

	private FailoverExecutor executor(ModelHealthTracker tracker, Supplier<Throwable> failure) {
		FaultClassifier working = (exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null;
		AttemptObserver startsOnly = (route, model, earlier) -> thrower(AttemptObservation.class, failure);
		AttemptObserver observer = (failure.get() instanceof Error) ? startsOnly
				: thrower(AttemptObserver.class, failure);
		return new FailoverExecutor(tracker, List.of(thrower(FaultClassifier.class, failure), working),
				List.of(new ThrowingListener(failure)), observer, this.time, new Random(1));
	}

	/** Throws in each method, checked exceptions, too, as Kotlin can. */
	private static <T> T thrower(Class<T> type, Supplier<Throwable> failure) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				if (method.getDeclaringClass() == Object.class) {
					return method.getName().equals("equals") ? (Object) false
							: method.getName().equals("hashCode") ? 1 : "x";
				}
				Throwable thrown = failure.get();
				if (thrown != null) {
					sneak(thrown);
				}
				return null;
			}));
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void sneak(Throwable failure) throws X {
		throw (X) failure;
	}

	private record ThrowingListener(Supplier<Throwable> failure) implements FailoverListener {

		@Override
		public void attemptSucceeded(Route route, Attempt attempt) {
			sneak(this.failure.get());
		}

		@Override
		public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
			sneak(this.failure.get());
		}

		@Override
		public void callSwitched(Route route, String from, String to) {
			sneak(this.failure.get());
		}

		@Override
		public void callFailedOver(Route route, List<Attempt> attempts) {
			sneak(this.failure.get());
		}

		@Override
		public void answerInterrupted(Route route, Attempt attempt) {
			sneak(this.failure.get());
		}

		@Override
		public void callFailed(Route route, FailoverException exception) {
			sneak(this.failure.get());
		}

	}

}
