package net.taotoken.failover.route;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for the limits of the values from which routes are made.
 */
class RouteValuesTests {

	private static final Duration NANO = Duration.ofNanos(1);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration ZERO = Duration.ZERO;

	private static final Duration NEGATIVE = Duration.ofNanos(-1);

	static Stream<Arguments> wrong() {
		return Stream.of(wrong("'firstToken'", () -> new AttemptTimeouts(ZERO, SECOND, SECOND)),
				wrong("'stall'", () -> new AttemptTimeouts(SECOND, ZERO, SECOND)),
				wrong("'response'", () -> new AttemptTimeouts(SECOND, SECOND, ZERO)),
				wrong("'weight'", () -> weighted(-0.1)), //
				wrong("'maxAttempts'", () -> retry(0, 1, ZERO, 1, ZERO, 0, 0)),
				wrong("'maxTotalAttempts'", () -> retry(1, 0, ZERO, 1, ZERO, 0, 0)),
				wrong("'patience'", () -> retry(1, 1, NEGATIVE, 1, ZERO, 0, 0)),
				wrong("'multiplier'", () -> retry(1, 1, ZERO, 0.99, ZERO, 0, 0)),
				wrong("'maxWait'", () -> retry(1, 1, ZERO, 1, NEGATIVE, 0, 0)),
				wrong("'jitter'", () -> retry(1, 1, ZERO, 1, ZERO, -0.01, 0)),
				wrong("'jitter'", () -> retry(1, 1, ZERO, 1, ZERO, 1.01, 0)),
				wrong("'budget'", () -> retry(1, 1, ZERO, 1, ZERO, 0, -0.01)),
				wrong("'name'", () -> Route.of(" ", "a")), wrong("'models'", () -> Route.of("r")),
				wrong("'models'", () -> Route.of("r", "a", "b", "a")),
				wrong("'totalTimeout'", () -> Route.of("r", "a").withTotalTimeout(ZERO)));
	}

	private static Arguments wrong(String argument, ThrowingCallable code) {
		return arguments(argument, code);
	}

	private static Model weighted(double weight) {
		return Model.builder("a").weight(weight).build();
	}

	private static RetrySettings retry(int maxAttempts, int maxTotalAttempts, Duration patience, double multiplier,
			Duration maxWait, double jitter, double budget) {
		return new RetrySettings(maxAttempts, maxTotalAttempts, patience, multiplier, maxWait, jitter, budget, true);
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void valueOutsideItsLimitsIsRefusedByName(String argument, ThrowingCallable code) {
		assertThatIllegalArgumentException().isThrownBy(code).withMessageContaining(argument);
	}

	@Test
	void limitsThemselvesAreTaken() {
		assertThat(new AttemptTimeouts(NANO, NANO, NANO).stall()).isEqualTo(NANO);
		assertThat(weighted(0).weight()).isZero();
		assertThat(retry(1, 1, ZERO, 1, ZERO, 0, 0).jitter()).isZero();
		assertThat(retry(1, 1, ZERO, 1, ZERO, 1, 0).jitter()).isEqualTo(1);
		assertThat(Route.of("r", "a").withTotalTimeout(NANO).totalTimeout()).isEqualTo(NANO);
	}

	@Test
	void waitIsSpreadFromTheLowestToTheHighestByChance() {
		RetrySettings settings = retry(1, 1, ZERO, 2, Duration.ofSeconds(9), 0.5, 0);
		assertThat(settings.wait(SECOND, 1, () -> 0L)).isEqualTo(Duration.ofMillis(500));
		assertThat(settings.wait(SECOND, 1, () -> -1L)).isBetween(Duration.ofMillis(1499), Duration.ofMillis(1500));
		assertThat(settings.wait(SECOND, 2, () -> 0L)).isEqualTo(SECOND);
	}

	@Test
	void routeKeepsEverythingButWhatACopyChanges() {
		Route route = Route.of("r", "a", "b").withStrategy(RoutingStrategy.CHEAPEST);
		Route other = route.withModels(List.of(weighted(3)));
		assertThat(other.models()).singleElement().extracting(Model::weight).isEqualTo(3.0);
		assertThat(other.withModels(route.models())).isEqualTo(route);
	}

	@Test
	void characterThatCannotBeSeenIsToldWithItsPlace() {
		assertThatIllegalArgumentException().isThrownBy(() -> ModelId.check("models", "ab\u0007"))
			.withMessage("'models' must not have control characters, but has U+0007 at position 3");
		assertThat(ModelId.check("models", "gpt 4")).isEqualTo("gpt 4");
	}

}
