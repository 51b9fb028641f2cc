package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.route.AttemptTimeouts;
import org.jspecify.annotations.Nullable;

/**
 * The limits of an attempt as far as somebody has set them, level over level: global,
 * route, model.
 *
 * @param firstToken limit until the first token, or {@code null}
 * @param stall limit of a silence, or {@code null}
 * @param response limit of a whole answer, or {@code null}
 */
record TimeLimits(@Nullable Duration firstToken, @Nullable Duration stall, @Nullable Duration response) {

	private static final AttemptTimeouts DEFAULTS = AttemptTimeouts.defaults();

	/**
	 * Refuse limits that no call could reach, since it would be over before. A silence is
	 * not measured by the total, which an answer that has begun may outlast.
	 * @param key the key of the group in which they are written
	 * @param totalKey the key of the total that they are measured by
	 * @param total how long a call may take
	 * @return these limits
	 */
	TimeLimits checked(PropertyKey key, PropertyKey totalKey, Duration total) {
		check(key.dot("first-token"), this.firstToken, totalKey, total, "10s");
		if (this.stall != null) {
			Checks.positive(key.dot("stall"), this.stall, "30s");
		}
		check(key.dot("response"), this.response, totalKey, total, "60s");
		return this;
	}

	private static void check(PropertyKey key, @Nullable Duration limit, PropertyKey totalKey, Duration total,
			String example) {
		if (limit == null) {
			return;
		}
		Checks.positive(key, limit, example);
		if (limit.compareTo(total) > 0) {
			throw key.refuseAndAdvise(
					"It is " + Checks.text(limit) + ", which is longer than '" + totalKey + "' (" + Checks.text(total)
							+ "): a call would be over before it could turn to another model.",
					key.line(Checks.text(half(total))));
		}
	}

	TimeLimits over(TimeLimits base) {
		return new TimeLimits(either(this.firstToken, base.firstToken), either(this.stall, base.stall),
				either(this.response, base.response));
	}

	/**
	 * These limits for calls of the given length. A limit that is not configured is at
	 * most half of the total, so that a second model gets a chance. The same holds for a
	 * limit that was set on a higher level and is longer than this total. A silence is
	 * not among them, since the total ends with the first token.
	 * @param total how long a call may take
	 * @return limits for an attempt
	 */
	AttemptTimeouts within(Duration total) {
		return new AttemptTimeouts(within(total, this.firstToken, DEFAULTS.firstToken()),
				(this.stall != null) ? this.stall : DEFAULTS.stall(),
				within(total, this.response, DEFAULTS.response()));
	}

	private static Duration within(Duration total, @Nullable Duration given, Duration builtIn) {
		if (given != null && given.compareTo(total) <= 0) {
			return given;
		}
		Duration wanted = (given != null) ? given : builtIn;
		return (wanted.compareTo(half(total)) > 0) ? half(total) : wanted;
	}

	static Duration half(Duration total) {
		// Duration would load the arithmetic of big decimals for that
		return Duration.ofNanos((total.toNanos() + 1) / 2);
	}

	private static @Nullable Duration either(@Nullable Duration given, @Nullable Duration base) {
		return (given != null) ? given : base;
	}

}
