package net.taotoken.failover.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.chat.ChatCompletionRequestBuilder;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ContentPart;
import net.taotoken.failover.chat.MessageContent;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;
import org.springframework.util.StringUtils;

/**
 * From the messages of Spring AI to those of a request.
 */
final class MessageMapper {

	private MessageMapper() {
	}

	/**
	 * Add a message to a request. The answers of several tools are one message there, and
	 * several here.
	 * @throws IllegalArgumentException if it holds something that cannot be sent
	 */
	static void add(Message message, ChatCompletionRequestBuilder request) {
		switch (message.getMessageType()) {
			case SYSTEM -> request.system(text(message));
			case USER -> request.message(user(message));
			case ASSISTANT -> request.message(assistant(message));
			case TOOL -> addToolResponses(message, request);
		}
	}

	private static String text(Message message) {
		return Objects.requireNonNullElse(message.getText(), "");
	}

	private static ChatMessage user(Message message) {
		if (!(message instanceof MediaContent content) || content.getMedia().isEmpty()) {
			return ChatMessage.user(text(message));
		}
		List<ContentPart> parts = new ArrayList<>();
		if (StringUtils.hasLength(message.getText())) {
			parts.add(ContentPart.text(message.getText()));
		}
		for (Media media : content.getMedia()) {
			parts.add(MediaMapper.part(media));
		}
		return ChatMessage.user(parts.toArray(ContentPart[]::new));
	}

	private static ChatMessage assistant(Message message) {
		if (!(message instanceof AssistantMessage assistant)) {
			return ChatMessage.assistant(text(message));
		}
		if (!assistant.getMedia().isEmpty()) {
			throw new IllegalArgumentException("An assistant message with media cannot be sent: "
					+ "give the media to the model again in a user message");
		}
		return assistant.hasToolCalls() ? toolCalls(assistant) : ChatMessage.assistant(text(assistant));
	}

	/**
	 * As the model wrote it, if we know: some models want their thinking and signatures
	 * back beside the calls that came of them.
	 */
	private static ChatMessage toolCalls(AssistantMessage message) {
		ChatMessage written = WrittenMessage.of(message);
		if (written != null && WrittenMessage.says(written, message)) {
			return written;
		}
		List<ToolCall> calls = message.getToolCalls()
			.stream()
			.map((call) -> ToolCall.function(call.id(), call.name(), call.arguments()))
			.toList();
		MessageContent content = StringUtils.hasLength(message.getText()) ? MessageContent.of(message.getText())
				: MessageContent.ofNull();
		return new ChatMessage("assistant", content, null, calls, null, null, reasoning(message), Map.of());
	}

	private static @Nullable String reasoning(AssistantMessage message) {
		return (message.getMetadata().get(CompletionMapper.REASONING) instanceof String reasoning
				&& !reasoning.isEmpty()) ? reasoning : null;
	}

	private static void addToolResponses(Message message, ChatCompletionRequestBuilder request) {
		if (!(message instanceof ToolResponseMessage tools)) {
			throw new IllegalArgumentException(
					"A message of a tool has to be a ToolResponseMessage, not a " + message.getClass().getSimpleName());
		}
		tools.getResponses()
			.forEach((response) -> request.message(ChatMessage.tool(response.id(), response.responseData())));
	}

}
