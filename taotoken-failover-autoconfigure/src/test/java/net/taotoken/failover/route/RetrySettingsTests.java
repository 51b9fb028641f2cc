package net.taotoken.failover.route;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the waits of {@link RetrySettings}.
 */
class RetrySettingsTests {

	private static final Duration MAX = Duration.ofSeconds(4);

	private final RetrySettings settings = RetrySettings.builder().maxWait(MAX).build();

	private final Random random = new Random(1);

	@Test
	void maximumIsAMaximumWhateverTheFirstWaitAndTheSpread() {
		Set<Duration> waits = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			for (int faults = 1; faults < 80; faults++) {
				Duration wait = this.settings.wait(Duration.ofSeconds(5), faults, this.random);
				assertThat(wait).isBetween(Duration.ofMillis(2600), MAX);
				waits.add(wait);
			}
		}
		assertThat(waits).as("callers are spread at the maximum, too").hasSizeGreaterThan(1000);
	}

	@Test
	void shorterWaitsGrowAndAreSpreadInBothDirections() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.settings.wait(Duration.ofMillis(500), 1, this.random)).isBetween(Duration.ofMillis(400),
					Duration.ofMillis(600));
			assertThat(this.settings.wait(Duration.ofMillis(500), 3, this.random)).isBetween(Duration.ofMillis(1600),
					Duration.ofMillis(2400));
		}
	}

}
