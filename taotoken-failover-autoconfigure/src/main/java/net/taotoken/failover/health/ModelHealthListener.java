package net.taotoken.failover.health;

import java.time.Duration;

import net.taotoken.failover.fault.Fault;

/**
 * Hears when models go out and come back. Called on the thread of the attempt that
 * brought it about, by many threads at once; what it throws is logged and otherwise
 * ignored.
 */
public interface ModelHealthListener {

	/**
	 * A model that was healthy is passed over from now on.
	 * @param model the model's id
	 * @param fault why
	 * @param coolDown for how long
	 */
	default void modelCooledDown(String model, Fault fault, Duration coolDown) {
	}

	/**
	 * A model is healthy again.
	 * @param model the model's id
	 */
	default void modelRecovered(String model) {
	}

}
