package net.taotoken.failover.health;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * The conditions under which a model is taken out, and for how long.
 *
 * @param failureRate the share of failed attempts in the window that takes a model out,
 * above 0 and at most 1
 * @param window how far back attempts are counted
 * @param minimumCalls the attempts in the window without which the failure rate says
 * nothing, at least 1
 * @param coolDown the cool-down of a model that failed too often; it doubles each time a
 * probe fails, and is back here after a success
 * @param maxCoolDown the longest cool-down that we choose ourselves by doubling
 * @param maxServerCoolDown the longest cool-down that a server can impose
 * @param rememberUnsupported how long it is remembered what a model was seen not to
 * support; zero for not at all
 * @param probe how it is found out whether a model is back
 * @param demoteBelow the share of a server's limit below which a model stands behind the
 * others until there is more, between 0 (never) and 1
 * @since 0.1.0
 */
public record HealthSettings(double failureRate, Duration window, int minimumCalls, Duration coolDown,
		Duration maxCoolDown, Duration maxServerCoolDown, Duration rememberUnsupported, ProbeMode probe,
		double demoteBelow) {

	private static final HealthSettings DEFAULTS = new HealthSettings(0.5, Duration.ofSeconds(60), 5,
			Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofMinutes(10),
			ProbeMode.REQUEST, 0.05);

	public HealthSettings {
		Assert.isTrue(failureRate > 0 && failureRate <= 1, "'failureRate' must be above 0 and at most 1");
		Assert.isTrue(window.compareTo(Duration.ZERO) > 0, "'window' must be positive");
		Assert.isTrue(minimumCalls >= 1, "'minimumCalls' must be at least 1");
		Assert.isTrue(coolDown.compareTo(Duration.ZERO) > 0, "'coolDown' must be positive");
		Assert.isTrue(maxCoolDown.compareTo(coolDown) >= 0, "'maxCoolDown' must not be shorter than 'coolDown'");
		Assert.isTrue(!maxServerCoolDown.isNegative(), "'maxServerCoolDown' must not be negative");
		Assert.isTrue(!rememberUnsupported.isNegative(), "'rememberUnsupported' must not be negative");
		Assert.isTrue(demoteBelow >= 0 && demoteBelow <= 1, "'demoteBelow' must be between 0 and 1");
	}

	/**
	 * Half of at least 5 attempts in 60 s, 5 s doubling up to 30 s, at most an hour by a
	 * server's word, 10 minutes for what a model does not support.
	 * @return the default settings
	 */
	public static HealthSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Begin with the default settings.
	 * @return a builder
	 */
	public static HealthSettingsBuilder builder() {
		return DEFAULTS.toBuilder();
	}

	/**
	 * Begin with these settings.
	 * @return a builder of others
	 */
	public HealthSettingsBuilder toBuilder() {
		return new HealthSettingsBuilder(this);
	}

}
