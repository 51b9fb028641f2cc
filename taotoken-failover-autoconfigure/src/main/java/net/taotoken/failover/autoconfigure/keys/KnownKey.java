package net.taotoken.failover.autoconfigure.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A key as a path from {@code taotoken} down.
 *
 * @param steps the steps of the path
 */
record KnownKey(List<Step> steps) {

	static final KnownKey ROOT = new KnownKey(List.of());

	KnownKey property(String name) {
		return plus(new Step(Kind.PROPERTY, name));
	}

	KnownKey entry() {
		return plus(new Step(Kind.MAP_ENTRY, "*"));
	}

	KnownKey element() {
		return plus(new Step(Kind.LIST_ELEMENT, "0"));
	}

	private KnownKey plus(Step step) {
		List<Step> steps = new ArrayList<>(this.steps);
		steps.add(step);
		return new KnownKey(List.copyOf(steps));
	}

	/**
	 * This key with the names and indexes that somebody has written.
	 * @param elements what was written below {@code taotoken}
	 * @return the key, unless what was written is too short to have them
	 */
	Optional<KnownKey> filledFrom(List<String> elements) {
		List<Step> filled = new ArrayList<>();
		for (int i = 0; i < this.steps.size(); i++) {
			Step step = this.steps.get(i);
			if (step.kind() != Kind.PROPERTY && i >= elements.size()) {
				return Optional.empty();
			}
			filled.add((step.kind() == Kind.PROPERTY) ? step : new Step(step.kind(), elements.get(i)));
		}
		return Optional.of(new KnownKey(filled));
	}

	/**
	 * This key with entries of maps put together from what an environment variable has
	 * left of them, such as {@code models.gpt-4-1.context-window} from
	 * {@code models.gpt.4.1.context.window}. If several splits are possible, the shortest
	 * map key is taken.
	 * @param elements the elements below {@code taotoken}, in lower case
	 * @return the key, or {@code null} if the elements do not fit
	 */
	@Nullable KnownKey joinedFrom(List<String> elements) {
		return join(elements, List.of());
	}

	private @Nullable KnownKey join(List<String> elements, List<Step> joined) {
		if (joined.size() == this.steps.size()) {
			return elements.isEmpty() ? new KnownKey(joined) : null;
		}
		Step step = this.steps.get(joined.size());
		for (int length = 1; length <= elements.size(); length++) {
			String text = String.join("-", elements.subList(0, length));
			if (step.kind() == Kind.MAP_ENTRY || isSame(step, text)) {
				List<Step> next = new ArrayList<>(joined);
				next.add((step.kind() == Kind.MAP_ENTRY) ? new Step(step.kind(), text) : step);
				KnownKey key = join(elements.subList(length, elements.size()), next);
				if (key != null) {
					return key;
				}
			}
		}
		return null;
	}

	private static boolean isSame(Step step, String text) {
		return step.text().replace("-", "").equals(text.replace("-", ""));
	}

	boolean hasEntries() {
		for (Step step : this.steps) {
			if (step.kind() == Kind.MAP_ENTRY) {
				return true;
			}
		}
		return false;
	}

	/** The length of the names of entries in the key. */
	int lengthOfEntries() {
		int length = 0;
		for (Step step : this.steps) {
			length += (step.kind() == Kind.MAP_ENTRY) ? step.text().length() : 0;
		}
		return length;
	}

	String text() {
		return this.steps.stream().map(Step::text).collect(Collectors.joining("."));
	}

	PropertyKey toPropertyKey() {
		PropertyKey key = PropertyKey.ROOT;
		for (Step step : this.steps) {
			key = switch (step.kind()) {
				case PROPERTY -> key.dot(step.text());
				case MAP_ENTRY -> key.entry(step.text());
				case LIST_ELEMENT -> new PropertyKey(key + "[" + step.text() + "]");
			};
		}
		return key;
	}

	@Override
	public String toString() {
		return toPropertyKey().name().replace("[*]", ".*");
	}

	enum Kind {

		PROPERTY, MAP_ENTRY, LIST_ELEMENT

	}

	record Step(Kind kind, String text) {

	}

}
