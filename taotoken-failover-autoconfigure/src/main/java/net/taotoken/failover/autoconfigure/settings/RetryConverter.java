package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.RetryProperties;
import net.taotoken.failover.route.RetrySettings;
import org.jspecify.annotations.Nullable;

/**
 * Puts retry properties over the settings of the level above.
 */
final class RetryConverter {

	private RetryConverter() {
	}

	public static RetrySettings convert(PropertyKey key, RetryProperties given, RetrySettings base, Duration total) {
		return base.toBuilder()
			.maxAttempts(Checks.atLeast(key.dot("max-attempts"), 1, either(given.maxAttempts(), base.maxAttempts()), 2))
			.maxTotalAttempts(Checks.atLeast(key.dot("max-total-attempts"), 1,
					either(given.maxTotalAttempts(), base.maxTotalAttempts()), 6))
			.patience(patience(key.dot("patience"), given, base, total))
			.multiplier(Checks.between(key.dot("multiplier"), 1, 100, either(given.multiplier(), base.multiplier()), 2))
			.maxWait(Checks.notNegative(key.dot("max-wait"), either(given.maxWait(), base.maxWait()), "8s"))
			.jitter(Checks.between(key.dot("jitter"), 0, 1, either(given.jitter(), base.jitter()), 0.2))
			.budget(Checks.amount(key.dot("budget"), either(given.budget(), base.budget()), 0.2))
			.secondOpinion(either(given.secondOpinion(), base.secondOpinion()))
			.build();
	}

	private static Duration patience(PropertyKey key, RetryProperties given, RetrySettings base, Duration total) {
		if (given.patience() == null) {
			return (base.patience().compareTo(total) > 0) ? total : base.patience();
		}
		Duration patience = Checks.notNegative(key, given.patience(), "2s");
		if (patience.compareTo(total) > 0) {
			throw key.refuse("It is " + Checks.text(patience) + ", which is longer than a whole call may take ("
					+ Checks.text(total) + ").", "2s");
		}
		return patience;
	}

	private static <T> T either(@Nullable T given, T base) {
		return (given != null) ? given : base;
	}

}
