package net.taotoken.failover.fault;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * The rest of a limit of requests or tokens, as a server has announced it beside a good
 * answer.
 *
 * @param share the share of the limit that is left, between 0 and 1
 * @param reset the time until there is more, never negative
 * @since 0.1.0
 */
public record Allowance(double share, Duration reset) {

	public Allowance {
		Assert.isTrue(share >= 0 && share <= 1, "'share' must be between 0 and 1");
		Assert.isTrue(!reset.isNegative(), "'reset' must not be negative");
	}

}
