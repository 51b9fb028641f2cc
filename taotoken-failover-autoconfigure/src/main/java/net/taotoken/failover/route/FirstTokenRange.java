package net.taotoken.failover.route;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * The range in which the limit of a first token may move with what a model has shown.
 *
 * @param shortest how soon a model may be left that is known to be quick
 * @param longest how long a model may take that is known to be slow, or that has shown
 * signs of life
 * @since 0.1.0
 */
public record FirstTokenRange(Duration shortest, Duration longest) {

	public FirstTokenRange {
		Assert.isTrue(shortest.compareTo(Duration.ZERO) > 0, "'shortest' must be positive");
		Assert.isTrue(longest.compareTo(shortest) >= 0, "'longest' must not be shorter than 'shortest'");
	}

	/**
	 * A range of one value, for a limit that is a promise. What the model shows is
	 * remembered all the same, for all else that is to follow it.
	 * @param limit the limit
	 * @return the range
	 */
	public static FirstTokenRange of(Duration limit) {
		return new FirstTokenRange(limit, limit);
	}

	/**
	 * Tells whether the limit does not move.
	 * @return whether the range holds one value only
	 */
	public boolean isPromise() {
		return this.shortest.equals(this.longest);
	}

}
