package net.taotoken.failover.metrics;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Tags of meters that tell one candidate from another.
 */
final class CandidateTags {

	private CandidateTags() {
	}

	/**
	 * The model, and its entry where tags tell it.
	 * @param names the names of models in tags
	 * @param id the model's id, or {@code null} for none
	 */
	static Tags of(ModelNames names, @Nullable String id) {
		return withEntry(Tags.of("model", names.requested(id)), "entry", names.entry(id));
	}

	static Tags withEntry(Tags tags, String key, @Nullable String entry) {
		return (entry != null) ? tags.and(key, entry) : tags;
	}

	/**
	 * Both in one word, for tags that speak of two models.
	 */
	static String inOneWord(ModelNames names, String id) {
		String entry = names.entry(id);
		return (entry != null) ? names.requested(id) + "@" + entry : names.requested(id);
	}

}
