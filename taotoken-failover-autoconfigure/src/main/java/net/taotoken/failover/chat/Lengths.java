package net.taotoken.failover.chat;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The characters that parts of an answer keep in memory, roughly: texts count with their
 * length, and every object, list element and field counts a little more.
 */
final class Lengths {

	/** For an object, an element or a field, so that many small ones count, too. */
	private static final long SMALL = 32;

	private Lengths() {
	}

	static long of(List<ChunkChoice> choices) {
		long length = 0;
		// an iterator would be an object for each chunk
		for (int position = 0; position < choices.size(); position++) {
			ChunkChoice choice = choices.get(position);
			length += ofFields(choice.extra()) + any(choice.logprobs());
			if (choice.delta() != null) {
				length += of(choice.delta());
			}
		}
		return length;
	}

	/** The length of fields of any kind. */
	static long ofFields(Map<?, ?> fields) {
		if (fields.isEmpty()) {
			return 0;
		}
		long length = 0;
		for (Map.Entry<?, ?> field : fields.entrySet()) {
			length += SMALL + any(field.getKey()) + any(field.getValue());
		}
		return length;
	}

	private static long of(ChatMessage delta) {
		long length = text(delta.refusal()) + text(delta.reasoningContent()) + ofFields(delta.extra());
		if (delta.content() != null) {
			length += of(delta.content());
		}
		for (ToolCall call : delta.toolCalls()) {
			length += SMALL + of(call);
		}
		return length;
	}

	private static long of(MessageContent content) {
		if (content.isText()) {
			return text(content.text());
		}
		long length = 0;
		for (ContentPart part : content.parts()) {
			length += SMALL + text(part.text()) + ofFields(part.extra());
			length += (part.imageUrl() != null) ? text(part.imageUrl().url()) : 0;
		}
		return length;
	}

	private static long of(ToolCall call) {
		FunctionCall function = call.function();
		long length = text(call.id()) + ofFields(call.extra());
		return (function != null) ? length + text(function.name()) + text(function.arguments()) : length;
	}

	private static long any(@Nullable Object value) {
		if (value == null) {
			return 0;
		}
		if (value instanceof String text) {
			return text.length();
		}
		if (value instanceof Map<?, ?> map) {
			return ofFields(map);
		}
		if (value instanceof List<?> list) {
			long length = 0;
			for (Object element : list) {
				length += SMALL + any(element);
			}
			return length;
		}
		return SMALL;
	}

	private static long text(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
