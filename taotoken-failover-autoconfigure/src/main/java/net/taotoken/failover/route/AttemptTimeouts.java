package net.taotoken.failover.route;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The limits in time of one attempt.
 *
 * @param firstToken from the request to the first content token of a stream. If the limit
 * may learn, it begins with this value
 * @param stall the longest silence inside a stream after its first token; signs of life
 * without content extend it, up to four times
 * @param response from the request to the end of an answer that is not streamed
 * @param learnt how far the limit of the first token may move with what the model has
 * shown, or {@code null} if nothing is to be remembered of it
 * @since 0.1.0
 */
public record AttemptTimeouts(Duration firstToken, Duration stall, Duration response,
		@Nullable FirstTokenRange learnt) {

	public AttemptTimeouts {
		Assert.isTrue(firstToken.compareTo(Duration.ZERO) > 0, "'firstToken' must be positive");
		Assert.isTrue(stall.compareTo(Duration.ZERO) > 0, "'stall' must be positive");
		Assert.isTrue(response.compareTo(Duration.ZERO) > 0, "'response' must be positive");
		Assert.isTrue(learnt == null || isWithin(firstToken, learnt), "'firstToken' must be within what may be learnt");
	}

	/**
	 * Limits that do not follow what a model has shown.
	 * @param firstToken from the request to the first content token of a stream
	 * @param stall the longest silence inside a stream after its first token
	 * @param response from the request to the end of an answer that is not streamed
	 */
	public AttemptTimeouts(Duration firstToken, Duration stall, Duration response) {
		this(firstToken, stall, response, null);
	}

	/**
	 * 10 seconds until the first token, 30 seconds of silence, 60 seconds for an answer;
	 * these do not follow what a model has shown.
	 * @return the default timeouts
	 */
	public static AttemptTimeouts defaults() {
		return new AttemptTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
	}

	/**
	 * These limits with a first token whose limit may move.
	 * @param learnt how far it may move, or {@code null} if it may not, and nothing is to
	 * be remembered
	 * @return a copy
	 */
	public AttemptTimeouts withLearnt(@Nullable FirstTokenRange learnt) {
		return new AttemptTimeouts(this.firstToken, this.stall, this.response, learnt);
	}

	/**
	 * Tells whether the limit of the first token follows what a model has shown.
	 * @return {@code false} if it is the same for ever
	 */
	public boolean isFirstTokenLearnt() {
		return this.learnt != null && !this.learnt.isPromise();
	}

	/**
	 * These limits with another one for the first token, which does not follow what the
	 * model has shown.
	 * @param firstToken from the request to the first content token of a stream
	 * @return a copy
	 */
	public AttemptTimeouts withFirstToken(Duration firstToken) {
		return new AttemptTimeouts(firstToken, this.stall, this.response, null);
	}

	private static boolean isWithin(Duration limit, FirstTokenRange range) {
		return range.shortest().compareTo(limit) <= 0 && limit.compareTo(range.longest()) <= 0;
	}

}
