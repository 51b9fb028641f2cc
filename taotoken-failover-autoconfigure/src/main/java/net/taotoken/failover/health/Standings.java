package net.taotoken.failover.health;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.fault.Allowance;
import org.jspecify.annotations.Nullable;

/**
 * The models that stand behind all others, because somebody says so or because little of
 * a limit is left, and those that are not there at all. Safe for use by many threads.
 */
final class Standings {

	private final Map<String, String> demotions = new ConcurrentHashMap<>();

	private final ShortAllowances allowances = new ShortAllowances();

	private final Set<String> notOffered = ConcurrentHashMap.newKeySet();

	boolean areEqual() {
		return this.demotions.isEmpty() && this.allowances.isEmpty();
	}

	void demote(String model, @Nullable String reason) {
		if (reason != null) {
			this.demotions.put(model, reason);
		}
		else {
			this.demotions.remove(model);
		}
	}

	@Nullable String demotedBecause(String model, long now) {
		String opinion = demotedByOpinion(model);
		String allowance = this.allowances.isEmpty() ? null : this.allowances.reason(model, now);
		return (opinion != null && allowance != null) ? opinion + "; " + allowance
				: ((opinion != null) ? opinion : allowance);
	}

	@Nullable String demotedByOpinion(String model) {
		return this.demotions.get(model);
	}

	void announced(String model, Allowance allowance, HealthSettings settings, long now) {
		if (allowance.share() < settings.demoteBelow()) {
			Duration longest = settings.maxServerCoolDown();
			this.allowances.add(model, allowance, now, longest);
		}
		else if (!this.allowances.isEmpty()) {
			this.allowances.remove(model);
		}
	}

	boolean isOffered(String model) {
		return !this.notOffered.contains(model);
	}

	void leaveOut(String model, boolean out) {
		if (out) {
			this.notOffered.add(model);
		}
		else {
			this.notOffered.remove(model);
		}
	}

}
