package net.taotoken.failover.console;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tells which models are to be demoted by the reports of one source. A model that was low
 * on quota is let back only when it has clearly more, so that it does not move to and fro
 * around the threshold. To be used by one thread at a time.
 */
final class QuotaWatch {

	/** The margin above the threshold that has to be left. */
	static final double MARGIN = 0.05;

	private final double threshold;

	private Set<String> low = Set.of();

	QuotaWatch(double threshold) {
		this.threshold = threshold;
	}

	/**
	 * Judge a report.
	 * @param models the models of all routes
	 * @param report what the source knows now
	 * @return why models are to be demoted, and which of them have run low just now
	 */
	Verdict judge(Set<String> models, Map<String, ModelStatus> report) {
		Map<String, String> reasons = new LinkedHashMap<>();
		Map<String, Quota> newlyLow = new LinkedHashMap<>();
		Set<String> stillLow = new HashSet<>();
		Set<String> notOffered = new HashSet<>();
		for (String model : models) {
			ModelStatus status = report.get(model);
			Quota quota = (status != null) ? status.quota() : null;
			Double fraction = (quota != null) ? quota.fraction() : null;
			if (quota != null && fraction != null && isLow(model, fraction)) {
				stillLow.add(model);
				reasons.put(model, describe(fraction));
				if (!this.low.contains(model)) {
					newlyLow.put(model, quota);
				}
			}
			if (status != null && !status.offered()) {
				notOffered.add(model);
			}
			if (status != null && !status.available()) {
				reasons.merge(model, describe(status.reason()), (quotaLow, down) -> down + ", and " + quotaLow);
			}
		}
		this.low = stillLow;
		return new Verdict(reasons, newlyLow, notOffered);
	}

	void forget() {
		this.low = Set.of();
	}

	private boolean isLow(String model, double fraction) {
		double limit = this.low.contains(model) ? Math.min(1, this.threshold + MARGIN) : this.threshold;
		return this.threshold > 0 && fraction < limit;
	}

	private static String describe(double fraction) {
		double percent = Math.floor(fraction * 1000) / 10;
		String number = (percent == Math.rint(percent)) ? Long.toString((long) percent) : Double.toString(percent);
		return number + "% of its quota is left";
	}

	private static String describe(@Nullable String reason) {
		return (reason != null) ? reason : "it is not available";
	}

	/**
	 * The changes that follow from a report.
	 *
	 * @param reasons why models are to be demoted, by model id
	 * @param newlyLow the quota of those that have run low just now, by model id
	 * @param notOffered those that calls do without
	 */
	record Verdict(Map<String, String> reasons, Map<String, Quota> newlyLow, Set<String> notOffered) {

		static final Verdict NOTHING = new Verdict(Map.of(), Map.of(), Set.of());

	}

}
