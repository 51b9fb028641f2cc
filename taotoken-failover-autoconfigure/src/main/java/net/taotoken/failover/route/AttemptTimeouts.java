package net.taotoken.failover.route;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How long one attempt may take.
 *
 * @param firstToken from the request to the first content token of a stream
 * @param stall the longest silence inside a stream after its first token; signs of life
 * without content extend it, up to four times
 * @param response from the request to the end of an answer that is not streamed
 * @since 0.1.0
 */
public record AttemptTimeouts(Duration firstToken, Duration stall, Duration response) {

	public AttemptTimeouts {
		Assert.isTrue(firstToken.compareTo(Duration.ZERO) > 0, "'firstToken' must be positive");
		Assert.isTrue(stall.compareTo(Duration.ZERO) > 0, "'stall' must be positive");
		Assert.isTrue(response.compareTo(Duration.ZERO) > 0, "'response' must be positive");
	}

	/**
	 * 10 seconds until the first token, 30 seconds of silence, 60 seconds for an answer.
	 * @return the default timeouts
	 */
	public static AttemptTimeouts defaults() {
		return new AttemptTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
	}

}
