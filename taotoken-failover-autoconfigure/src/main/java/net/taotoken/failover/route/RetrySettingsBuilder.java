package net.taotoken.failover.route;

import java.time.Duration;

/**
 * Builds {@link RetrySettings}. To be used by one thread.
 *
 * @since 0.1.0
 */
public final class RetrySettingsBuilder {

	private int maxAttempts;

	private int maxTotalAttempts;

	private Duration patience;

	private double multiplier;

	private Duration maxWait;

	private double jitter;

	private double budget;

	private boolean secondOpinion;

	RetrySettingsBuilder(RetrySettings settings) {
		this.maxAttempts = settings.maxAttempts();
		this.maxTotalAttempts = settings.maxTotalAttempts();
		this.patience = settings.patience();
		this.multiplier = settings.multiplier();
		this.maxWait = settings.maxWait();
		this.jitter = settings.jitter();
		this.budget = settings.budget();
		this.secondOpinion = settings.secondOpinion();
	}

	/**
	 * Sets the attempts on one model in one call.
	 * @param maxAttempts at least 1
	 * @return this builder
	 */
	public RetrySettingsBuilder maxAttempts(int maxAttempts) {
		this.maxAttempts = maxAttempts;
		return this;
	}

	/**
	 * Sets the attempts in one call.
	 * @param maxTotalAttempts at least 1
	 * @return this builder
	 */
	public RetrySettingsBuilder maxTotalAttempts(int maxTotalAttempts) {
		this.maxTotalAttempts = maxTotalAttempts;
		return this;
	}

	/**
	 * Sets the longest wait on a model while another model could answer.
	 * @param patience not negative
	 * @return this builder
	 */
	public RetrySettingsBuilder patience(Duration patience) {
		this.patience = patience;
		return this;
	}

	/**
	 * Sets by how much each further wait on a model is longer than the one before.
	 * @param multiplier at least 1
	 * @return this builder
	 */
	public RetrySettingsBuilder multiplier(double multiplier) {
		this.multiplier = multiplier;
		return this;
	}

	/**
	 * Sets the longest wait that the server did not dictate.
	 * @param maxWait spread included; not negative
	 * @return this builder
	 */
	public RetrySettingsBuilder maxWait(Duration maxWait) {
		this.maxWait = maxWait;
		return this;
	}

	/**
	 * Sets the spread of waits that the server did not dictate.
	 * @param jitter a fraction between 0 and 1
	 * @return this builder
	 */
	public RetrySettingsBuilder jitter(double jitter) {
		this.jitter = jitter;
		return this;
	}

	/**
	 * Sets the same-model retries allowed per call on average.
	 * @param budget not negative
	 * @return this builder
	 */
	public RetrySettingsBuilder budget(double budget) {
		this.budget = budget;
		return this;
	}

	/**
	 * Sets whether one other model is asked before a fault that is not proven ends a call
	 * or takes all models out.
	 * @param secondOpinion whether it is
	 * @return this builder
	 */
	public RetrySettingsBuilder secondOpinion(boolean secondOpinion) {
		this.secondOpinion = secondOpinion;
		return this;
	}

	/**
	 * Builds the settings.
	 * @return the settings
	 * @throws IllegalArgumentException if a value is outside its limits
	 */
	public RetrySettings build() {
		return new RetrySettings(this.maxAttempts, this.maxTotalAttempts, this.patience, this.multiplier, this.maxWait,
				this.jitter, this.budget, this.secondOpinion);
	}

}
