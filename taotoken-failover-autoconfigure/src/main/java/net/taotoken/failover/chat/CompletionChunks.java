package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Turns a completion into the chunks of a stream: the content, the end, and the usage.
 */
final class CompletionChunks {

	private CompletionChunks() {
	}

	public static List<ChatCompletionChunk> of(ChatCompletion answer) {
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		chunks.add(
				chunk(answer, answer.choices().stream().map(CompletionChunks::content).toList(), null, answer.extra()));
		chunks.add(chunk(answer, answer.choices().stream().map(CompletionChunks::finish).toList(), null, Map.of()));
		if (answer.usage() != null) {
			chunks.add(chunk(answer, List.of(), answer.usage(), Map.of()));
		}
		return chunks;
	}

	private static ChatCompletionChunk chunk(ChatCompletion answer, List<ChunkChoice> choices,
			@Nullable TokenUsage usage, Map<String, @Nullable Object> extra) {
		return new ChatCompletionChunk(answer.id(), "chat.completion.chunk", answer.created(), answer.model(), choices,
				usage, answer.systemFingerprint(), answer.serviceTier(), extra);
	}

	private static ChunkChoice content(Choice choice) {
		ChatMessage message = choice.message();
		return new ChunkChoice(choice.index(), (message != null) ? delta(message) : null, null, choice.logprobs(),
				extra(choice));
	}

	// some servers put an empty delta beside the whole message
	private static Map<String, @Nullable Object> extra(Choice choice) {
		if (!choice.extra().containsKey("delta")) {
			return choice.extra();
		}
		Map<String, @Nullable Object> extra = new LinkedHashMap<>(choice.extra());
		extra.remove("delta");
		return extra;
	}

	private static ChunkChoice finish(Choice choice) {
		ChatMessage nothing = new ChatMessage(null, null, null, List.of(), null, null, null, Map.of());
		String reason = Objects.requireNonNullElse(choice.finishReason(), "stop");
		return new ChunkChoice(choice.index(), nothing, reason, null, Map.of());
	}

	private static ChatMessage delta(ChatMessage message) {
		List<ToolCall> calls = message.toolCalls();
		List<ToolCall> numbered = IntStream.range(0, calls.size())
			.mapToObj((index) -> numbered(calls.get(index), index))
			.toList();
		return new ChatMessage(message.role(), message.content(), message.name(), numbered, message.toolCallId(),
				message.refusal(), message.reasoningContent(), message.extra());
	}

	private static ToolCall numbered(ToolCall call, int index) {
		return (call.index() != null) ? call
				: new ToolCall(index, call.id(), call.type(), call.function(), call.extra());
	}

}
