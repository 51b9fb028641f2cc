package net.taotoken.failover.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * Fields of an error body that tell of a wait, wherever they stand. Those that stand
 * further out come first. For one body only.
 */
final class WaitFields {

	private static final int MAX_FIELDS = 1000;

	private static final String RETRY_AFTER = "retryafter";

	private final Deque<JsonNode> open = new ArrayDeque<>();

	private @Nullable JsonNode epochReset;

	private @Nullable JsonNode milliseconds;

	private @Nullable JsonNode seconds;

	private @Nullable JsonNode retryDelay;

	private WaitFields() {
	}

	static WaitFields in(JsonNode root) {
		WaitFields fields = new WaitFields();
		fields.open.add(root);
		for (int visited = 0; visited < MAX_FIELDS && !fields.open.isEmpty(); visited++) {
			fields.visit(fields.open.remove());
		}
		return fields;
	}

	/** A header in the body, which tells when the limit begins anew. */
	@Nullable JsonNode epochReset() {
		return this.epochReset;
	}

	/** {@code retry_after_ms}, in any spelling. */
	@Nullable JsonNode milliseconds() {
		return this.milliseconds;
	}

	/** {@code retry_after} or {@code retry_after_seconds}, in any spelling. */
	@Nullable JsonNode seconds() {
		return this.seconds;
	}

	/** Google's {@code retryDelay}. */
	@Nullable JsonNode retryDelay() {
		return this.retryDelay;
	}

	private void visit(JsonNode node) {
		for (Map.Entry<String, JsonNode> field : node.properties()) {
			if (field.getValue().isValueNode()) {
				note(field.getKey(), field.getValue());
			}
			else {
				this.open.add(field.getValue());
			}
		}
		if (node.isArray()) {
			node.forEach(this.open::add);
		}
	}

	private void note(String name, JsonNode value) {
		if (name.length() < RETRY_AFTER.length() - 1) {
			return;
		}
		if (this.epochReset == null && "x-ratelimit-reset".equalsIgnoreCase(name)) {
			this.epochReset = value;
		}
		else if (this.retryDelay == null && "retryDelay".equals(name) && value.isString()) {
			this.retryDelay = value;
		}
		else {
			noteRetryAfter(ErrorEvidence.word(name), value);
		}
	}

	private void noteRetryAfter(String name, JsonNode value) {
		if (this.milliseconds == null && name.equals(RETRY_AFTER + "ms")) {
			this.milliseconds = value;
		}
		else if (this.seconds == null && (name.equals(RETRY_AFTER) || name.equals(RETRY_AFTER + "seconds"))) {
			this.seconds = value;
		}
	}

}
