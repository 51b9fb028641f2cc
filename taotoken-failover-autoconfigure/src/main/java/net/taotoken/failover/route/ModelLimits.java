package net.taotoken.failover.route;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The limits that the account sets on one model, so that no more is asked of it. Each
 * limit is of its own; at least one is there.
 *
 * @param rpm requests a minute, at least 1, or {@code null} for any number
 * @param tpm tokens a minute, of prompts and answers together, at least 1, or
 * {@code null} for any number
 * @param concurrent requests at once, at least 1, or {@code null} for any number
 * @since 0.1.0
 */
public record ModelLimits(@Nullable Integer rpm, @Nullable Long tpm, @Nullable Integer concurrent) {

	public ModelLimits {
		Assert.isTrue(rpm == null || rpm >= 1, "'rpm' must be at least 1");
		Assert.isTrue(tpm == null || tpm >= 1, "'tpm' must be at least 1");
		Assert.isTrue(concurrent == null || concurrent >= 1, "'concurrent' must be at least 1");
		Assert.isTrue(rpm != null || tpm != null || concurrent != null, "there must be a limit");
	}

}
