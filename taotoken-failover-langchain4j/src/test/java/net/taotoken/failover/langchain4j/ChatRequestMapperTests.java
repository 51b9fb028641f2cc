package net.taotoken.failover.langchain4j;

import java.util.Map;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.StreamOptions;
import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class ChatRequestMapperTests {

	@Test
	void requestWithoutParametersIsItsMessagesAndNothingElse() {
		assertThat(json(ChatRequestParameters.builder().build()))
			.isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
	}

	@Test
	void parametersOfARequestGoBeforeDefaults() {
		TaotokenChatRequestParameters defaults = TaotokenChatRequestParameters.builder()
			.seed(1L)
			.route("cheap")
			.temperature(0.1)
			.extra(Map.of("x", 1))
			.build();
		ChatRequestParameters merged = defaults
			.overrideWith(TaotokenChatRequestParameters.builder().seed(2L).maxOutputTokens(9).build());
		ChatCompletionRequest request = map(merged);
		assertThat(request.seed()).isEqualTo(2);
		assertThat(request.route()).isEqualTo("cheap");
		assertThat(request.temperature()).isEqualTo(0.1);
		assertThat(request.maxTokens()).isEqualTo(9);
		assertThat(request.extra()).containsEntry("x", 1);
		assertThat(map(defaults.overrideWith(ChatRequestParameters.builder().temperature(0.7).build())).seed())
			.isEqualTo(1);
		assertThat(map(defaults.defaultedBy(TaotokenChatRequestParameters.builder().seed(3L).user("u").build())))
			.satisfies((defaulted) -> {
				assertThat(defaulted.seed()).isEqualTo(1);
				assertThat(defaulted.user()).isEqualTo("u");
			});
	}

	@Test
	void parametersOfAnotherProviderAreNotLostInSilence(CapturedOutput output) {
		TaotokenChatRequestParameters own = TaotokenChatRequestParameters.builder().seed(1L).build();
		OpenAiChatRequestParameters foreign = OpenAiChatRequestParameters.builder()
			.seed(7)
			.reasoningEffort("high")
			.temperature(0.3)
			.build();
		for (int call = 0; call < 3; call++) {
			ChatRequestParameters merged = own.overrideWith(foreign);
			assertThat(merged.temperature()).isEqualTo(0.3);
			assertThat(map(merged).seed()).isEqualTo(1);
		}
		assertThat(output.getOut())
			.containsOnlyOnce("Of OpenAiChatRequestParameters, [reasoningEffort, seed] are not sent");
	}

	@Test
	void fieldWithAPlaceOfItsOwnIsNoExtra() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> map(TaotokenChatRequestParameters.builder().extra(Map.of("temperature", 1)).build()))
			.withMessageContaining("temperature");
	}

	@Test
	void strictToolHasAStrictSchema() {
		ToolSpecification tool = ToolSpecification.builder()
			.name("weather")
			.strict(true)
			.parameters(JsonObjectSchema.builder().addStringProperty("city").build())
			.build();
		assertThat(json(ChatRequestParameters.builder().toolSpecifications(tool).build())).contains("\"strict\":true",
				"\"type\":[\"string\",\"null\"]", "\"additionalProperties\":false");
	}

	@Test
	void formOfTheAnswerIsSent() {
		assertThat(json(ChatRequestParameters.builder().responseFormat(ResponseFormat.TEXT).build()))
			.doesNotContain("response_format");
		assertThat(json(ChatRequestParameters.builder().responseFormat(ResponseFormat.JSON).build()))
			.contains("\"response_format\":{\"type\":\"json_object\"}");
	}

	@Test
	void nameOfASchemaIsOneThatServersTake() {
		assertThat(schemaName("List<Person>")).isEqualTo("List_Person_");
		assertThat(schemaName("人员")).isEqualTo("__");
		assertThat(schemaName(null)).isEqualTo("answer");
	}

	private static @Nullable Object schemaName(@Nullable String name) {
		ResponseFormat format = ResponseFormat.builder()
			.type(ResponseFormatType.JSON)
			.jsonSchema(JsonSchema.builder().name(name).rootElement(JsonObjectSchema.builder().build()).build())
			.build();
		net.taotoken.failover.chat.ResponseFormat mapped = map(
				ChatRequestParameters.builder().responseFormat(format).build())
			.responseFormat();
		return requireNonNull(requireNonNull(mapped).jsonSchema()).get("name");
	}

	@Test
	void streamedRequestAsksForTheUsage() {
		ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Hi")).build();
		StreamOptions options = new ChatRequestMapper(JsonSchemaSupport.NONE).mapStreamed(request).streamOptions();
		assertThat(requireNonNull(options).includeUsage()).isTrue();
	}

	private static ChatCompletionRequest map(ChatRequestParameters parameters) {
		return new ChatRequestMapper(JsonSchemaSupport.NONE)
			.map(ChatRequest.builder().messages(UserMessage.from("Hi")).parameters(parameters).build());
	}

	private static String json(ChatRequestParameters parameters) {
		return WireJson.mapper().writeValueAsString(map(parameters));
	}

}
