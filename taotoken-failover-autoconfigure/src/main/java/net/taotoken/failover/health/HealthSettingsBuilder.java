package net.taotoken.failover.health;

import java.time.Duration;

/**
 * Builds {@link HealthSettings}. To be used by one thread.
 *
 * @since 0.1.0
 */
public final class HealthSettingsBuilder {

	private double failureRate;

	private Duration window;

	private int minimumCalls;

	private Duration coolDown;

	private Duration maxCoolDown;

	private Duration maxServerCoolDown;

	private Duration rememberUnsupported;

	private ProbeMode probe;

	private double demoteBelow;

	HealthSettingsBuilder(HealthSettings settings) {
		this.failureRate = settings.failureRate();
		this.window = settings.window();
		this.minimumCalls = settings.minimumCalls();
		this.coolDown = settings.coolDown();
		this.maxCoolDown = settings.maxCoolDown();
		this.maxServerCoolDown = settings.maxServerCoolDown();
		this.rememberUnsupported = settings.rememberUnsupported();
		this.probe = settings.probe();
		this.demoteBelow = settings.demoteBelow();
	}

	/**
	 * Sets the share of failed attempts that takes a model out.
	 * @param failureRate above 0 and at most 1
	 * @return this builder
	 */
	public HealthSettingsBuilder failureRate(double failureRate) {
		this.failureRate = failureRate;
		return this;
	}

	/**
	 * Sets how far back attempts are counted.
	 * @param window a positive time
	 * @return this builder
	 */
	public HealthSettingsBuilder window(Duration window) {
		this.window = window;
		return this;
	}

	/**
	 * Sets the attempts in the window without which the failure rate says nothing.
	 * @param minimumCalls at least 1
	 * @return this builder
	 */
	public HealthSettingsBuilder minimumCalls(int minimumCalls) {
		this.minimumCalls = minimumCalls;
		return this;
	}

	/**
	 * Sets the first cool-down of a model that failed too often.
	 * @param coolDown a positive time
	 * @return this builder
	 */
	public HealthSettingsBuilder coolDown(Duration coolDown) {
		this.coolDown = coolDown;
		return this;
	}

	/**
	 * Sets the longest cool-down that is chosen here.
	 * @param maxCoolDown not shorter than the first
	 * @return this builder
	 */
	public HealthSettingsBuilder maxCoolDown(Duration maxCoolDown) {
		this.maxCoolDown = maxCoolDown;
		return this;
	}

	/**
	 * Sets the longest cool-down that a server can impose.
	 * @param maxServerCoolDown not negative
	 * @return this builder
	 */
	public HealthSettingsBuilder maxServerCoolDown(Duration maxServerCoolDown) {
		this.maxServerCoolDown = maxServerCoolDown;
		return this;
	}

	/**
	 * Sets how long it is remembered what a model was seen not to support.
	 * @param rememberUnsupported zero for not at all
	 * @return this builder
	 */
	public HealthSettingsBuilder rememberUnsupported(Duration rememberUnsupported) {
		this.rememberUnsupported = rememberUnsupported;
		return this;
	}

	/**
	 * Sets how it is found out whether a model is back.
	 * @param probe the way
	 * @return this builder
	 */
	public HealthSettingsBuilder probe(ProbeMode probe) {
		this.probe = probe;
		return this;
	}

	/**
	 * Sets the share of a server's limit below which a model stands behind the others.
	 * @param demoteBelow between 0 (never) and 1
	 * @return this builder
	 */
	public HealthSettingsBuilder demoteBelow(double demoteBelow) {
		this.demoteBelow = demoteBelow;
		return this;
	}

	/**
	 * Builds the settings.
	 * @return the settings
	 * @throws IllegalArgumentException if a value is outside its limits
	 */
	public HealthSettings build() {
		return new HealthSettings(this.failureRate, this.window, this.minimumCalls, this.coolDown, this.maxCoolDown,
				this.maxServerCoolDown, this.rememberUnsupported, this.probe, this.demoteBelow);
	}

}
