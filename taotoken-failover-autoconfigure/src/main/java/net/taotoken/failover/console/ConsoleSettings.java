package net.taotoken.failover.console;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The thresholds by which reports are judged.
 *
 * @param demoteBelow the fraction of its quota below which a model moves behind the
 * others, between 0 and 1; 0 means never
 * @param lowBalance the balance below which the account is said to be low, or
 * {@code null} for never
 * @since 0.1.0
 */
public record ConsoleSettings(double demoteBelow, @Nullable Double lowBalance) {

	public ConsoleSettings {
		Assert.isTrue(demoteBelow >= 0 && demoteBelow <= 1, "'demoteBelow' must be between 0 and 1");
		Assert.isTrue(lowBalance == null || lowBalance >= 0, "'lowBalance' must not be negative");
	}

}
