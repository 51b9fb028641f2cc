package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.TimeoutProperties;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import org.jspecify.annotations.Nullable;

/**
 * Whether limits of the first token follow what models have shown, and how far.
 *
 * @param on whether they do
 * @param floor the shortest that is learnt, or {@code null} for a part of what is
 * configured
 */
record FirstTokenLearning(boolean on, @Nullable Duration floor) {

	private static final int PART = 3;

	/**
	 * Convert and check what is configured.
	 * @param timeouts the limits of all calls
	 * @param configured the limit of the first token that they make
	 * @return the rule
	 */
	static FirstTokenLearning convert(TimeoutProperties timeouts, Duration configured) {
		PropertyKey key = RouteConverter.TIMEOUTS.dot("first-token-floor");
		Duration floor = timeouts.firstTokenFloor();
		if (floor == null) {
			return new FirstTokenLearning(timeouts.learn(), null);
		}
		Duration example = Duration.ofMillis(Math.max(1, configured.toMillis() / PART));
		Checks.positive(key, floor, Checks.text(example));
		if (floor.compareTo(configured) > 0) {
			throw key.refuse("It is " + Checks.text(floor) + ", which is longer than '"
					+ RouteConverter.TIMEOUTS.dot("first-token") + "' (" + Checks.text(configured)
					+ "), the limit that it is to shorten.", Checks.text(example));
		}
		return new FirstTokenLearning(timeouts.learn(), floor);
	}

	/**
	 * Let the limit of the first token move.
	 * @param timeouts the limits of a model
	 * @param promise whether somebody has set the limit for this very model, so that it
	 * is to hold as it is
	 * @param total how long a call may take
	 * @return the limits
	 */
	AttemptTimeouts applyTo(AttemptTimeouts timeouts, boolean promise, Duration total) {
		Duration configured = timeouts.firstToken();
		if (!this.on) {
			return timeouts;
		}
		return timeouts.withLearnt(promise ? FirstTokenRange.of(configured)
				: new FirstTokenRange(shortest(configured), longer(configured, TimeLimits.half(total))));
	}

	private Duration shortest(Duration configured) {
		if (this.floor != null) {
			return (this.floor.compareTo(configured) < 0) ? this.floor : configured;
		}
		return Duration.ofNanos(Math.max(1, configured.toNanos() / PART));
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

}
