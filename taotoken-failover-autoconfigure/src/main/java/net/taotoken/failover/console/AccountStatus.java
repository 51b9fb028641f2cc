package net.taotoken.failover.console;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The known state of the account behind the key.
 *
 * @param balance the amount that can still be spent, in the unit of the source; negative
 * if more was spent than allowed
 * @param limit the amount that could be spent to begin with, or {@code null} if nobody
 * knows
 * @param entry the entry whose account it is, or {@code null} if there is one only
 * @since 0.1.0
 */
public record AccountStatus(double balance, @Nullable Double limit, @Nullable String entry) {

	public AccountStatus {
		Assert.isTrue(Double.isFinite(balance), "'balance' must be a finite number");
		Assert.isTrue(limit == null || Double.isFinite(limit), "'limit' must be a finite number");
	}

	/**
	 * Create the status of the only account.
	 * @param balance the amount that can still be spent; negative if more was spent than
	 * allowed
	 * @param limit the amount that could be spent to begin with, or {@code null} if
	 * nobody knows
	 */
	public AccountStatus(double balance, @Nullable Double limit) {
		this(balance, limit, null);
	}

	AccountStatus at(String entry) {
		return new AccountStatus(this.balance, this.limit, entry);
	}

}
