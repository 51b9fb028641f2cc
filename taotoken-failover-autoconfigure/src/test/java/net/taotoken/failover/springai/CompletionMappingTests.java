package net.taotoken.failover.springai;

import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.chat.MessageContent;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the way of a completion to a response, whole and streamed.
 */
class CompletionMappingTests {

	private static final String TOOL_CALLS = """
			{"id":"c-1","object":"chat.completion","created":7,"model":"a-2026-01","choices":[{"index":0,
			"message":{"role":"assistant","content":"Let me see","reasoning_content":"hm","reasoning_details":[{"signature":"s"}],
			"tool_calls":[{"id":"1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"},
			"extra_content":{"google":{"thought_signature":"t"}}}]},"finish_reason":"tool_calls"}]}""";

	private final FakedChatModel faked = new FakedChatModel();

	private final TaotokenChatModel model = this.faked.model();

	@Test
	void answerModelAndAttemptsAreTold() {
		Attempt failed = Attempt.failed("a", Fault.of(FaultKind.OVERLOADED));
		this.faked.answer = ChatCompletion.of("b", "well", failed, Attempt.answered("b"));
		for (ChatResponse response : List.of(this.model.call(new Prompt("Well?")),
				this.model.stream(new Prompt("Well?")).blockLast())) {
			assertThat(TaotokenResponse.model(response)).isEqualTo("b");
			assertThat(TaotokenResponse.attempts(response)).extracting(Attempt::model).containsExactly("a", "b");
			assertThat(response.getMetadata().getModel()).isEqualTo("b");
			assertThat(response.getMetadata().getId()).isEqualTo("chatcmpl-0");
			assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		}
		assertThat(TaotokenResponse.attempts(new ChatResponse(List.of()))).isEmpty();
		assertThat(TaotokenResponse.model(new ChatResponse(List.of()))).isNull();
	}

	@Test
	void usageIsCompleteToTheCache() {
		TokenUsage usage = new TokenUsage(10L, 5L, 15L, Map.of("cached_tokens", 8), Map.of(), Map.of());
		Choice choice = new Choice(0, ChatMessage.assistant("well"), "stop", null, Map.of());
		this.faked.answer = new ChatCompletion("1", null, 1L, "a", List.of(choice), usage, null, null, Map.of(), "a",
				List.of());
		for (ChatResponse response : List.of(this.model.call(new Prompt("Well?")),
				this.model.stream(new Prompt("Well?")).blockLast())) {
			Usage told = response.getMetadata().getUsage();
			assertThat(told.getPromptTokens()).isEqualTo(10);
			assertThat(told.getCompletionTokens()).isEqualTo(5);
			assertThat(told.getTotalTokens()).isEqualTo(15);
			assertThat(told.getCacheReadInputTokens()).isEqualTo(8);
			assertThat(told.getNativeUsage()).isEqualTo(usage);
		}
	}

	@Test
	void everyAnswerOfSeveralIsTold() {
		List<Choice> choices = List.of(new Choice(0, ChatMessage.assistant("one"), "stop", null, Map.of()),
				new Choice(1, ChatMessage.assistant("two"), "length", Map.of("content", List.of()), Map.of()));
		this.faked.answer = new ChatCompletion("1", null, 1L, "a", choices, null, null, null,
				Map.of("citations", List.of("https://example.org")), "a", List.of());
		ChatResponse response = this.model.call(new Prompt("Well?"));
		assertThat(response.getResults()).extracting((result) -> result.getOutput().getText())
			.containsExactly("one", "two");
		assertThat(response.getResults()).extracting((result) -> result.getMetadata().getFinishReason())
			.containsExactly("STOP", "LENGTH");
		assertThat(response.getResults().get(1).getMetadata().<Object>get("logprobs")).isNotNull();
		assertThat(response.getMetadata().<Object>get("citations")).isEqualTo(List.of("https://example.org"));
	}

	@Test
	void thinkingAndRefusalAreProperties() {
		ChatMessage message = new ChatMessage("assistant", MessageContent.of(""), null, List.of(), null, "no", "hm",
				Map.of("annotations", List.of("x")));
		this.faked.answer = new ChatCompletion("1", null, 1L, "a",
				List.of(new Choice(0, message, "stop", null, Map.of())), null, null, null, Map.of(), "a", List.of());
		assertThat(this.model.call(new Prompt("Well?")).getResult().getOutput().getMetadata())
			.containsEntry("reasoningContent", "hm")
			.containsEntry("refusal", "no")
			.containsEntry("annotations", List.of("x"));
		List<ChatResponse> responses = this.model.stream(new Prompt("Well?")).collectList().block();
		assertThat(responses)
			.extracting((response) -> response.getResult().getOutput().getMetadata().get("reasoningContent"))
			.containsExactly("hm", null);
	}

	@Test
	void toolCallsGoBackAsTheModelWroteThem() {
		this.faked.answer = WireJson.mapper().readValue(TOOL_CALLS, ChatCompletion.class);
		AssistantMessage whole = this.model.call(new Prompt("Weather?")).getResult().getOutput();
		AssistantMessage streamed = aggregated();
		for (AssistantMessage message : List.of(whole, streamed)) {
			assertThat(message.getText()).isEqualTo("Let me see");
			assertThat(message.getToolCalls())
				.containsExactly(new AssistantMessage.ToolCall("1", "function", "weather", "{\"city\":\"Rome\"}"));
			assertThat(sentBack(message)).isEqualTo(this.faked.answer.choices().get(0).message());
		}
	}

	@Test
	void toolCallsThatAnAdvisorHasChangedGoBackAsChanged() {
		this.faked.answer = WireJson.mapper().readValue(TOOL_CALLS, ChatCompletion.class);
		AssistantMessage message = this.model.call(new Prompt("Weather?")).getResult().getOutput();
		assertThat(sentBack(message.mutate().content("Let me look").build()).text()).isEqualTo("Let me look");
		ChatMessage changed = sentBack(message.mutate()
			.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "weather", "{}")))
			.build());
		assertThat(changed.toolCalls()).containsExactly(ToolCall.function("1", "weather", "{}"));
		assertThat(changed.reasoningContent()).isEqualTo("hm");
	}

	private AssistantMessage aggregated() {
		AssistantMessage[] message = new AssistantMessage[1];
		new MessageAggregator()
			.aggregate(this.model.stream(new Prompt("Weather?")),
					(response) -> message[0] = response.getResult().getOutput())
			.blockLast();
		return message[0];
	}

	private ChatMessage sentBack(AssistantMessage message) {
		Message result = ToolResponseMessage.builder()
			.responses(List.of(new ToolResponseMessage.ToolResponse("1", "weather", "sunny")))
			.build();
		this.model.call(new UserMessage("Weather?"), message, result);
		return this.faked.asked().messages().get(1);
	}

}
