package net.taotoken.failover.route;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The models of a route stand in another order than before, or are other ones.
 *
 * @param route the name of the route
 * @param before the ids of its models until now; empty if there was no such route
 * @param after the ids of its models from now on; empty if there is no such route any
 * longer
 * @param byHand whether an order was set or reset, instead of a new configuration
 * @param principal who did that, or {@code null} if nobody knows
 * @since 0.1.0
 */
public record PriorityChange(String route, List<String> before, List<String> after, boolean byHand,
		@Nullable String principal) {

	public PriorityChange {
		before = List.copyOf(before);
		after = List.copyOf(after);
	}

}
