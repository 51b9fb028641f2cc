package net.taotoken.failover.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Owns the answer to the question which models stand behind all others. Several sources
 * may have an opinion; a model is demoted while at least one of them says so, and no
 * source can lift what another one said. What answers announce of limits comes and goes
 * by itself beside that ({@link ModelHealthTracker#announced}). Do not call
 * ModelHealth.demote directly: the next replace() overwrites it. Safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public final class Demotions {

	private final ModelHealthTracker tracker;

	private final Map<String, Map<String, String>> opinions = new LinkedHashMap<>();

	private final Map<String, Set<String>> notOffered = new HashMap<>();

	/**
	 * Create the owner of demotions.
	 * @param tracker the health of the models
	 */
	public Demotions(ModelHealthTracker tracker) {
		this.tracker = tracker;
	}

	/**
	 * Replace the opinion of a source.
	 * @param source the name of the source
	 * @param reasons why models are to be demoted, in words that are safe to show, by
	 * model id; the source has nothing against the models that are not in it
	 * @return what has changed by it
	 */
	public Change replace(String source, Map<String, String> reasons) {
		return replace(source, reasons, Set.of());
	}

	/**
	 * Replace the opinion of a source.
	 * @param source the name of the source
	 * @param reasons why models are to be demoted, in words that are safe to show, by
	 * model id
	 * @param notOffered those of them that are not there at all, so that a call that has
	 * another model to turn to does without them
	 * @return what has changed by it
	 */
	public synchronized Change replace(String source, Map<String, String> reasons, Set<String> notOffered) {
		this.notOffered.put(source, Set.copyOf(notOffered));
		Map<String, String> before = this.opinions.getOrDefault(source, Map.of());
		this.opinions.put(source, new HashMap<>(reasons));
		Set<String> affected = new LinkedHashSet<>(reasons.keySet());
		affected.addAll(before.keySet());
		Map<String, String> demoted = new LinkedHashMap<>();
		List<String> lifted = new ArrayList<>();
		for (String model : affected) {
			ModelHealth health = this.tracker.of(model);
			boolean wasDemoted = this.tracker.standings().demotedByOpinion(model) != null;
			String reason = reason(model);
			health.demote(reason);
			this.tracker.standings().leaveOut(model, isNotOffered(model));
			if (reason != null && !wasDemoted) {
				demoted.put(model, reason);
			}
			if (reason == null && wasDemoted) {
				lifted.add(model);
			}
		}
		return new Change(demoted, lifted);
	}

	private boolean isNotOffered(String model) {
		return this.notOffered.values().stream().anyMatch((models) -> models.contains(model));
	}

	private @Nullable String reason(String model) {
		String reason = this.opinions.values()
			.stream()
			.map((opinion) -> opinion.get(model))
			.filter(Objects::nonNull)
			.distinct()
			.collect(Collectors.joining("; "));
		return reason.isEmpty() ? null : reason;
	}

	/**
	 * The changes of one report.
	 *
	 * @param demoted the models that stand behind the others from now on, with the reason
	 * @param lifted the models that are back in their place
	 */
	public record Change(Map<String, String> demoted, List<String> lifted) {

		public Change {
			demoted = Map.copyOf(demoted);
			lifted = List.copyOf(lifted);
		}

	}

}
