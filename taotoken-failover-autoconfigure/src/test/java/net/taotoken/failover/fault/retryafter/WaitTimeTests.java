package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WaitTime} and {@link WaitKey}.
 */
class WaitTimeTests {

	private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T01:00:00Z"));

	@ParameterizedTest
	@CsvSource({ "999999999, PT277777H46M39S", "1000000000, PT0S", "1767315605, PT5S", "1767315605000, PT5S",
			"99999999999, PT876000H", "100000000000, PT0S", "-7, PT0S" })
	void numberFromTheYear2001OnIsATimeSinceTheEpoch(String text, Duration wait) {
		assertThat(WaitTime.seconds(text, CLOCK)).isEqualTo(wait);
	}

	@Test
	void numberThatIsTooLargeForATimeIsNone() {
		assertThat(WaitTime.seconds("100000000000000", CLOCK)).isNull();
		assertThat(WaitTime.milliseconds("99999999999")).isEqualTo(Duration.ofMillis(99_999_999_999L));
		assertThat(WaitTime.milliseconds("100000000000")).isNull();
		assertThat(WaitTime.multiple("1000000000", 1)).isNull();
		assertThat(WaitTime.multiple("999999999", 1)).isEqualTo(Duration.ofMillis(999_999_999));
		assertThat(WaitTime.isEpoch("1000000000")).isTrue();
		assertThat(WaitTime.isEpoch("999999999")).isFalse();
	}

	@Test
	void textWithoutADigitTellsOfNoWait() {
		assertThat(WaitTime.mayBeIn("soon")).isFalse();
		assertThat(WaitTime.mayBeIn("in 3 s")).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "retry_after, RETRY, 0", "retryAfterMs, RETRY, 1", "reset_ms_left, RESET, 1",
			"secondsUntilReset, RESET, 1000", "available-in-minutes, WEAK, 60000", "wait_hours, RESET, 3600000",
			"backoff_days, RETRY, 86400000", "estimated_time, RESET, 0", "expectedTimeSeconds, RESET, 1000",
			"eta_ms, RESET, 1", "retry_count, NONE, 0", "presets, NONE, 0", "estimated_cost, NONE, 0",
			"time, NONE, 0" })
	void nameOfAFieldTellsWhetherItIsAWaitAndInWhichUnit(String name, WaitKey.Strength strength, long unit) {
		assertThat(WaitKey.of(name)).isEqualTo(new WaitKey(strength, unit));
	}

	@Test
	void longNameIsNone() {
		assertThat(WaitKey.of("retry" + "_x".repeat(29) + "x").strength()).isEqualTo(WaitKey.Strength.RETRY);
		assertThat(WaitKey.of("retry" + "_x".repeat(30)).strength()).isEqualTo(WaitKey.Strength.NONE);
	}

	@Test
	void bareNumberOfMoreThanAMonthIsNoWait() {
		WaitKey key = WaitKey.of("retry_after");
		assertThat(key.read("2764800", CLOCK)).isEqualTo(Duration.ofDays(32));
		assertThat(key.read("2764801", CLOCK)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "5", "2764800" })
	void bareNumberUnderAWeakNameIsNoWait(String value) {
		assertThat(WaitKey.of("next").read(value, CLOCK)).isNull();
	}

}
