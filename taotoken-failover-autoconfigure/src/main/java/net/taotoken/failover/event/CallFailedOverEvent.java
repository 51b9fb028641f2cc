package net.taotoken.failover.event;

import java.time.Instant;
import java.util.List;

import net.taotoken.failover.fault.Attempt;

/**
 * A call was answered after attempts that failed.
 *
 * @param route the name of the route
 * @param attempts every attempt, in order, with the one that answered at the end
 * @param at when that was
 * @since 0.1.0
 */
public record CallFailedOverEvent(String route, List<Attempt> attempts, Instant at) implements TaotokenEvent {

	public CallFailedOverEvent {
		attempts = List.copyOf(attempts);
	}

	/**
	 * The model that answered.
	 * @return its id
	 */
	public String model() {
		return this.attempts.get(this.attempts.size() - 1).model();
	}

}
