package net.taotoken.failover.health;

import java.time.Duration;
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
 * Tests for the limits of {@link HealthSettings}.
 */
class HealthSettingsTests {

	private static final Duration NANO = Duration.ofNanos(1);

	private static final Duration ZERO = Duration.ZERO;

	private static final Duration NEGATIVE = Duration.ofNanos(-1);

	static Stream<Arguments> wrong() {
		return Stream.of(wrong("'failureRate'", () -> settings(0, NANO, 1, NANO, NANO, ZERO, ZERO)),
				wrong("'failureRate'", () -> settings(1.01, NANO, 1, NANO, NANO, ZERO, ZERO)),
				wrong("'window'", () -> settings(1, ZERO, 1, NANO, NANO, ZERO, ZERO)),
				wrong("'minimumCalls'", () -> settings(1, NANO, 0, NANO, NANO, ZERO, ZERO)),
				wrong("'coolDown'", () -> settings(1, NANO, 1, ZERO, NANO, ZERO, ZERO)),
				wrong("'maxCoolDown'", () -> settings(1, NANO, 1, NANO.multipliedBy(2), NANO, ZERO, ZERO)),
				wrong("'maxServerCoolDown'", () -> settings(1, NANO, 1, NANO, NANO, NEGATIVE, ZERO)),
				wrong("'rememberUnsupported'", () -> settings(1, NANO, 1, NANO, NANO, ZERO, NEGATIVE)));
	}

	private static Arguments wrong(String argument, ThrowingCallable code) {
		return arguments(argument, code);
	}

	private static HealthSettings settings(double failureRate, Duration window, int minimumCalls, Duration coolDown,
			Duration maxCoolDown, Duration maxServerCoolDown, Duration rememberUnsupported) {
		return new HealthSettings(failureRate, window, minimumCalls, coolDown, maxCoolDown, maxServerCoolDown,
				rememberUnsupported, ProbeMode.REQUEST, 0);
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void valueOutsideItsLimitsIsRefusedByName(String argument, ThrowingCallable code) {
		assertThatIllegalArgumentException().isThrownBy(code).withMessageContaining(argument);
	}

	@Test
	void limitsThemselvesAreTaken() {
		assertThat(settings(1, NANO, 1, NANO, NANO, ZERO, ZERO).failureRate()).isEqualTo(1);
		assertThat(settings(0.001, NANO, 1, NANO, NANO, ZERO, ZERO).failureRate()).isEqualTo(0.001);
	}

}
