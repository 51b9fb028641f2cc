package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import net.taotoken.failover.engine.ScriptedModels.FaultyException;
import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.HasFault;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.FaultPolicies;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link FailureReport}: which of several faults a call tells, and when it
 * makes sense again.
 */
class FailureReportTests {

	private static final Fault WRONG_URL = Fault.of(FaultKind.INVALID_REQUEST, FaultScope.ACCOUNT)
		.withHint("is the base URL right?")
		.unproven();

	/** Faults that end no call at once, those of equal use in one row. */
	private static final List<List<Fault>> MOST_USEFUL_FIRST = List.of(
			List.of(Fault.of(FaultKind.RATE_LIMITED), Fault.of(FaultKind.RATE_LIMITED, FaultScope.ACCOUNT).unproven(),
					Fault.of(FaultKind.OVERLOADED).withRetryAfter(Duration.ofMinutes(3))),
			List.of(Fault.of(FaultKind.TIMEOUT), Fault.of(FaultKind.SERVER_ERROR),
					Fault.of(FaultKind.UNREACHABLE).unproven(), Fault.of(FaultKind.INVALID_RESPONSE)),
			List.of(Fault.of(FaultKind.UNKNOWN)),
			List.of(Fault.of(FaultKind.AUTHENTICATION, FaultScope.ACCOUNT).unproven(),
					Fault.of(FaultKind.AUTHENTICATION), Fault.of(FaultKind.QUOTA_EXHAUSTED),
					Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT).unproven(),
					Fault.of(FaultKind.MODEL_UNAVAILABLE)),
			List.of(Fault.of(FaultKind.UNSUPPORTED), Fault.of(FaultKind.CONTEXT_LENGTH_EXCEEDED)),
			List.of(Fault.of(FaultKind.INVALID_REQUEST).unproven(), WRONG_URL,
					Fault.of(FaultKind.CONTENT_REJECTED).unproven()));

	private static final List<Fault> ALL = MOST_USEFUL_FIRST.stream().flatMap(List::stream).toList();

	private static final Fault OUTAGE = Fault.of(FaultKind.OVERLOADED).withRetryAfter(Duration.ofMinutes(3));

	private static final Fault REFUSAL = Fault.of(FaultKind.INVALID_REQUEST).unproven();

	private static final Fault BARE_401 = Fault.of(FaultKind.AUTHENTICATION, FaultScope.ACCOUNT).unproven();

	private final Route abc = Route.of("default", "a", "b", "c")
		.withRetry(RetrySettings.builder().maxAttempts(1).jitter(0).budget(1).build());

	@Test
	void mostUsefulFaultIsToldInWhateverOrderTheyCame() {
		for (Fault a : ALL) {
			for (Fault b : ALL) {
				for (Fault c : ALL) {
					if (isConfirmed(a, b) || isConfirmed(b, c) || isConfirmed(a, c)) {
						continue;
					}
					FailoverException exception = failure(a, b, c);
					assertThat(exception.attempts()).hasSize(3);
					assertThat(exception.fault()).as(exception.getMessage()).isEqualTo(mostUseful(a, b, c));
					assertThat(exception.retryAfter() != null).as(exception.getMessage())
						.isEqualTo(passes(exception.fault()));
				}
			}
		}
	}

	private static Fault mostUseful(Fault... faults) {
		Fault best = faults[0];
		for (Fault fault : faults) {
			best = (row(fault) <= row(best)) ? fault : best;
		}
		return best;
	}

	private static int row(Fault fault) {
		return MOST_USEFUL_FIRST
			.indexOf(MOST_USEFUL_FIRST.stream().filter((row) -> row.contains(fault)).findFirst().orElseThrow());
	}

	private static boolean isConfirmed(Fault one, Fault other) {
		return one.kind() == other.kind() && one.scope() == other.scope();
	}

	private static boolean passes(Fault fault) {
		return fault.kind().defaultScope() != FaultScope.REQUEST;
	}

	static Stream<Fault> endings() {
		return Stream.of(Fault.of(FaultKind.INVALID_REQUEST), Fault.of(FaultKind.CONTENT_REJECTED),
				Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT),
				Fault.of(FaultKind.AUTHENTICATION, FaultScope.ACCOUNT), WRONG_URL.confirmed());
	}

	@ParameterizedTest
	@MethodSource("endings")
	void faultThatEndsTheCallIsToldWhateverCameBefore(Fault ending) {
		for (Fault before : ALL) {
			if (!isConfirmed(before, ending)) {
				assertThat(failure(before, ending).fault()).isEqualTo(ending);
			}
		}
	}

	@Test
	void outageOutweighsARefusalAndABareRefusalOfTheKey() {
		FailoverException exception = failure(OUTAGE, REFUSAL, BARE_401);
		assertThat(exception.fault()).isEqualTo(OUTAGE);
		assertThat(exception.retryAfter()).isEqualTo(Duration.ofMinutes(3));
	}

	@Test
	void outageOfAModelThatWasPassedOverOutweighsABareRefusalOfTheKey() {
		Calls calls = new Calls();
		calls.tracker.of("a").coolDown(OUTAGE, Duration.ofMinutes(3));
		assertThat(calls.failure(null, BARE_401, REFUSAL).fault()).isEqualTo(OUTAGE);
	}

	@Test
	void ownAccountOutweighsAnOutageWhereItEndsNoCall() {
		Fault account = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT);
		FaultPolicies policies = FaultPolicies.defaults()
			.with(FaultKind.QUOTA_EXHAUSTED,
					FaultPolicies.defaults().of(FaultKind.QUOTA_EXHAUSTED).with(Reaction.SWITCH, null, null, null));
		Calls calls = new Calls();
		calls.models.fails("a", account);
		calls.tracker.of("b").coolDown(OUTAGE, Duration.ofMinutes(9));
		assertThat(calls.failure(this.abc.withFaults(policies)).fault()).isEqualTo(account);
	}

	@ParameterizedTest
	@EnumSource(value = FaultKind.class,
			names = { "CANCELLED", "UNSUPPORTED", "CONTEXT_LENGTH_EXCEEDED", "CONTENT_REJECTED", "INVALID_REQUEST" },
			mode = Mode.EXCLUDE)
	void faultThatPassesIsWorthAnotherCallAfterAWhile(FaultKind kind) {
		Fault fault = Fault.of(kind);
		assertThat(failure(fault, fault, fault).retryAfter()).isGreaterThan(Duration.ZERO);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNSUPPORTED", "CONTEXT_LENGTH_EXCEEDED", "CONTENT_REJECTED", "INVALID_REQUEST" })
	void faultThatDoesNotPassIsWorthNone(FaultKind kind) {
		for (FaultScope scope : FaultScope.values()) {
			Fault fault = Fault.of(kind, scope).unproven();
			assertThat(failure(fault, fault, fault).retryAfter()).as(scope.toString()).isNull();
		}
	}

	@Test
	void modelThatIsReadyButCannotAnswerIsNoReasonToComeBackAtOnce() {
		assertThat(failure(OUTAGE, WRONG_URL, REFUSAL).retryAfter()).isEqualTo(Duration.ofMinutes(3));
	}

	@Test
	void callThatRanOutOfTimeMakesSenseAgainWhenAModelIsBack() {
		Calls calls = new Calls();
		calls.models.fails("a", OUTAGE);
		for (String model : List.of("b", "c")) {
			calls.models.does(model, (attempt) -> {
				calls.time.advance(attempt.firstTokenLimit());
				throw new FaultyException(Fault.of(FaultKind.TIMEOUT));
			});
		}
		FailoverException exception = calls.failure(this.abc.withTotalTimeout(Duration.ofSeconds(15)));
		assertThat(exception.fault()).isEqualTo(CallState.OUT_OF_TIME);
		assertThat(exception.retryAfter()).isNotNull();
	}

	@Test
	void callThatWasInterruptedMakesNone() {
		Calls calls = new Calls();
		calls.models.does("a", (attempt) -> {
			throw new InterruptedException();
		});
		assertThat(calls.failure(this.abc).retryAfter()).isNull();
		assertThat(Thread.interrupted()).isTrue();
	}

	private FailoverException failure(Fault... faults) {
		return new Calls().failure(faults);
	}

	/**
	 * Calls of which the last has no past.
	 */
	private final class Calls {

		private final ManualTime time = new ManualTime();

		private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time,
				List.of());

		private final ScriptedModels models = new ScriptedModels(this.time);

		/** The models fail, each in its own way. */
		private FailoverException failure(@Nullable Fault... faults) {
			for (int i = 0; i < faults.length; i++) {
				Fault fault = faults[i];
				if (fault != null) {
					this.models.fails(List.of("a", "b", "c").get(i), fault);
				}
			}
			return failure(FailureReportTests.this.abc);
		}

		private FailoverException failure(Route route) {
			FailoverExecutor executor = new FailoverExecutor(this.tracker,
					List.of((exception) -> (exception instanceof HasFault faulty) ? faulty.fault() : null), List.of(),
					this.time, new Random(1));
			return catchThrowableOfType(FailoverException.class, () -> executor.execute(route, this.models));
		}

	}

}
