package net.taotoken.failover.health;

import net.taotoken.failover.route.ModelLimits;
import org.jspecify.annotations.Nullable;

/**
 * The rest of the limits of a model, by the count of this instance.
 *
 * @param limits the limits
 * @param requestsLeft requests that may still begin within the minute, or {@code null}
 * without such a limit
 * @param tokensLeft tokens that are left of the minute, or {@code null} without such a
 * limit
 * @param concurrentLeft requests that may begin beside those under way, or {@code null}
 * without such a limit
 * @param waiting the calls that wait for room
 * @since 0.1.0
 */
public record LimitUse(ModelLimits limits, @Nullable Long requestsLeft, @Nullable Long tokensLeft,
		@Nullable Integer concurrentLeft, int waiting) {
}
