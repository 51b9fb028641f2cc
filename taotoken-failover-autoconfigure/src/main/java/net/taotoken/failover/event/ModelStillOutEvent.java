package net.taotoken.failover.event;

import java.time.Duration;
import java.time.Instant;

import net.taotoken.failover.fault.Fault;

/**
 * A model that was out already is passed over for longer: the call that was to find out
 * whether it is back has failed, a fault has more than doubled the time that was left, or
 * it was taken out by hand once more.
 *
 * @param model the model's id
 * @param fault why it is out now
 * @param coolDown for how long from now on; after that, one call finds out whether it is
 * back
 * @param at when that was
 * @since 0.1.0
 */
public record ModelStillOutEvent(String model, Fault fault, Duration coolDown, Instant at) implements TaotokenEvent {

	/**
	 * The end of the cool-down.
	 * @return the instant
	 */
	public Instant until() {
		return this.at.plus(this.coolDown);
	}

}
