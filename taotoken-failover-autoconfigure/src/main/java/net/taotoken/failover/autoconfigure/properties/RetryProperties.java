package net.taotoken.failover.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Number of attempts of a call, and its patience. What is not set is as on the level
 * above: the global settings for a route, the built-in defaults for the global settings.
 *
 * @param maxAttempts Maximum number of attempts on one model in one call.
 * @param maxTotalAttempts Maximum number of attempts in one call.
 * @param patience Maximum time to wait for a model while another model could answer.
 * @param multiplier Factor by which each further wait on a model is longer than the one
 * before.
 * @param maxWait Maximum wait that the server did not dictate.
 * @param jitter Spread of waits that the server did not dictate, as a fraction between 0
 * and 1.
 * @param budget Number of retries on the same model that are allowed per call, on
 * average.
 * @param secondOpinion Whether one other model is asked before an error that does not
 * prove whose fault it is ends a call or takes all models out.
 * @since 0.1.0
 */
public record RetryProperties(@Nullable Integer maxAttempts, @Nullable Integer maxTotalAttempts,
		@Nullable Duration patience, @Nullable Double multiplier, @Nullable Duration maxWait, @Nullable Double jitter,
		@Nullable Double budget, @Nullable Boolean secondOpinion) {

	static final RetryProperties DEFAULTS = new RetryProperties(null, null, null, null, null, null, null, null);

}
