package net.taotoken.failover.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.fault.Allowance;
import org.jspecify.annotations.Nullable;

/**
 * Models near a limit, as their servers have announced, each until the limit is reset.
 * Safe for use by many threads.
 */
final class ShortAllowances {

	/** Requests may name any model; beyond this, nothing more is remembered. */
	private static final int MOST_MODELS = 1000;

	private final Map<String, Remainder> models = new ConcurrentHashMap<>();

	boolean isEmpty() {
		return this.models.isEmpty();
	}

	void add(String model, Allowance allowance, long now, Duration longest) {
		Duration reset = (allowance.reset().compareTo(longest) < 0) ? allowance.reset() : longest;
		if (!reset.isZero() && hasRoom(model, now)) {
			this.models.put(model, new Remainder(now + reset.toNanos(), allowance.share()));
		}
	}

	private boolean hasRoom(String model, long now) {
		if (this.models.size() >= MOST_MODELS && !this.models.containsKey(model)) {
			this.models.values().removeIf((known) -> known.until() - now <= 0);
		}
		return this.models.size() < MOST_MODELS || this.models.containsKey(model);
	}

	void remove(String model) {
		this.models.remove(model);
	}

	@Nullable String reason(String model, long now) {
		Remainder known = this.models.get(model);
		if (known == null) {
			return null;
		}
		if (known.until() - now <= 0) {
			this.models.remove(model, known);
			return null;
		}
		return (int) (known.share() * 100) + " % of a limit is left, and more in "
				+ ((known.until() - now + 999_999_999) / 1_000_000_000) + "s";
	}

	/**
	 * Little is left.
	 *
	 * @param until the tick at which there is more
	 * @param share what is left until then
	 */
	private record Remainder(long until, double share) {
	}

}
