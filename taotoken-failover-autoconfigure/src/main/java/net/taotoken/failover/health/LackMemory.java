package net.taotoken.failover.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.fault.MissingFeature;

/**
 * The features that models were seen to lack, each remembered for a while. Bounded, and
 * safe for use by many threads: it is replaced as a whole, so that looking costs next to
 * nothing.
 */
final class LackMemory {

	private static final int MOST_MODELS = 200;

	private static final int MOST_FEATURES = 30;

	/** The tick at which each feature is forgotten, by model and feature. */
	private volatile Map<String, Map<MissingFeature, Long>> known = Map.of();

	boolean isEmpty() {
		return this.known.isEmpty();
	}

	Set<MissingFeature> of(String model, long now) {
		Map<MissingFeature, Long> features = this.known.get(model);
		if (features == null) {
			return Set.of();
		}
		Set<MissingFeature> current = new LinkedHashSet<>();
		features.forEach((feature, until) -> {
			if (until - now > 0) {
				current.add(feature);
			}
		});
		if (current.size() < features.size()) {
			forget(now);
		}
		return current;
	}

	synchronized void add(String model, MissingFeature feature, long now, Duration duration) {
		if (duration.isZero()) {
			return;
		}
		Map<String, Map<MissingFeature, Long>> next = current(now);
		Map<MissingFeature, Long> features = next.computeIfAbsent(model, (id) -> new LinkedHashMap<>());
		features.put(feature, now + duration.toNanos());
		if (features.size() <= MOST_FEATURES && next.size() <= MOST_MODELS) {
			this.known = next;
		}
	}

	private synchronized void forget(long now) {
		this.known = current(now);
	}

	private Map<String, Map<MissingFeature, Long>> current(long now) {
		Map<String, Map<MissingFeature, Long>> copy = new HashMap<>();
		this.known.forEach((model, features) -> {
			Map<MissingFeature, Long> kept = new LinkedHashMap<>(features);
			kept.values().removeIf((until) -> until - now <= 0);
			if (!kept.isEmpty()) {
				copy.put(model, kept);
			}
		});
		return copy;
	}

}
