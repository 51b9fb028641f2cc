package net.taotoken.failover.route;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The recent past of models, as far as a strategy may ask about it.
 *
 * @since 0.1.0
 */
public interface ModelSignals {

	/**
	 * The chance that the model answers, estimated from its recent attempts.
	 * @param model the model's id
	 * @return a number between 0 and 1; higher is better
	 */
	double score(String model);

	/**
	 * The average time of the model's recent whole answers.
	 * @param model the model's id
	 * @return the average, or {@code null} if there were none
	 */
	@Nullable Duration latency(String model);

	/**
	 * The average time to the first tokens of the model's recent answers.
	 * @param model the model's id
	 * @return the average, or {@code null} if it was asked for none by stream
	 */
	default @Nullable Duration firstToken(String model) {
		return null;
	}

	/**
	 * The number of attempts on the model that are under way. They are counted once
	 * somebody has asked for the first time.
	 * @param model the model's id
	 * @return their number
	 */
	default int underWay(String model) {
		return 0;
	}

}
