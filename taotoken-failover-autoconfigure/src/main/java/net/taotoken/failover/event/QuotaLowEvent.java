package net.taotoken.failover.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Little is left of the quota of a model, or of the balance of the account. Published
 * once, on the thread that found out, until there was clearly more again.
 *
 * @param model the model's id, or {@code null} if it is the account
 * @param entry the entry whose account it is, or {@code null} if it is a model, or there
 * is one entry only
 * @param remaining what is left, in the unit of the source
 * @param total what there was to begin with, 1 if {@code remaining} is a fraction, or
 * {@code null} if nobody knows
 * @param threshold what it fell below: a fraction of the total for a model, an amount for
 * the account
 * @param at when that was
 * @since 0.1.0
 */
public record QuotaLowEvent(@Nullable String model, @Nullable String entry, double remaining, @Nullable Double total,
		double threshold, Instant at) implements TaotokenEvent {

	/**
	 * Create an event where there is one entry only.
	 * @param model the model's id, or {@code null} if it is the account
	 * @param remaining what is left
	 * @param total what there was to begin with, or {@code null} if nobody knows
	 * @param threshold what it fell below
	 * @param at when that was
	 */
	public QuotaLowEvent(@Nullable String model, double remaining, @Nullable Double total, double threshold,
			Instant at) {
		this(model, null, remaining, total, threshold, at);
	}

}
