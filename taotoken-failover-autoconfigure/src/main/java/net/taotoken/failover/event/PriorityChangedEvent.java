package net.taotoken.failover.event;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The list of a route is another one from now on: other models, or the same in another
 * order. Published once for each route whose list really differs, just before the
 * {@link TaotokenChangedEvent} that tells what was done, also if that made no difference.
 * A model that moves because of its quota has a {@link ModelDemotedEvent} instead, and
 * the list stays as it is.
 *
 * @param route the name of the route
 * @param before the ids of its models in the order until now; empty if the route is new
 * @param after the ids of its models in the order from now on; empty if the route is gone
 * @param cause why
 * @param principal who did it, or {@code null} if nobody knows
 * @param at when that was
 * @since 0.1.0
 */
public record PriorityChangedEvent(String route, List<String> before, List<String> after, Cause cause,
		@Nullable String principal, Instant at) implements TaotokenEvent {

	public PriorityChangedEvent {
		before = List.copyOf(before);
		after = List.copyOf(after);
	}

	/**
	 * The reason why a list has changed.
	 */
	public enum Cause {

		/** Somebody has set or reset the order of the route. */
		BY_HAND,

		/** A changed configuration took effect. */
		RELOAD

	}

}
