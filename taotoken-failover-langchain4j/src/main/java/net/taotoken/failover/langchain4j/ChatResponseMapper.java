package net.taotoken.failover.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.FunctionCall;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * From an answer of Taotoken to one of LangChain4j.
 */
final class ChatResponseMapper {

	private static final String NO_ARGUMENTS = "{}";

	private ChatResponseMapper() {
	}

	/**
	 * Map an answer.
	 * @param completion the whole answer
	 * @return its first choice
	 * @throws ContentFilteredException if the model refused to answer
	 */
	static ChatResponse map(ChatCompletion completion) {
		ChatMessage message = completion.choices().isEmpty() ? null : completion.choices().get(0).message();
		if (message == null) {
			// only a fake brings none
			message = ChatMessage.assistant("");
		}
		String refusal = message.refusal();
		if (refusal != null && !refusal.isBlank()) {
			// what it said is an answer, and has no place in an exception
			throw new ContentFilteredException("The model " + name(completion) + " refused to answer");
		}
		return ChatResponse.builder().aiMessage(aiMessage(message, completion)).metadata(metadata(completion)).build();
	}

	private static AiMessage aiMessage(ChatMessage message, ChatCompletion completion) {
		return AiMessage.builder()
			.text(unlessEmpty(message.text()))
			.thinking(unlessEmpty(message.reasoningContent()))
			.toolExecutionRequests(toolRequests(message.toolCalls(), completion))
			.attributes(BesideText.attributes(message))
			.build();
	}

	private static List<ToolExecutionRequest> toolRequests(List<ToolCall> calls, ChatCompletion completion) {
		if (calls.isEmpty()) {
			return List.of();
		}
		List<ToolExecutionRequest> requests = new ArrayList<>(calls.size());
		for (ToolCall call : calls) {
			FunctionCall function = call.function();
			requests.add(ToolExecutionRequest.builder()
				.id((call.id() != null) ? call.id() : madeUpId(completion, requests.size()))
				.name((function != null) ? function.name() : null)
				.arguments((function != null && function.arguments() != null) ? function.arguments() : NO_ARGUMENTS)
				.build());
		}
		return requests;
	}

	/** Without an id, no result of a tool could be sent back. */
	private static String madeUpId(ChatCompletion completion, int position) {
		return "call-" + Objects.requireNonNullElse(completion.id(), "0") + "-" + position;
	}

	private static TaotokenChatResponseMetadata metadata(ChatCompletion completion) {
		return TaotokenChatResponseMetadata.builder()
			.id(completion.id())
			.modelName(name(completion))
			.tokenUsage(usage(completion.usage()))
			.finishReason(finishReason(completion.finishReason()))
			.requestedModel(completion.requestedModel())
			.attempts(completion.attempts())
			.completion(completion)
			.build();
	}

	private static @Nullable String name(ChatCompletion completion) {
		return (completion.model() != null) ? completion.model() : completion.requestedModel();
	}

	private static @Nullable TaotokenTokenUsage usage(@Nullable TokenUsage usage) {
		if (usage == null) {
			return null;
		}
		return new TaotokenTokenUsage(number(usage.promptTokens()), number(usage.completionTokens()),
				number(usage.totalTokens()), number(usage.promptTokensDetails(), "cached_tokens"),
				number(usage.completionTokensDetails(), "reasoning_tokens"));
	}

	private static @Nullable Integer number(Map<String, @Nullable Object> details, String name) {
		return (details.get(name) instanceof Number number) ? number(number.longValue()) : null;
	}

	private static @Nullable Integer number(@Nullable Long number) {
		return (number != null) ? (int) Math.min(number, Integer.MAX_VALUE) : null;
	}

	private static @Nullable FinishReason finishReason(@Nullable String reason) {
		if (reason == null) {
			return null;
		}
		return switch (reason) {
			case "stop" -> FinishReason.STOP;
			case "length" -> FinishReason.LENGTH;
			case "tool_calls", "function_call" -> FinishReason.TOOL_EXECUTION;
			case "content_filter" -> FinishReason.CONTENT_FILTER;
			default -> FinishReason.OTHER;
		};
	}

	private static @Nullable String unlessEmpty(@Nullable String text) {
		return (text != null && !text.isEmpty()) ? text : null;
	}

}
