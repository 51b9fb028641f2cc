package net.taotoken.failover.springai;

import java.net.URI;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ContentPart;
import net.taotoken.failover.chat.ResponseFormat;
import net.taotoken.failover.chat.WireJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the way of a prompt to a request.
 */
@ExtendWith(OutputCaptureExtension.class)
class PromptMappingTests {

	private final FakedChatModel faked = new FakedChatModel();

	private final TaotokenChatModel model = this.faked.model();

	@Test
	void routeDecidesWhereNobodyNamesAModel() {
		this.model.call("Well?");
		assertThat(this.faked.asked()).isEqualTo(ChatCompletionRequest.of("Well?"));
		ChatClient.create(this.model).prompt("Well?").call().content();
		assertThat(this.faked.asked()).isEqualTo(ChatCompletionRequest.of("Well?"));
	}

	@Test
	void everyOptionIsSent() {
		ResponseFormat format = ResponseFormat.jsonObject();
		TaotokenChatOptions options = TaotokenChatOptions.builder()
			.model("a")
			.frequencyPenalty(0.1)
			.maxTokens(1)
			.presencePenalty(0.2)
			.stopSequences(List.of("END"))
			.temperature(0.3)
			.topK(4)
			.topP(0.5)
			.route("cheap")
			.models("a", "b")
			.n(2)
			.seed(3L)
			.maxCompletionTokens(6)
			.reasoningEffort("low")
			.toolChoice("auto")
			.parallelToolCalls(true)
			.responseFormat(format)
			.logprobs(true)
			.topLogprobs(7)
			.logitBias(Map.of("50256", -100))
			.user("u-1")
			.extra("service_tier", "flex")
			.extra("nothing", null)
			.build();
		ChatCompletionRequest expected = ChatCompletionRequest.builder()
			.user("Well?")
			.model("a")
			.frequencyPenalty(0.1)
			.maxTokens(1)
			.presencePenalty(0.2)
			.stop("END")
			.temperature(0.3)
			.topP(0.5)
			.extra("top_k", 4)
			.route("cheap")
			.models("a", "b")
			.n(2)
			.seed(3L)
			.maxCompletionTokens(6)
			.reasoningEffort("low")
			.toolChoice("auto")
			.parallelToolCalls(true)
			.responseFormat(format)
			.logprobs(true)
			.topLogprobs(7)
			.logitBias(Map.of("50256", -100))
			.endUser("u-1")
			.extra("service_tier", "flex")
			.extra("nothing", null)
			.build();
		this.model.call(new Prompt("Well?", options));
		assertThat(this.faked.asked()).isEqualTo(expected);
		this.model.stream(new Prompt("Well?", options.mutate().build())).blockLast();
		assertThat(this.faked.asked()).isEqualTo(expected);
		ChatClient.create(this.model).prompt("Well?").options(options.mutate()).call().content();
		assertThat(this.faked.asked()).isEqualTo(expected);
		ChatClient.create(this.model).prompt("Well?").options(options.mutate().clone()).call().content();
		assertThat(this.faked.asked()).isEqualTo(expected);
		assertThat(options.mutate().build()).isEqualTo(options).hasSameHashCodeAs(options);
		assertThat(options.mutate().seed(4L).build()).isNotEqualTo(options);
	}

	@Test
	void builderThatWasClonedGoesItsOwnWay() {
		TaotokenChatOptionsBuilder builder = TaotokenChatOptions.builder().extra("a", 1);
		builder.clone().extra("b", 2);
		assertThat(builder.build().getExtra()).containsOnlyKeys("a");
	}

	@Test
	void fieldWithAMethodOfItsOwnIsNoExtra() {
		Prompt prompt = new Prompt("Well?", TaotokenChatOptions.builder().extra("seed", 1).build());
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.call(prompt)).withMessageContaining("seed");
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.stream(prompt).blockLast())
			.withMessageContaining("seed");
		assertThat(this.faked.requests).isEmpty();
	}

	@Test
	void optionsOfTheModelAreThoseOfCallsWithoutAnyAndTheBeginningOfThoseOfClients() {
		TaotokenChatModel cheap = this.faked.builder()
			.options(TaotokenChatOptions.builder().route("cheap").temperature(0.1).build())
			.build();
		cheap.call("Well?");
		assertThat(this.faked.asked().route()).isEqualTo("cheap");
		ChatClient.create(cheap).prompt("Well?").options(ChatOptions.builder().temperature(0.9)).call().content();
		assertThat(this.faked.asked().route()).isEqualTo("cheap");
		assertThat(this.faked.asked().temperature()).isEqualTo(0.9);
	}

	@Test
	void portableOptionsAreSentWithoutAWarning(CapturedOutput output) {
		this.model.call(new Prompt("Well?", ChatOptions.builder().model("b").topP(0.5).build()));
		assertThat(this.faked.asked().model()).isEqualTo("b");
		assertThat(this.faked.asked().topP()).isEqualTo(0.5);
		this.model.call(new Prompt("Well?", ToolCallingChatOptions.builder().toolCallbacks(weather()).build()));
		assertThat(this.faked.asked().tools()).hasSize(1);
		StructuredOutputChatOptions.Builder<?> structured = StructuredOutputChatOptions.builder();
		structured.outputSchema("{\"type\":\"object\"}");
		this.model.call(new Prompt("Well?", structured.build()));
		assertThat(this.faked.asked().responseFormat().type()).isEqualTo("json_schema");
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void optionsOfAnotherProviderAreSentAsFarAsWeKnowThemAndTheRestIsNamedOnce(CapturedOutput output) {
		ForeignChatOptions foreign = new ForeignChatOptions();
		this.model.call(new Prompt("Well?", foreign));
		this.model.call(new Prompt("Well?", foreign));
		ChatClient.create(this.model).prompt("Well?").options(foreign.mutate()).call().content();
		assertThat(this.faked.requests).hasSize(3).allSatisfy((request) -> {
			assertThat(request.model()).isEqualTo("theirs");
			assertThat(request.seed()).isEqualTo(42);
			assertThat(request.reasoningEffort()).isEqualTo("low");
		});
		assertThat(output.getOut().split("WARN", -1)).hasSize(2);
		assertThat(output).contains("ForeignChatOptions").contains("[audio, store]").doesNotContain("a secret voice");
	}

	@Test
	void conversationKeepsItsOrderAndRoles() {
		List<Message> messages = List.of(new SystemMessage("Be brief"), new UserMessage("Weather?"),
				AssistantMessage.builder()
					.content("Let me see")
					.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "weather", "{\"city\":\"Rome\"}"),
							new AssistantMessage.ToolCall("2", "function", "weather", "{}")))
					.properties(Map.of("reasoningContent", "hm"))
					.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponseMessage.ToolResponse("1", "weather", "sunny"),
							new ToolResponseMessage.ToolResponse("2", "weather", "rain")))
					.build(),
				new AssistantMessage("Sunny"), new UserMessage("Thanks"));
		this.model.call(new Prompt(messages));
		assertThat(this.faked.asked().messages()).extracting(WireJson.mapper()::writeValueAsString)
			.containsExactly("{\"role\":\"system\",\"content\":\"Be brief\"}",
					"{\"role\":\"user\",\"content\":\"Weather?\"}",
					"{\"role\":\"assistant\",\"content\":\"Let me see\",\"tool_calls\":["
							+ "{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}},"
							+ "{\"id\":\"2\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}],"
							+ "\"reasoning_content\":\"hm\"}",
					"{\"role\":\"tool\",\"content\":\"sunny\",\"tool_call_id\":\"1\"}",
					"{\"role\":\"tool\",\"content\":\"rain\",\"tool_call_id\":\"2\"}",
					"{\"role\":\"assistant\",\"content\":\"Sunny\"}", "{\"role\":\"user\",\"content\":\"Thanks\"}");
	}

	@Test
	void imagesSoundsAndFilesAreParts() {
		byte[] bytes = { 1, 2, 3 };
		Message message = UserMessage.builder()
			.text("What is it?")
			.media(List.of(new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/a.png")),
					new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(bytes)),
					new Media(MimeType.valueOf("audio/mpeg"), new ByteArrayResource(bytes)),
					Media.builder().mimeType(Media.Format.DOC_PDF).data(bytes).name("report").build(),
					Media.builder().mimeType(MimeTypeUtils.IMAGE_GIF).data("AQID").build()))
			.build();
		this.model.call(message);
		assertThat(this.faked.asked().messages()).containsExactly(ChatMessage.user(ContentPart.text("What is it?"),
				ContentPart.imageUrl("https://example.org/a.png"), ContentPart.imageUrl("data:image/png;base64,AQID"),
				new ContentPart("input_audio", null, null,
						Map.of("input_audio", Map.of("data", "AQID", "format", "mp3"))),
				new ContentPart("file", null, null,
						Map.of("file", Map.of("filename", "report", "file_data", "data:application/pdf;base64,AQID"))),
				ContentPart.imageUrl("data:image/gif;base64,AQID")));
	}

	@Test
	void mediaThatCannotBeSentAreRefusedByName() {
		Message video = UserMessage.builder()
			.text("What is it?")
			.media(new Media(Media.Format.VIDEO_MP4, new ByteArrayResource(new byte[1])))
			.build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.call(video))
			.withMessageContaining("video/mp4");
		Message sound = UserMessage.builder()
			.text("What is it?")
			.media(new Media(MimeType.valueOf("audio/wav"), URI.create("https://example.org/a.wav")))
			.build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.call(sound))
			.withMessageContaining("its bytes");
		Message spoken = AssistantMessage.builder()
			.media(List.of(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[1]))))
			.build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.call(spoken))
			.withMessageContaining("user message");
	}

	@Test
	void toolsAreToldByTheirSchemas() {
		ChatClient.create(this.model).prompt("Weather?").tools(new Weather()).call().content();
		assertThat(this.faked.asked().tools()).singleElement().satisfies((tool) -> {
			assertThat(tool.function().name()).isEqualTo("temperature");
			assertThat(tool.function().description()).isEqualTo("The temperature in a city");
			assertThat(tool.function().parameters()).containsEntry("type", "object").containsKey("properties");
		});
	}

	@Test
	void schemaThatIsNoneIsRefusedWithoutItsText() {
		Prompt prompt = new Prompt("Well?", TaotokenChatOptions.builder().outputSchema("{secret").build());
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.call(prompt))
			.withMessageContaining("output schema")
			.satisfies((ex) -> assertThat(ex).hasNoCause().message().doesNotContain("secret"));
	}

	private static ToolCallback weather() {
		return FunctionToolCallback.builder("weather", (Map<String, Object> input) -> "sunny")
			.description("The weather")
			.inputType(Map.class)
			.build();
	}

	static final class Weather {

		@Tool(description = "The temperature in a city")
		String temperature(String city) {
			return "20 degrees in " + city;
		}

	}

}
