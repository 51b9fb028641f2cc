package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.taotoken.failover.chat.assembly.ChatCompletionAssembler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an answer is the same whether it came in pieces or as a whole, however it
 * was cut.
 */
@SuppressWarnings("NullAway") // records with nulls in all places, at random
class RoundTripTests {

	private static final String ALPHABET = "ab {}\"\\\n\u4e2d\ud83d\ude00\u2028";

	@Test
	void answerIsTheSameHoweverItIsCut() {
		for (int seed = 0; seed < 3_000; seed++) {
			ChatCompletion answer = answer(new Random(seed));
			List<ChatCompletionChunk> chunks = cut(answer, new Random(-seed));
			ChatCompletionAssembler assembler = new ChatCompletionAssembler();
			for (ChatCompletionChunk chunk : chunks) {
				byte[] wire = WireJson.mapper().writeValueAsBytes(chunk);
				assembler.add(WireJson.mapper().readValue(wire, ChatCompletionChunk.class));
			}
			assertThat(assembler.assemble()).as("seed %d", seed).isEqualTo(answer);
		}
	}

	@Test
	void lengthOfChunksIsThatOfTheAnswer() {
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			String text = "x".repeat(random.nextInt(5_000));
			ChatMessage message = message(MessageContent.of(text), List.of(), null, null, Map.of());
			ChatCompletion answer = completion(List.of(new Choice(0, message, "stop", null, Map.of())), null, Map.of());
			long length = cut(answer, random).stream().mapToLong(ChatCompletionChunk::contentLength).sum();
			assertThat(length).as("seed %d", seed).isEqualTo(text.length());
		}
	}

	private static ChatCompletion answer(Random random) {
		List<Choice> choices = new ArrayList<>();
		int count = (random.nextInt(3) == 0) ? 1 + random.nextInt(3) : 1;
		for (int index = 0; index < count; index++) {
			choices.add(choice(index, random));
		}
		TokenUsage usage = maybe(random,
				new TokenUsage(random.nextLong(1000), 2L, 3L, Map.of("cached_tokens", 1), Map.of(), Map.of("cost", 7)));
		return completion(choices, usage, fields(random, "provider"));
	}

	private static ChatCompletion completion(List<Choice> choices, @Nullable TokenUsage usage,
			Map<String, @Nullable Object> extra) {
		return new ChatCompletion("c-1", "chat.completion", 7L, "m-1", choices, usage, "fp", "s", extra, null,
				List.of());
	}

	private static Choice choice(int index, Random random) {
		List<ToolCall> calls = new ArrayList<>();
		for (int call = random.nextInt(4) - 1; call > 0; call--) {
			calls.add(new ToolCall(null, "call_" + call, "function",
					new FunctionCall("f" + call, text(random), fields(random, "thought")),
					fields(random, "signature")));
		}
		MessageContent content = (!calls.isEmpty() && random.nextBoolean()) ? MessageContent.ofNull()
				: MessageContent.of(text(random));
		Map<String, @Nullable Object> extra = new LinkedHashMap<>(fields(random, "reasoning"));
		if (random.nextInt(3) == 0) {
			extra.put("reasoning_details",
					List.of(fieldsOf("index", 0, "type", "reasoning.text", "text", text(random) + "x")));
		}
		ChatMessage message = message(content, calls, maybe(random, text(random) + "r"),
				maybe(random, text(random) + "t"), extra);
		return new Choice(index, message, calls.isEmpty() ? "stop" : "tool_calls", logprobs(random),
				fields(random, "native_finish_reason"));
	}

	private static ChatMessage message(MessageContent content, List<ToolCall> calls, @Nullable String refusal,
			@Nullable String reasoning, Map<String, @Nullable Object> extra) {
		return new ChatMessage("assistant", content, null, calls, null, refusal, reasoning, extra);
	}

	private static @Nullable Object logprobs(Random random) {
		if (random.nextInt(3) != 0) {
			return null;
		}
		List<Object> tokens = new ArrayList<>();
		for (int token = 1 + random.nextInt(5); token > 0; token--) {
			tokens.add(fieldsOf("token", text(random), "logprob", -token, "top_logprobs", List.of()));
		}
		return fieldsOf("content", tokens, "refusal", null);
	}

	private static Map<String, @Nullable Object> fields(Random random, String name) {
		return (random.nextInt(3) == 0) ? fieldsOf(name, text(random) + "e") : Map.of();
	}

	private static Map<String, @Nullable Object> fieldsOf(@Nullable Object... pairs) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		for (int index = 0; index < pairs.length; index += 2) {
			fields.put(String.valueOf(pairs[index]), pairs[index + 1]);
		}
		return fields;
	}

	private static <T> @Nullable T maybe(Random random, T value) {
		return random.nextBoolean() ? value : null;
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int length = random.nextInt(30); length > 0; length--) {
			text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
		}
		return text.toString();
	}

	/**
	 * Cut an answer as servers do: choices mixed, texts anywhere, the right usage at the
	 * end.
	 */
	private static List<ChatCompletionChunk> cut(ChatCompletion answer, Random random) {
		List<List<ChunkChoice>> pieces = new ArrayList<>();
		answer.choices().forEach((choice) -> pieces.add(cut(choice, random)));
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		Map<String, @Nullable Object> extra = answer.extra();
		while (pieces.stream().anyMatch((left) -> !left.isEmpty())) {
			List<ChunkChoice> next = new ArrayList<>();
			for (List<ChunkChoice> left : pieces) {
				if (!left.isEmpty() && random.nextBoolean()) {
					next.add(left.remove(0));
				}
			}
			boolean last = pieces.stream().allMatch(List::isEmpty);
			TokenUsage usage = (last && random.nextBoolean()) ? answer.usage() : interimUsage(answer, random);
			chunks.add(chunk(answer, next, usage, extra));
			extra = random.nextBoolean() ? Map.of() : answer.extra();
		}
		chunks.add(chunk(answer, List.of(), answer.usage(), Map.of()));
		if (random.nextBoolean()) {
			chunks.add(chunk(answer, List.of(), null, Map.of()));
		}
		return chunks;
	}

	/** What servers tell that count as they write. */
	private static @Nullable TokenUsage interimUsage(ChatCompletion answer, Random random) {
		return (answer.usage() != null)
				? maybe(random, new TokenUsage(1L, random.nextLong(9), null, Map.of(), Map.of(), Map.of())) : null;
	}

	private static ChatCompletionChunk chunk(ChatCompletion answer, List<ChunkChoice> choices,
			@Nullable TokenUsage usage, Map<String, @Nullable Object> extra) {
		return new ChatCompletionChunk(answer.id(), "chat.completion.chunk", answer.created(), answer.model(), choices,
				usage, answer.systemFingerprint(), answer.serviceTier(), extra);
	}

	private static List<ChunkChoice> cut(Choice choice, Random random) {
		List<ChunkChoice> pieces = new ArrayList<>();
		ChatMessage message = choice.message();
		if (random.nextBoolean()) {
			pieces.add(piece(choice, message(MessageContent.ofNull(), List.of(), null, null, Map.of())));
		}
		cut(message.reasoningContent(), random)
			.forEach((text) -> pieces.add(piece(choice, message(null, List.of(), null, text, Map.of()))));
		message.extra()
			.forEach((name, value) -> cutValue(value, random).forEach(
					(part) -> pieces.add(piece(choice, message(null, List.of(), null, null, fieldsOf(name, part))))));
		cut(message.text(), random).forEach(
				(text) -> pieces.add(piece(choice, message(MessageContent.of(text), List.of(), null, null, Map.of()))));
		cut(message.refusal(), random)
			.forEach((text) -> pieces.add(piece(choice, message(null, List.of(), text, null, Map.of()))));
		for (int index = 0; index < message.toolCalls().size(); index++) {
			for (ToolCall call : cut(index, message.toolCalls().get(index), random)) {
				pieces.add(piece(choice, message(null, List.of(call), null, null, Map.of())));
			}
		}
		addLogprobs(pieces, choice, random);
		pieces.add(new ChunkChoice(choice.index(), message(null, List.of(), null, null, Map.of()),
				choice.finishReason(), null, choice.extra()));
		return pieces;
	}

	private static List<ToolCall> cut(int index, ToolCall call, Random random) {
		List<ToolCall> pieces = new ArrayList<>();
		FunctionCall function = call.function();
		List<String> arguments = cut(function.arguments(), random);
		for (int position = 0; position < arguments.size(); position++) {
			boolean first = position == 0;
			pieces.add(new ToolCall(index, first ? call.id() : null, first ? call.type() : null,
					new FunctionCall(first ? function.name() : null, arguments.get(position),
							first ? function.extra() : Map.of()),
					first ? call.extra() : Map.of()));
		}
		return pieces;
	}

	@SuppressWarnings("unchecked")
	private static void addLogprobs(List<ChunkChoice> pieces, Choice choice, Random random) {
		if (choice.logprobs() == null) {
			return;
		}
		List<Object> tokens = (List<Object>) ((Map<String, Object>) choice.logprobs()).get("content");
		int from = 0;
		while (from < tokens.size()) {
			int to = from + 1 + random.nextInt(tokens.size() - from);
			pieces.add(new ChunkChoice(choice.index(), null, null,
					fieldsOf("content", tokens.subList(from, to), "refusal", null), Map.of()));
			from = to;
		}
	}

	private static ChunkChoice piece(Choice choice, ChatMessage delta) {
		return new ChunkChoice(choice.index(), delta, null, null, Map.of());
	}

	private static List<Object> cutValue(@Nullable Object value, Random random) {
		if (value instanceof String text) {
			return new ArrayList<>(cut(text, random));
		}
		Map<?, ?> element = (Map<?, ?>) ((List<?>) value).get(0);
		List<Object> pieces = new ArrayList<>();
		cut((String) element.get("text"), random)
			.forEach((text) -> pieces.add(List.of(fieldsOf("index", 0, "type", element.get("type"), "text", text))));
		return pieces;
	}

	private static List<String> cut(@Nullable String text, Random random) {
		if (text == null) {
			return List.of();
		}
		List<String> pieces = new ArrayList<>();
		int from = 0;
		do {
			int to = from + random.nextInt(text.length() - from + 1);
			pieces.add(text.substring(from, to));
			from = to;
		}
		while (from < text.length());
		return pieces;
	}

}
