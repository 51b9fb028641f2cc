package net.taotoken.failover.console;

import org.jspecify.annotations.Nullable;

/**
 * Tells when the balance of an account runs low, It reports once; the next report comes
 * only after the balance has been clearly above the threshold. To be used by one thread
 * at a time.
 */
final class BalanceWatch {

	/**
	 * The multiple of the threshold that the balance has to reach before it can be low
	 * again.
	 */
	static final double MARGIN = 1.2;

	private final @Nullable Double threshold;

	private boolean low;

	BalanceWatch(@Nullable Double threshold) {
		this.threshold = threshold;
	}

	/**
	 * Judge a balance.
	 * @param account what is known of the account
	 * @return whether it has run low just now
	 */
	boolean runsLow(@Nullable AccountStatus account) {
		boolean wasLow = this.low;
		this.low = account != null && this.threshold != null
				&& account.balance() < (wasLow ? this.threshold * MARGIN : this.threshold);
		return this.low && !wasLow;
	}

	boolean isLow() {
		return this.low;
	}

}
