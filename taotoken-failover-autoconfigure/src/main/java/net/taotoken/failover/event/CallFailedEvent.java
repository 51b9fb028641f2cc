package net.taotoken.failover.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * No model gave an answer.
 *
 * @param route the name of the route
 * @param fault why the call ended
 * @param attempts every attempt, in order; empty if no model was asked
 * @param retryAfter the time after which a new call makes sense, or {@code null} if the
 * same call would fail again
 * @param at when that was
 * @since 0.1.0
 */
public record CallFailedEvent(String route, Fault fault, List<Attempt> attempts, @Nullable Duration retryAfter,
		Instant at) implements TaotokenEvent {

	public CallFailedEvent {
		attempts = List.copyOf(attempts);
	}

}
