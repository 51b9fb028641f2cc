package net.taotoken.failover.console;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The rest of a quota, in any unit.
 *
 * @param remaining what is left; negative if more was used than allowed
 * @param total what there was to begin with; 0 and less stand for no known limit
 * @since 0.1.0
 */
public record Quota(double remaining, double total) {

	public Quota {
		Assert.isTrue(Double.isFinite(remaining), "'remaining' must be a finite number");
		Assert.isTrue(Double.isFinite(total), "'total' must be a finite number");
	}

	/**
	 * A quota with a known fraction only.
	 * @param remaining what is left, between 0 and 1
	 * @return the quota, with 1 as its total
	 */
	public static Quota ofFraction(double remaining) {
		return new Quota(remaining, 1);
	}

	/**
	 * The fraction that is left.
	 * @return a number between 0 and 1, or {@code null} if there is no known limit
	 */
	public @Nullable Double fraction() {
		return (this.total > 0) ? Math.min(1, Math.max(0, this.remaining / this.total)) : null;
	}

}
