package net.taotoken.failover.fault.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Walks a JSON body in search of an error under any key, and collects what it says. For
 * one body only.
 */
final class ErrorFinder {

	private static final int MAX_DEPTH = 8;

	private static final int MAX_ELEMENTS = 5;

	private static final int MAX_WORD_LENGTH = 128;

	private static final List<String> CODE_KEYS = List.of("code", "error_code", "errorCode", "err_code", "errcode",
			"errorcode", "alltoken_code", "status", "status_code", "statusCode");

	private static final List<String> TYPE_KEYS = List.of("type", "error_type", "errorType", "__type");

	private static final List<String> MESSAGE_KEYS = List.of("message", "msg", "err", "error_msg", "errorMessage",
			"error_message", "faultstring", "Message", "err_msg", "errmsg", "status_msg", "error_description", "title",
			"detail", "raw");

	private static final List<String> INNER_KEYS = List.of("error", "errors", "fault", "innererror", "inner_error",
			"metadata", "header", "detail", "details", "message", "err");

	private static final List<String> WRAPPER_KEYS = List.of("response", "data", "result", "body", "payload");

	/** Fields that only one kind of error has. They tell as much as a type. */
	private static final List<String> TELLING_KEYS = List.of("failed_generation", "flagged_input", "n_ctx");

	private static final Set<String> NO_ERROR_CODES = Set.of("", "0", "200", "ok", "success", "null", "none", "error");

	private static final Set<String> NOTHING = Set.of("", "0", "200", "ok", "success", "null", "none");

	private final boolean success;

	private final List<String> codes = new ArrayList<>();

	private final List<String> types = new ArrayList<>();

	private final List<String> messages = new ArrayList<>();

	private @Nullable String param;

	private boolean baseResp;

	private @Nullable Boolean retryable;

	private @Nullable String action;

	ErrorFinder(int httpStatus) {
		this.success = httpStatus / 100 == 2;
	}

	FoundError find(JsonNode root) {
		boolean found = visit(root, 0, true);
		return new FoundError(found, List.copyOf(this.codes), List.copyOf(this.types), List.copyOf(this.messages),
				this.param, this.baseResp, this.retryable, this.action, root);
	}

	private boolean visit(JsonNode node, int depth, boolean flatAllowed) {
		if (depth > MAX_DEPTH) {
			return false;
		}
		if (node.isArray()) {
			return visitElements(node, depth, flatAllowed);
		}
		if (node.isString() && flatAllowed && depth == 0) {
			return visitText(node.stringValue(), depth);
		}
		return node.isObject() && (visitNamedError(node, depth) || visitBaseResp(node) || visitWrappers(node, depth)
				|| (flatAllowed && visitFlat(node, depth)));
	}

	private boolean visitElements(JsonNode array, int depth, boolean flatAllowed) {
		for (int i = 0; i < Math.min(array.size(), MAX_ELEMENTS); i++) {
			if (visit(array.get(i), depth + 1, flatAllowed)) {
				return true;
			}
		}
		return false;
	}

	private boolean visitText(String text, int depth) {
		JsonNode json = ErrorBodyParser.json(text.strip());
		if (json != null && visit(json, depth + 1, true)) {
			return true;
		}
		if (this.success) {
			return false;
		}
		this.messages.add(text);
		return true;
	}

	private boolean visitNamedError(JsonNode object, int depth) {
		JsonNode error = firstPresent(object, "error", "errors", "Error", "fault");
		if (error == null) {
			return false;
		}
		absorb(error, depth + 1);
		readHints(object);
		if (!error.isContainer()) {
			readFields(object, depth + 1);
		}
		else if (this.codes.isEmpty()) {
			CODE_KEYS.forEach((key) -> addCode(object.get(key)));
		}
		return true;
	}

	private boolean visitBaseResp(JsonNode object) {
		JsonNode resp = object.get("base_resp");
		if (resp == null || resp.path("status_code").asLong(0) == 0) {
			return false;
		}
		this.baseResp = true;
		this.codes.add(resp.path("status_code").asString(""));
		this.messages.add(resp.path("status_msg").asString(""));
		return true;
	}

	private boolean visitWrappers(JsonNode object, int depth) {
		for (String key : WRAPPER_KEYS) {
			JsonNode inner = object.get(key);
			if (inner != null && visit(inner, depth + 1, false)) {
				return true;
			}
		}
		JsonNode choices = object.get("choices");
		return choices != null && choices.isArray() && visitElements(choices, depth, false);
	}

	private boolean visitFlat(JsonNode object, int depth) {
		if (object.has("choices")) {
			return false;
		}
		readFields(object, depth + 1);
		readHints(object);
		boolean declared = !this.success || "error".equals(object.path("type").asString(""));
		return !this.messages.isEmpty() || (declared && !this.codes.isEmpty());
	}

	private void absorb(JsonNode node, int depth) {
		if (depth > MAX_DEPTH) {
			return;
		}
		if (node.isObject()) {
			readFields(node, depth);
			readHints(node);
		}
		else if (node.isArray()) {
			for (int i = 0; i < Math.min(node.size(), MAX_ELEMENTS); i++) {
				absorb(node.get(i), depth + 1);
			}
		}
		else if (node.isString()) {
			addMessage(node.stringValue(), depth);
		}
		else if (node.isNumber()) {
			addCode(node);
		}
	}

	private void readFields(JsonNode object, int depth) {
		CODE_KEYS.forEach((key) -> addCode(object.get(key)));
		for (String key : TYPE_KEYS) {
			JsonNode type = object.get(key);
			if (type != null && type.isString() && !"error".equals(type.stringValue())) {
				add(this.types, type.stringValue());
			}
		}
		for (String key : MESSAGE_KEYS) {
			JsonNode message = object.get(key);
			if (message != null && message.isString()) {
				addMessage(message.stringValue(), depth);
			}
		}
		readParam(object);
		for (String key : TELLING_KEYS) {
			if (object.has(key)) {
				this.types.add(key);
			}
		}
		for (String key : INNER_KEYS) {
			JsonNode inner = object.get(key);
			if (inner != null && (inner.isObject() || inner.isArray())) {
				absorb(inner, depth + 1);
			}
		}
	}

	private void readParam(JsonNode object) {
		JsonNode named = object.get("param");
		JsonNode path = object.get("loc");
		if (this.param == null && named != null && (named.isString() || named.isNumber())) {
			this.param = named.asString().strip().toLowerCase(Locale.ROOT);
		}
		else if (this.param == null && path != null && path.isArray() && path.size() <= MAX_DEPTH) {
			this.param = path.valueStream()
				.map((step) -> step.asString(""))
				.dropWhile("body"::equals)
				.collect(Collectors.joining("."));
		}
	}

	private void addMessage(String message, int depth) {
		this.messages.add(message);
		int start = message.indexOf('{');
		if (start < 0 || depth > MAX_DEPTH) {
			return;
		}
		JsonNode json = ErrorBodyParser.json(message.substring(start));
		if (json != null) {
			visit(json, depth + 1, start == 0);
		}
	}

	private void addCode(@Nullable JsonNode code) {
		if (code != null && (code.isString() || code.isIntegralNumber())
				&& !NO_ERROR_CODES.contains(code.asString().toLowerCase(Locale.ROOT))) {
			add(this.codes, code.asString());
		}
	}

	private void readHints(JsonNode object) {
		JsonNode repeat = object.get("retryable");
		if (this.retryable == null && repeat != null && repeat.isBoolean()) {
			this.retryable = repeat.booleanValue();
		}
		JsonNode advice = object.get("action");
		if (this.action == null && advice != null && advice.isString()) {
			this.action = advice.stringValue();
		}
	}

	private static void add(List<String> words, String word) {
		String stripped = word.strip();
		if (!stripped.isEmpty() && stripped.length() <= MAX_WORD_LENGTH) {
			words.add(stripped);
		}
	}

	private static @Nullable JsonNode firstPresent(JsonNode object, String... keys) {
		for (String key : keys) {
			JsonNode value = object.get(key);
			if (value != null && !isNothing(value)) {
				return value;
			}
		}
		return null;
	}

	/**
	 * Tells whether a value says nothing, or only that there is no error, at any depth.
	 */
	private static boolean isNothing(JsonNode value) {
		if (value.isContainer()) {
			for (JsonNode child : value) {
				if (!isNothing(child)) {
					return false;
				}
			}
			return true;
		}
		return value.isNull() || (value.isBoolean() && !value.booleanValue())
				|| NOTHING.contains(value.asString().strip().toLowerCase(Locale.ROOT));
	}

}
