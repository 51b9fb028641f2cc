package net.taotoken.failover.route;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a strategy may ask about the recent past of a model.
 *
 * @since 0.1.0
 */
public interface ModelSignals {

	/**
	 * How likely the model answers, estimated from its recent attempts.
	 * @param model the model's id
	 * @return a number between 0 and 1; higher is better
	 */
	double score(String model);

	/**
	 * How long the model's recent whole answers took, on average.
	 * @param model the model's id
	 * @return the average, or {@code null} if there were none
	 */
	@Nullable Duration latency(String model);

	/**
	 * How long the first tokens of the model's recent answers took, on average.
	 * @param model the model's id
	 * @return the average, or {@code null} if it was asked for none by stream
	 */
	default @Nullable Duration firstToken(String model) {
		return null;
	}

	/**
	 * How many attempts on the model are under way. They are counted once somebody has
	 * asked for the first time.
	 * @param model the model's id
	 * @return their number
	 */
	default int underWay(String model) {
		return 0;
	}

}
