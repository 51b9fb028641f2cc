package net.taotoken.failover.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.chat.FunctionCall;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * From a completion of ours to a response of Spring AI. The properties of messages have
 * the names that they have in the models of Spring AI.
 */
final class CompletionMapper {

	static final String REASONING = "reasoningContent";

	static final String REFUSAL = "refusal";

	private CompletionMapper() {
	}

	/**
	 * A whole answer.
	 */
	static ChatResponse response(ChatCompletion completion) {
		return response(completion, false);
	}

	/**
	 * The end of a streamed answer: all but the texts, which the reader has got.
	 */
	static ChatResponse end(ChatCompletion completion) {
		return response(completion, true);
	}

	private static ChatResponse response(ChatCompletion completion, boolean textsWereRead) {
		List<Generation> generations = new ArrayList<>();
		for (Choice choice : completion.choices()) {
			generations.add(generation(completion.id(), choice, textsWereRead));
		}
		return new ChatResponse(generations, metadata(completion));
	}

	private static Generation generation(@Nullable String id, Choice choice, boolean textsWereRead) {
		ChatMessage message = Objects.requireNonNullElse(choice.message(), ChatMessage.assistant(""));
		String finishReason = (choice.finishReason() != null) ? choice.finishReason().toUpperCase(Locale.ROOT) : "";
		Map<String, Object> properties = properties(id, choice.index());
		message.extra().forEach((name, value) -> put(properties, name, value));
		properties.put("finishReason", finishReason);
		if (!textsWereRead) {
			put(properties, REASONING, message.reasoningContent());
			put(properties, REFUSAL, message.refusal());
		}
		if (!message.toolCalls().isEmpty()) {
			WrittenMessage.keep(message, properties);
		}
		AssistantMessage output = AssistantMessage.builder()
			.content(textsWereRead ? "" : text(message.text()))
			.toolCalls(toolCalls(message))
			.properties(properties)
			.build();
		ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder().finishReason(finishReason);
		if (choice.logprobs() != null) {
			metadata.metadata("logprobs", choice.logprobs());
		}
		return new Generation(output, metadata.build());
	}

	/**
	 * The properties that each message tells of itself.
	 */
	static Map<String, Object> properties(@Nullable String id, @Nullable Integer index) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("id", text(id));
		properties.put("index", Objects.requireNonNullElse(index, 0));
		properties.put("role", "ASSISTANT");
		return properties;
	}

	/**
	 * The tool calls of a message, as far as Spring AI has a place for them.
	 */
	static List<AssistantMessage.ToolCall> toolCalls(ChatMessage message) {
		return message.toolCalls().stream().map(CompletionMapper::toolCall).toList();
	}

	private static AssistantMessage.ToolCall toolCall(ToolCall call) {
		FunctionCall function = call.function();
		return new AssistantMessage.ToolCall(text(call.id()), "function",
				text((function != null) ? function.name() : null),
				text((function != null) ? function.arguments() : null));
	}

	private static String text(@Nullable String text) {
		return Objects.requireNonNullElse(text, "");
	}

	private static void put(Map<String, Object> properties, String name, @Nullable Object value) {
		if (value != null) {
			properties.putIfAbsent(name, value);
		}
	}

	private static ChatResponseMetadata metadata(ChatCompletion completion) {
		Map<String, Object> values = new HashMap<>();
		put(values, TaotokenResponse.MODEL, completion.requestedModel());
		put(values, TaotokenResponse.ATTEMPTS, completion.attempts());
		put(values, "created", completion.created());
		put(values, "systemFingerprint", completion.systemFingerprint());
		put(values, "serviceTier", completion.serviceTier());
		completion.extra().forEach((name, value) -> put(values, name, value));
		ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder()
			.id(text(completion.id()))
			.model(model(completion.model(), completion.requestedModel()))
			.metadata(values);
		if (completion.usage() != null) {
			metadata.usage(usage(completion.usage()));
		}
		return metadata.build();
	}

	/**
	 * The model that the server says has answered, or else the one that was asked.
	 */
	static String model(@Nullable String served, @Nullable String requested) {
		return (served != null && !served.isBlank()) ? served : Objects.requireNonNullElse(requested, "");
	}

	private static Usage usage(TokenUsage usage) {
		return new DefaultUsage(number(usage.promptTokens()), number(usage.completionTokens()),
				number(usage.totalTokens()), usage, detail(usage, "cached_tokens"),
				detail(usage, "cache_write_tokens"));
	}

	private static @Nullable Integer number(@Nullable Long tokens) {
		return (tokens != null) ? Integer.valueOf((int) Math.min(tokens, Integer.MAX_VALUE)) : null;
	}

	private static @Nullable Long detail(TokenUsage usage, String name) {
		return (usage.promptTokensDetails().get(name) instanceof Number number) ? number.longValue() : null;
	}

}
