package net.taotoken.failover.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The conditions under which a call that is slow to begin asks a second model beside the
 * first.
 *
 * @param after how long the first model may keep a call waiting before the next one is
 * asked too, positive; or {@code null} for as long as 95 % of its answers take to begin
 * @param maxExtra the fraction of calls that may be hedged on average, between 0 and 1
 * @since 0.1.0
 */
public record HedgeSettings(@Nullable Duration after, double maxExtra) {

	/**
	 * The time that a model keeps a call waiting before the next one is asked too, if
	 * that is to follow what it has shown, but too little is known.
	 */
	static final Duration OF_UNKNOWN = Duration.ofSeconds(2);

	/** However quick a model is, a moment more harms nobody. */
	static final Duration SHORTEST = Duration.ofMillis(100);

	public HedgeSettings {
		Assert.isTrue(after == null || after.compareTo(Duration.ZERO) > 0, "'after' must be positive");
		Assert.isTrue(maxExtra >= 0 && maxExtra <= 1, "'maxExtra' must be between 0 and 1");
	}

	/**
	 * A second model is asked once the first one has taken longer than 95 % of its
	 * answers of late took to begin, for requests of about the same size: at least 100
	 * ms, at most the limit of the first token, and 2 seconds as long as fewer than 20
	 * answers are known.
	 * @param maxExtra the fraction of calls that may be hedged on average, between 0 and
	 * 1
	 * @return the settings
	 */
	public static HedgeSettings auto(double maxExtra) {
		return new HedgeSettings(null, maxExtra);
	}

}
