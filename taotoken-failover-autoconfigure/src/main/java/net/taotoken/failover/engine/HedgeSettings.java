package net.taotoken.failover.engine;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * When a call that is slow to begin asks a second model beside the first.
 *
 * @param after how long the first model may keep a call waiting before the next one is
 * asked too; positive
 * @param maxExtra the fraction of calls that may be hedged on average, between 0 and 1
 * @since 0.1.0
 */
public record HedgeSettings(Duration after, double maxExtra) {

	public HedgeSettings {
		Assert.isTrue(after.compareTo(Duration.ZERO) > 0, "'after' must be positive");
		Assert.isTrue(maxExtra >= 0 && maxExtra <= 1, "'maxExtra' must be between 0 and 1");
	}

}
