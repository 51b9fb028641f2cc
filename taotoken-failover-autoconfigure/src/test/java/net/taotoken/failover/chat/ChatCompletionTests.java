package net.taotoken.failover.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import net.taotoken.failover.fault.Attempt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the conveniences of answers, and for what the records tell about themselves.
 */
class ChatCompletionTests {

	private static final JsonMapper MAPPER = WireJson.mapper();

	@Test
	void firstAnswerIsAtHand() {
		ChatCompletion completion = MAPPER.readValue(Samples.ANTHROPIC_THROUGH_GATEWAY, ChatCompletion.class);
		assertThat(completion.text()).isEqualTo("One, two");
		assertThat(completion.finishReason()).isEqualTo("stop");
		assertThat(completion.toolCalls()).isEmpty();
	}

	@Test
	void toolCallsOfTheFirstAnswerAreAtHand() {
		ChatMessage message = ChatMessage.assistant(List.of(ToolCall.function("1", "f", "{}")));
		ChatCompletion completion = new ChatCompletion(null, null, null, null,
				List.of(new Choice(0, message, "tool_calls", null, Map.of())), null, null, null, Map.of(), null,
				List.of());
		assertThat(completion.toolCalls()).isEqualTo(message.toolCalls());
		assertThat(completion.text()).isNull();
		assertThat(MAPPER.writeValueAsString(message)).contains("\"content\":null");
	}

	@Test
	void chunkTellsItsText() {
		assertThat(MAPPER.readValue(Samples.CHUNK, ChatCompletionChunk.class).text()).isEmpty();
		assertThat(MAPPER.readValue(Samples.LAST_CHUNK, ChatCompletionChunk.class).text()).isNull();
		assertThat(MAPPER.readValue(Samples.USAGE_CHUNK, ChatCompletionChunk.class).text()).isNull();
	}

	@Test
	void answerOfAnotherModelIsSubstituted() {
		ChatCompletion completion = MAPPER.readValue(Samples.OPENAI, ChatCompletion.class);
		Attempt attempt = new Attempt("gpt-4o", null, Instant.EPOCH, Duration.ofSeconds(1));
		assertThat(completion.isSubstituted()).isFalse();
		assertThat(completion.withRequest("openai/gpt-4o", List.of(attempt)).isSubstituted()).isFalse();
		assertThat(completion.withRequest("gpt-4o-mini", List.of(attempt)).isSubstituted()).isTrue();
		assertThat(completion.withRequest("gpt-4o", List.of(attempt)).attempts()).containsExactly(attempt);
	}

	@ParameterizedTest
	@MethodSource
	void toStringTellsNothingThatWasSaid(Object value) {
		String json = MAPPER.writeValueAsString(value);
		assertThat(json).contains("secret");
		assertThat(value.toString()).doesNotContain("secret");
	}

	static Stream<Object> toStringTellsNothingThatWasSaid() {
		ChatCompletionRequest request = secret(Samples.REQUEST, ChatCompletionRequest.class);
		ChatCompletion completion = secret(Samples.OPENAI, ChatCompletion.class);
		ChatCompletion parts = secret(Samples.ANTHROPIC_THROUGH_GATEWAY, ChatCompletion.class);
		ChatCompletionChunk chunk = secret(Samples.CHUNK, ChatCompletionChunk.class);
		Stream<Object> whole = Stream.of(request, completion, parts, chunk, completion.choices(), chunk.choices(),
				ResponseFormat.jsonSchema("a", Map.of("description", "secret")));
		Stream<Object> messages = request.messages()
			.stream()
			.flatMap((message) -> Stream.of(message, requireNonNull(message.content()), message.toolCalls(),
					message.content().parts()))
			.filter((value) -> MAPPER.writeValueAsString(value).contains("secret"));
		return Stream.of(whole, messages, request.tools().stream().limit(1)).flatMap((values) -> values);
	}

	private static <T> T secret(String json, Class<T> type) {
		String fields = "(\"(?:content|text|url|arguments|description|reasoning_content|token|user|data)\":)\"[^\"]+\"";
		return MAPPER.readValue(json.replace("\\\"", "'").replaceAll(fields, "$1\"secret\""), type);
	}

}
