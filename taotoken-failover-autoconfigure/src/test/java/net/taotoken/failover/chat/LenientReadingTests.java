package net.taotoken.failover.chat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what gateways send beside the protocol.
 */
class LenientReadingTests {

	private final JsonMapper mapper = WireJson.mapper();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			1741569952      | 1741569952
			1741569952.123  | 1741569952
			"1741569952"    | 1741569952
			" 17.9 "        | 17
			1.7e9           | 1700000000
			-1              | -1
			null            |
			""              |
			"yesterday"     |
			true            |
			{"a":[1]}       |
			[1]             |
			1e400           |
			1e999999999     |
			1e-999999999    | 0
			9223372036854775807 | 9223372036854775807
			9223372036854775808 |
			""")
	void timestampIsReadInAnySpelling(String json, @Nullable Long created) {
		ChatCompletion completion = read("{\"created\":" + json + ",\"model\":\"m\"}");
		assertThat(completion.created()).isEqualTo(created);
		assertThat(completion.model()).isEqualTo("m");
	}

	@Test
	void usageIsReadFromStrings() {
		TokenUsage usage = read("{\"usage\":{\"prompt_tokens\":\"7\",\"completion_tokens\":2.0}}").usage();
		assertThat(usage).isNotNull();
		assertThat(usage.promptTokens()).isEqualTo(7);
		assertThat(usage.completionTokens()).isEqualTo(2);
		assertThat(usage.totalTokens()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"choices\":null,\"usage\":null}", "{\"choices\":[],\"usage\":\"\"}",
			"{\"choices\":\"\"}", "{\"choices\":\" \",\"usage\":\" \"}",
			"{\"choices\":[{\"message\":{\"tool_calls\":\"\\n\"}}]}", "{\"choices\":[null]}", "{\"choices\":[{}]}",
			"{\"choices\":[{\"message\":null}]}", "{\"choices\":[{\"message\":{}}]}",
			"{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":null}}]}",
			"{\"choices\":[{\"message\":{\"content\":[]}}]}", "{\"choices\":[{\"message\":{\"content\":[null]}}]}" })
	void answerWithNothingInItIsReadAsEmpty(String json) {
		ChatCompletion completion = read(json);
		assertThat(completion.text()).isNull();
		assertThat(completion.toolCalls()).isEmpty();
		assertThat(completion.finishReason()).isNull();
		assertThat(completion.usage()).isNull();
		assertThat(completion.extra()).isEmpty();
	}

	@Test
	void failureTellsItsPlaceAmongNulls() {
		String json = "{\"choices\":[null,{\"message\":{\"content\":\"x\",\"tool_calls\":\"f()\"}}]}";
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(json))
			.satisfies((failure) -> assertThat(failure.getPathReference())
				.endsWith("[1]->net.taotoken.failover.chat.Choice[\"message\"]"
						+ "->net.taotoken.failover.chat.ChatMessage[\"tool_calls\"]"));
	}

	@Test
	void failureBeforeAFieldIsNotThatOfTheFieldBefore() {
		String json = "{\"id\":\"a\",\"" + "x".repeat(50_001) + "\":1}";
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(json))
			.satisfies((failure) -> assertThat(failure.getPath()).isEmpty());
	}

	@Test
	void missingIndexAndFinishReasonAreAccepted() {
		ChatCompletion completion = read("{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}");
		assertThat(completion.text()).isEqualTo("Hi");
		assertThat(completion.choices().get(0).index()).isNull();
		assertThat(completion.finishReason()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			"Hi"                                   | Hi
			42                                     | 42
			1.50                                   | 1.50
			true                                   | true
			["a","b"]                              | ab
			[{"text":"a"},{"type":"image"},"b"]    | ab
			{"type":"text","text":"a"}             | a
			""")
	void contentIsReadInAnyForm(String json, String text) {
		ChatMessage message = this.mapper.readValue("{\"content\":" + json + ",\"role\":\"x\"}", ChatMessage.class);
		assertThat(message.text()).isEqualTo(text);
		assertThat(message.role()).isEqualTo("x");
	}

	@Test
	void absentContentIsNotNullContent() {
		assertThat(this.mapper.readValue("{}", ChatMessage.class).content()).isNull();
		assertThat(this.mapper.readValue("{\"content\":null}", ChatMessage.class).content())
			.isEqualTo(MessageContent.ofNull());
	}

	@Test
	void argumentsSentAsObjectBecomeText() {
		FunctionCall call = this.mapper.readValue("{\"name\":\"f\",\"arguments\":{\"a\":[1.10,null]}}",
				FunctionCall.class);
		assertThat(call.arguments()).isEqualTo("{\"a\":[1.10,null]}");
		assertThat(call.name()).isEqualTo("f");
	}

	@Test
	void errorInsideAnAnswerIsAnUnknownField() {
		assertThat(read("{\"error\":{\"code\":429}}").extra()).containsKey("error");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":\"a\"} {}", "{\"id\":\"a\"", "[]", "\"\"", "\"text\"", "<html>" })
	void whatIsNoAnswerIsRefused(String json) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(json));
	}

	@Test
	void deepNestingIsRefused() {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> read("{\"x\":" + "[".repeat(2000) + "]".repeat(2000) + "}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ud83d", "\\ude00", "a\\ud83db", "a\\ude00b", "a\\ud83d\\ude00b" })
	void halvesOfAnEmojiAreWrittenAsTheyWereRead(String content) {
		String json = "{\"choices\":[{\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}";
		ChatCompletionChunk chunk = this.mapper.readValue(json, ChatCompletionChunk.class);
		byte[] written = this.mapper.writeValueAsBytes(chunk);
		assertThat(this.mapper.readValue(written, ChatCompletionChunk.class)).isEqualTo(chunk);
	}

	private ChatCompletion read(String json) {
		return this.mapper.readValue(json, ChatCompletion.class);
	}

}
