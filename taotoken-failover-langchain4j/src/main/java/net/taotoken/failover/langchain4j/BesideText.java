package net.taotoken.failover.langchain4j;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.langchain4j.data.message.AiMessage;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Fields that a model wrote beside its text and its thinking, such as signatures of its
 * thoughts. Some models refuse the next round of a tool loop without them. LangChain4j
 * has a place for them in the attributes of a message, which a chat memory keeps.
 */
final class BesideText {

	private static final String MESSAGE = "taotoken.message";

	private static final String TOOL_CALLS = "taotoken.tool-calls";

	private BesideText() {
	}

	/**
	 * The attributes that keep such fields.
	 * @param message what the model wrote
	 * @return the attributes; empty for most models
	 */
	static Map<String, Object> attributes(ChatMessage message) {
		List<ToolCall> calls = message.toolCalls();
		if (calls.isEmpty()) {
			return Map.of();
		}
		Map<String, Object> attributes = new LinkedHashMap<>();
		Map<String, @Nullable Object> beside = meaningful(message.extra());
		if (!beside.isEmpty()) {
			attributes.put(MESSAGE, beside);
		}
		Map<String, Object> besideCalls = new LinkedHashMap<>();
		for (int position = 0; position < calls.size(); position++) {
			Map<String, @Nullable Object> extra = meaningful(calls.get(position).extra());
			if (!extra.isEmpty()) {
				besideCalls.put(String.valueOf(position), extra);
			}
		}
		if (!besideCalls.isEmpty()) {
			attributes.put(TOOL_CALLS, besideCalls);
		}
		return attributes;
	}

	static Map<String, @Nullable Object> ofMessage(AiMessage message) {
		return map(message.attributes().get(MESSAGE));
	}

	static Map<String, @Nullable Object> ofToolCall(AiMessage message, int position) {
		return map(map(message.attributes().get(TOOL_CALLS)).get(String.valueOf(position)));
	}

	/**
	 * Servers fill their answers with fields that say nothing, and refuse them in
	 * requests.
	 */
	private static Map<String, @Nullable Object> meaningful(Map<String, @Nullable Object> extra) {
		if (extra.isEmpty()) {
			return extra;
		}
		Map<String, @Nullable Object> meaningful = new LinkedHashMap<>();
		extra.forEach((name, value) -> {
			if (value != null && !isEmpty(value)) {
				meaningful.put(name, value);
			}
		});
		return meaningful;
	}

	private static boolean isEmpty(Object value) {
		return (value instanceof Map<?, ?> map) ? map.isEmpty()
				: value instanceof Collection<?> collection && collection.isEmpty();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, @Nullable Object> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, @Nullable Object>) map : Map.of();
	}

}
