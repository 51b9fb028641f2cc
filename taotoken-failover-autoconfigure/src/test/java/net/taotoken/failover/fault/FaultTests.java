package net.taotoken.failover.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Fault}, {@link FaultKind}, {@link Attempt} and {@link ErrorResponse}.
 */
class FaultTests {

	private static final Fault LIMITED = Fault.of(FaultKind.RATE_LIMITED);

	@Test
	void faultIsDescribedByWhatIsKnownOfIt() {
		assertThat(LIMITED.describe()).isEqualTo("rate-limited");
		assertThat(LIMITED.withStatus(429).describe()).isEqualTo("rate-limited (429)");
		assertThat(withCode(null).describe()).isEqualTo("rate-limited (slow_down)");
		assertThat(withCode(429).describe()).isEqualTo("rate-limited (429, slow_down)");
		assertThat(withCode(429).withoutCode().withHint("top up").describe()).isEqualTo("rate-limited (429): top up");
	}

	private static Fault withCode(@Nullable Integer status) {
		return new Fault(FaultKind.RATE_LIMITED, FaultScope.MODEL, true, null, status, "slow_down", null, null, null);
	}

	@Test
	void confirmedFaultIsProvenAndOtherwiseTheSame() {
		Fault fault = withCode(429).withRetryAfter(Duration.ofSeconds(3))
			.withAdvice(Reaction.SWITCH)
			.withLacks(MissingFeature.of(Feature.TOOLS))
			.withScope(FaultScope.ACCOUNT)
			.withHint("top up");
		assertThat(fault.unproven().proven()).isFalse();
		assertThat(fault.unproven().confirmed()).isEqualTo(fault);
		assertThat(fault.confirmed()).isSameAs(fault);
	}

	@Test
	void waitIsNeverNegative() {
		assertThat(LIMITED.withRetryAfter(Duration.ofSeconds(-1)).retryAfter()).isEqualTo(Duration.ZERO);
	}

	@Test
	void whatTheServerOrTheWayToItDidWrongCountsAgainstHealth() {
		assertThat(Stream.of(FaultKind.values()).filter(FaultKind::countsAgainstHealth)).containsExactly(
				FaultKind.OVERLOADED, FaultKind.SERVER_ERROR, FaultKind.UNREACHABLE, FaultKind.TIMEOUT,
				FaultKind.INVALID_RESPONSE, FaultKind.UNKNOWN);
	}

	@Test
	void kindsAreNamedAsInProperties() {
		assertThat(FaultKind.ids()).startsWith("rate-limited, overloaded, server-error").endsWith("cancelled, unknown");
		assertThat(FaultKind.QUOTA_EXHAUSTED).hasToString("quota-exhausted");
	}

	@Test
	void attemptIsDescribed() {
		Duration second = Duration.ofSeconds(1);
		assertThat(new Attempt("m", null, Instant.EPOCH, second).describe()).isEqualTo("m: answered after 1000 ms");
		assertThat(new Attempt("m", LIMITED, Instant.EPOCH, second, 2).describe())
			.isEqualTo("m: rate-limited after 1000 ms and 2 requests");
	}

	@Test
	void attemptHasAtLeastOneRequest() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Attempt("m", null, Instant.EPOCH, Duration.ZERO, 0))
			.withMessage("An attempt has at least one request, not 0");
	}

	@Test
	void errorResponseShowsNothingOfItsBody() {
		assertThat(ErrorResponse.inside("a prompt")).hasToString("ErrorResponse[status=200, body=8 characters]");
	}

	@Test
	void headersAreFoundInAnyCase() {
		ErrorResponse.Headers headers = ErrorResponse.Headers.of(Map.of("Retry-After", "3"));
		assertThat(headers.first("retry-after")).isEqualTo("3");
		assertThat(headers.first("date")).isNull();
		assertThat(ErrorResponse.Headers.none().first("Retry-After")).isNull();
	}

}
