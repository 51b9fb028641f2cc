package net.taotoken.failover.console;

import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * One entry of a status document.
 *
 * @param document tells where to look
 * @param node the entry
 */
record StatusEntry(StatusDocument document, JsonNode node) {

	/** Only a state that looks like a word is shown. */
	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _-]{0,39}");

	private static final Comparator<ModelStatus> WORST_FIRST = Comparator.comparing(ModelStatus::available)
		.thenComparing((status) -> (status.quota() != null) ? status.quota().fraction() : null,
				Comparator.nullsLast(Comparator.naturalOrder()));

	/**
	 * The better of two entries for the same model, which two suppliers may serve.
	 */
	static ModelStatus better(ModelStatus one, ModelStatus other) {
		return (WORST_FIRST.compare(one, other) >= 0) ? one : other;
	}

	@Nullable String model() {
		return text(this.document.model());
	}

	ModelStatus status() {
		String state = text(this.document.state());
		boolean available = state == null || this.document.isAvailable(state);
		String reason = available ? null : describe(Objects.requireNonNull(state));
		return new ModelStatus(available, quota(), reason);
	}

	private static String describe(String state) {
		return WORD.matcher(state).matches() ? "its state is '" + state + "'" : "its state is none of the good ones";
	}

	private @Nullable Quota quota() {
		JsonNode written = at(this.document.quotaRemaining());
		Double percentage = percentage(written);
		if (percentage != null) {
			return Quota.ofFraction(percentage / 100);
		}
		Double remaining = LenientJson.number(written);
		if (remaining == null) {
			return null;
		}
		if (this.document.quotaTotal() == null) {
			return Quota.ofFraction(remaining);
		}
		Double total = LenientJson.number(at(this.document.quotaTotal()));
		return (total != null) ? new Quota(remaining, total) : null;
	}

	private static @Nullable Double percentage(JsonNode written) {
		String text = written.isString() ? written.stringValue().strip() : "";
		return text.endsWith("%") ? LenientJson.number(text.substring(0, text.length() - 1)) : null;
	}

	private @Nullable String text(@Nullable JsonPointer pointer) {
		JsonNode value = at(pointer);
		String text = value.isValueNode() && !value.isNull() ? value.asString().strip() : "";
		return text.isEmpty() ? null : text;
	}

	private JsonNode at(@Nullable JsonPointer pointer) {
		return (pointer != null) ? this.node.at(pointer) : this.node.path(-1);
	}

}
