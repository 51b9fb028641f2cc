package net.taotoken.failover.springai;

import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.chat.ChatMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;

/**
 * The message of a model as it was on the wire, kept beside tool calls in the properties
 * of Spring AI's message, which has no place for all of it.
 */
final class WrittenMessage {

	private static final String KEY = "taotoken.message";

	private WrittenMessage() {
	}

	static void keep(ChatMessage message, Map<String, Object> properties) {
		properties.put(KEY, message);
	}

	static @Nullable ChatMessage of(AssistantMessage message) {
		return (message.getMetadata().get(KEY) instanceof ChatMessage written) ? written : null;
	}

	/**
	 * Tells whether a message says what Spring AI has of it still: an advisor may have
	 * changed that.
	 */
	static boolean says(ChatMessage written, AssistantMessage message) {
		return Objects.requireNonNullElse(written.text(), "").equals(Objects.requireNonNullElse(message.getText(), ""))
				&& CompletionMapper.toolCalls(written).equals(message.getToolCalls());
	}

}
