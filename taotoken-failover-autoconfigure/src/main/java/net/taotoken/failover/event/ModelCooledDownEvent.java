package net.taotoken.failover.event;

import java.time.Duration;
import java.time.Instant;

import net.taotoken.failover.fault.Fault;

/**
 * A model that was healthy is passed over from now on.
 *
 * @param model the model's id
 * @param fault why
 * @param coolDown for how long; after that, one call finds out whether it is back
 * @param at when that was
 * @since 0.1.0
 */
public record ModelCooledDownEvent(String model, Fault fault, Duration coolDown, Instant at) implements TaotokenEvent {

	/**
	 * The end of the cool-down.
	 * @return the instant
	 */
	public Instant until() {
		return this.at.plus(this.coolDown);
	}

}
