package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link ChatCompletionRequest} and {@link ChatCompletionRequestBuilder}.
 */
class ChatCompletionRequestTests {

	@Test
	void builderSetsEveryField() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.model("m")
			.models("a", "b")
			.route("cheap")
			.system("s")
			.user("u")
			.user(ContentPart.text("t"), ContentPart.imageUrl("https://example.com/a.png", "low"))
			.assistant("a")
			.message(ChatMessage.tool("call_1", "r"))
			.temperature(0.2)
			.topP(0.9)
			.n(1)
			.stop("END")
			.maxTokens(10)
			.maxCompletionTokens(20)
			.presencePenalty(0.1)
			.frequencyPenalty(0.2)
			.logitBias(Map.of("7", 1))
			.logprobs(true)
			.topLogprobs(2)
			.seed(3L)
			.tool(Tool.function("f", null, Map.of("type", "object")))
			.toolChoice("auto")
			.parallelToolCalls(false)
			.responseFormat(ResponseFormat.jsonSchema("n", Map.of("type", "object")))
			.reasoningEffort("low")
			.endUser("e")
			.stream(true)
			.streamOptions(StreamOptions.withUsage())
			.extra("top_k", 40)
			.build();
		WireTrees.assertSame(WireTrees.read(WireJson.mapper().writeValueAsString(request)), WireTrees.read("""
				{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},
				{"role":"user","content":[{"type":"text","text":"t"},
				{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}}]},
				{"role":"assistant","content":"a"},{"role":"tool","content":"r","tool_call_id":"call_1"}],
				"temperature":0.2,"top_p":0.9,"n":1,"stop":["END"],"max_tokens":10,"max_completion_tokens":20,
				"presence_penalty":0.1,"frequency_penalty":0.2,"logit_bias":{"7":1},"logprobs":true,"top_logprobs":2,
				"seed":3,"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
				"tool_choice":"auto","parallel_tool_calls":false,"response_format":{"type":"json_schema",
				"json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}},"reasoning_effort":"low",
				"user":"e","stream":true,"stream_options":{"include_usage":true},"top_k":40}"""));
		assertThat(request.models()).containsExactly("a", "b");
		assertThat(request.route()).isEqualTo("cheap");
		assertThat(request.toBuilder().build()).isEqualTo(request);
	}

	@Test
	void copyOfARequestFromTheWireIsEqual() {
		ChatCompletionRequest request = WireJson.mapper().readValue(Samples.REQUEST, ChatCompletionRequest.class);
		assertThat(request.toBuilder().build()).isEqualTo(request);
	}

	@Test
	void copyDoesNotChangeTheOriginal() {
		ChatCompletionRequest request = ChatCompletionRequest.of("x");
		ChatCompletionRequest copy = request.toBuilder().user("y").extra("a", null).build();
		assertThat(request.messages()).hasSize(1);
		assertThat(copy.messages()).hasSize(2);
		assertThat(copy.extra()).containsExactly(entry("a", null));
	}

	@Test
	void collectionsAreCopied() {
		List<String> stop = new ArrayList<>(List.of("a"));
		ChatCompletionRequestBuilder builder = ChatCompletionRequest.builder().user("x").stop(stop);
		ChatCompletionRequest request = builder.build();
		stop.add("b");
		builder.user("y").extra("z", 1);
		assertThat(request.stop()).containsExactly("a");
		assertThat(request.messages()).hasSize(1).isUnmodifiable();
		assertThat(request.extra()).isEmpty();
	}

	@Test
	void messagesAreRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatCompletionRequest.builder().model("m").build())
			.withMessage("messages must not be empty: add one with user(\"…\")");
	}

	@Test
	void blankModelIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatCompletionRequest.builder().user("x").model(" ").build())
			.withMessageStartingWith("model must not be blank");
	}

	@Test
	void blankRouteIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatCompletionRequest.builder().user("x").route("").build())
			.withMessageStartingWith("route must not be blank");
	}

	@Test
	void blankAndDuplicateModelsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatCompletionRequest.builder().user("x").models("a", "").build())
			.withMessageStartingWith("models must not contain a blank name");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatCompletionRequest.builder().user("x").models(Arrays.asList("a", null)).build())
			.withMessageStartingWith("models must not contain a blank name");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatCompletionRequest.builder().user("x").models("a", "b", "a").build())
			.withMessage("models must not name \"a\" twice");
	}

	@Test
	void extraFieldThatHasItsOwnPlaceIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatCompletionRequest.builder().user("x").extra("top_p", 1).build())
			.withMessageContaining("\"top_p\"");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ContentPart("text", "x", null, Map.of("image_url", "y")))
			.withMessageContaining("\"image_url\"");
	}

	@Test
	void requestWithoutMessagesIsRefusedFromTheWireToo() {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> WireJson.mapper().readValue("{\"model\":\"m\"}", ChatCompletionRequest.class))
			.withRootCauseInstanceOf(IllegalArgumentException.class);
	}

}
