package net.taotoken.failover;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatCompletionRequestBuilder;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ContentPart;
import net.taotoken.failover.chat.MessageContent;
import net.taotoken.failover.chat.ResponseFormat;
import net.taotoken.failover.chat.Tool;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.route.TokenDemand;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestFeatures}.
 */
class RequestFeaturesTests {

	@Test
	void plainQuestionAsksForNothing() {
		assertThat(features(user())).isEmpty();
	}

	@Test
	void partsOfMessagesTellWhatIsAskedFor() {
		assertThat(features(part(ContentPart.imageUrl("https://example.org/a.png")))).containsExactly(Feature.IMAGES);
		assertThat(features(part(part("input_audio")))).containsExactly(Feature.AUDIO);
		assertThat(features(part(part("video_url")))).containsExactly(Feature.VIDEO);
		assertThat(features(part(part("file")))).containsExactly(Feature.FILES);
	}

	@Test
	void toolsAndTheirChoiceAreTwoThings() {
		List<Tool> tools = List.of(Tool.function("f", "does something", Map.of("type", "object")));
		assertThat(features(user().tools(tools))).containsExactly(Feature.TOOLS);
		assertThat(features(user().tools(tools).toolChoice("auto"))).containsExactly(Feature.TOOLS);
		assertThat(features(user().tools(tools).toolChoice("required"))).containsExactlyInAnyOrder(Feature.TOOLS,
				Feature.TOOL_CHOICE);
	}

	@Test
	void formAndThinkingAreAskedFor() {
		assertThat(features(user().responseFormat(ResponseFormat.jsonObject())))
			.containsExactly(Feature.STRUCTURED_OUTPUT);
		assertThat(features(user().responseFormat(new ResponseFormat("text", null, Map.of())))).isEmpty();
		assertThat(features(user().reasoningEffort("low"))).containsExactly(Feature.THINKING);
		assertThat(features(user().extra("enable_thinking", false))).containsExactly(Feature.THINKING);
	}

	@Test
	void historiesOfUnusualFormAreAskedFor() {
		assertThat(features(user().assistant("The sky is"))).containsExactly(Feature.PREFILL);
		assertThat(features(user().user("And the sea?"))).containsExactly(Feature.ROLES);
		assertThat(features(user().system("Be brief."))).containsExactly(Feature.ROLES);
		assertThat(features(ChatCompletionRequest.builder().system("Be brief.").user("?").assistant("!").user("?")))
			.isEmpty();
	}

	@Test
	void streamIsAskedForByItsReaderOnly() {
		MissingFeature streaming = MissingFeature.of(Feature.STREAMING);
		ChatCompletionRequest request = user().stream(true).build();
		assertThat(new RequestFeatures(request, true).contain(streaming)).isTrue();
		assertThat(new RequestFeatures(request, false).contain(streaming)).isFalse();
	}

	@Test
	void parametersAreKnownByTheirNamesOnTheWire() {
		Map<String, ChatCompletionRequestBuilder> requests = parameters();
		requests.forEach(
				(name, request) -> assertThat(requests.keySet().stream().filter((other) -> has(request.build(), other)))
					.as(name)
					.containsExactly(name));
		assertThat(requests.keySet()).noneMatch((name) -> has(user().build(), name));
	}

	@Test
	void parametersOfStreamsAreAskedForByTheirReaderOnly() {
		for (String name : List.of("stream", "stream_options")) {
			MissingFeature parameter = new MissingFeature(Feature.PARAMETER, name);
			assertThat(new RequestFeatures(user().build(), true).contain(parameter)).as(name).isTrue();
			assertThat(has(user().stream(true).build(), name)).as(name).isFalse();
		}
	}

	/** Requests with one parameter each. */
	private static Map<String, ChatCompletionRequestBuilder> parameters() {
		return Map.ofEntries(Map.entry("temperature", user().temperature(0.0)), Map.entry("top_p", user().topP(0.5)),
				Map.entry("n", user().n(2)), Map.entry("stop", user().stop("x")),
				Map.entry("max_tokens", user().maxTokens(5)),
				Map.entry("max_completion_tokens", user().maxCompletionTokens(5)),
				Map.entry("presence_penalty", user().presencePenalty(0.1)),
				Map.entry("frequency_penalty", user().frequencyPenalty(0.1)),
				Map.entry("logit_bias", user().logitBias(Map.of("1", 1))), Map.entry("logprobs", user().logprobs(true)),
				Map.entry("top_logprobs", user().topLogprobs(1)), Map.entry("seed", user().seed(1L)),
				Map.entry("tools", user().tool(Tool.function("f", "does something", Map.of("type", "object")))),
				Map.entry("tool_choice", user().toolChoice("auto")),
				Map.entry("parallel_tool_calls", user().parallelToolCalls(false)),
				Map.entry("response_format", user().responseFormat(ResponseFormat.jsonObject())),
				Map.entry("reasoning_effort", user().reasoningEffort("low")), Map.entry("user", user().endUser("me")),
				Map.entry("anything_else", user().extra("anything_else", 1)));
	}

	private static boolean has(ChatCompletionRequest request, String name) {
		return new RequestFeatures(request, false).contain(new MissingFeature(Feature.PARAMETER, name));
	}

	private static ChatCompletionRequestBuilder user() {
		return ChatCompletionRequest.builder().user("Why is the sky blue?");
	}

	@Test
	void imagesTakeAboutAsManyTokensWhateverTheirBytes() {
		ChatCompletionRequest large = part(ContentPart.imageUrl("data:image/png;base64," + "A".repeat(1_000_000)))
			.maxTokens(7)
			.build();
		TokenDemand demand = new RequestFeatures(large, false).tokenDemand(GatewayRequest.of(large));
		assertThat(demand.bytes()).isBetween(4000L, 4300L);
		assertThat(demand.maxTokens()).isEqualTo(7);
		ChatCompletionRequest small = part(ContentPart.imageUrl("https://example.org/a.png")).build();
		assertThat(new RequestFeatures(small, false).tokenDemand(GatewayRequest.of(small)).bytes())
			.isEqualTo(GatewayRequest.of(small).size());
	}

	private static ChatCompletionRequestBuilder part(ContentPart part) {
		MessageContent content = MessageContent.of(List.of(ContentPart.text("What is this?"), part));
		return ChatCompletionRequest.builder()
			.messages(List.of(new ChatMessage("user", content, null, List.of(), null, null, null, Map.of())));
	}

	private static ContentPart part(String type) {
		return new ContentPart(type, null, null, Map.of(type, Map.of("data", "x")));
	}

	private static Set<Feature> features(ChatCompletionRequestBuilder request) {
		RequestFeatures features = new RequestFeatures(request.build(), false);
		return Arrays.stream(Feature.values())
			.filter((feature) -> feature != Feature.PARAMETER && features.contain(MissingFeature.of(feature)))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
	}

}
