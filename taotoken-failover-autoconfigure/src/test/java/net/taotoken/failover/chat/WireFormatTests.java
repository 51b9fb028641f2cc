package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no field is lost, changed or invented on the way through the records.
 */
class WireFormatTests {

	private final JsonMapper mapper = WireJson.mapper();

	@Test
	void requestSurvives() {
		WireTrees.assertSurvives(ChatCompletionRequest.class, Samples.REQUEST);
	}

	@Test
	void answersSurvive() {
		WireTrees.assertSurvives(ChatCompletion.class, Samples.OPENAI, "/choices/0/message/refusal",
				"/choices/1/logprobs");
		WireTrees.assertSurvives(ChatCompletion.class, Samples.DEEPSEEK, "/choices/0/logprobs");
		WireTrees.assertSurvives(ChatCompletion.class, Samples.ANTHROPIC_THROUGH_GATEWAY);
		WireTrees.assertSurvives(ChatCompletion.class, Samples.VLLM, "/choices/0/message/reasoning_content",
				"/choices/0/message/tool_calls", "/choices/0/logprobs", "/usage/prompt_tokens_details",
				"/service_tier");
		WireTrees.assertSurvives(ChatCompletion.class, "{\"choices\":[{\"finish_reason\":null}]}");
	}

	@Test
	void chunksSurvive() {
		WireTrees.assertSurvives(ChatCompletionChunk.class, Samples.CHUNK);
		WireTrees.assertSurvives(ChatCompletionChunk.class, Samples.LAST_CHUNK);
		WireTrees.assertSurvives(ChatCompletionChunk.class, Samples.USAGE_CHUNK);
	}

	@TestFactory
	Stream<DynamicTest> unknownFieldSurvivesInEveryObject() {
		return Map
			.of(Samples.REQUEST, ChatCompletionRequest.class, Samples.OPENAI, ChatCompletion.class,
					Samples.ANTHROPIC_THROUGH_GATEWAY, ChatCompletion.class, Samples.CHUNK, ChatCompletionChunk.class)
			.entrySet()
			.stream()
			.flatMap((sample) -> unknownFieldTests(sample.getValue(), sample.getKey()));
	}

	private Stream<DynamicTest> unknownFieldTests(Class<?> type, String json) {
		JsonNode usual = WireTrees.through(type, WireTrees.read(json));
		List<DynamicTest> tests = new ArrayList<>();
		int biases = WireTrees.objectsIn(usual).indexOf(usual.get("logit_bias"));
		for (int i = 0; i < WireTrees.objectsIn(usual).size(); i++) {
			int position = i;
			if (position == biases) {
				continue;
			}
			tests.add(DynamicTest.dynamicTest(type.getSimpleName() + " object " + i,
					() -> assertUnknownFieldSurvives(type, usual.deepCopy(), position)));
		}
		assertThat(tests).hasSizeGreaterThan(5);
		return tests.stream();
	}

	private void assertUnknownFieldSurvives(Class<?> type, JsonNode tree, int position) {
		ObjectNode object = WireTrees.objectsIn(tree).get(position);
		object.set("x_odd", WireTrees.read("""
				{"a":[{"b":null}],"n":1e400,"i":123456789012345678901234567890,"":""}"""));
		object.putNull("x_null");
		object.put("extra", 1);
		WireTrees.assertSame(WireTrees.through(type, tree), tree);
	}

	@Test
	void unknownFieldsKeepTheirOrder() {
		String json = "{\"z\":1,\"a\":2,\"m\":null,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"b\":3}";
		ChatCompletionRequest request = this.mapper.readValue(json, ChatCompletionRequest.class);
		assertThat(request.extra().keySet()).containsExactly("z", "a", "m", "b");
		assertThat(this.mapper.writeValueAsString(request)).endsWith("\"z\":1,\"a\":2,\"m\":null,\"b\":3}");
	}

	@Test
	void fieldsAreWrittenInOrderOfDeclaration() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.temperature(0.5)
			.model("m")
			.user("x")
			.endUser("u")
			.build();
		assertThat(this.mapper.writeValueAsString(request)).isEqualTo("""
				{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":0.5,"user":"u"}""");
	}

	@Test
	void singleStopTextIsReadAndWrittenAsList() {
		ChatCompletionRequest request = this.mapper.readValue("""
				{"messages":[{"role":"user","content":"x"}],"stop":"END"}""", ChatCompletionRequest.class);
		assertThat(request.stop()).containsExactly("END");
		assertThat(this.mapper.writeValueAsString(request)).contains("\"stop\":[\"END\"]");
		ChatCompletionRequest empty = this.mapper.readValue("""
				{"messages":[{"role":"user","content":"x"}],"stop":""}""", ChatCompletionRequest.class);
		assertThat(empty.stop()).isEmpty();
	}

	@Test
	void fieldsThatAreOursAloneAreNotWritten() {
		ChatCompletionRequest request = ChatCompletionRequest.builder().user("x").models("a", "b").route("r").build();
		assertThat(this.mapper.writeValueAsString(request)).isEqualTo("""
				{"messages":[{"role":"user","content":"x"}]}""");
		ChatCompletion completion = this.mapper.readValue("{\"choices\":[]}", ChatCompletion.class)
			.withRequest("a", List.of());
		assertThat(this.mapper.writeValueAsString(completion)).isEqualTo("{\"choices\":[]}");
	}

	@Test
	void fieldsOfTheSameNamesAreUnknownFields() {
		String request = """
				{"messages":[{"role":"user","content":"x"}],"models":["a","a"],"route":" "}""";
		WireTrees.assertSurvives(ChatCompletionRequest.class, request);
		assertThat(this.mapper.readValue(request, ChatCompletionRequest.class).models()).isEmpty();
		WireTrees.assertSurvives(ChatCompletion.class, """
				{"choices":[],"requestedModel":"a","attempts":3,"substituted":true}""");
	}

	@Test
	void fieldsThatAreOursAloneCannotBeSetOverTheWire() {
		ChatCompletionRequest request = this.mapper.readValue("""
				{"messages":[{"role":"user","content":"x"}],"models":["a"],"route":"b"}""",
				ChatCompletionRequest.class);
		assertThat(request.models()).isEmpty();
		assertThat(request.route()).isNull();
	}

	@Test
	void mapperThatWritesTypesReadsThemAgain() {
		ChatCompletion completion = this.mapper.readValue(Samples.OPENAI, ChatCompletion.class);
		String typed = this.mapper.writeValueAsString(new Typed(completion));
		assertThat(typed).contains("\"@class\":\"" + ChatCompletion.class.getName() + "\"");
		assertThat(this.mapper.readValue(typed, Typed.class).value()).isEqualTo(completion);
		String empty = "{\"value\":{\"@class\":\"" + ChatMessage.class.getName() + "\"}}";
		assertThat(this.mapper.readValue(empty, Typed.class).value())
			.isEqualTo(this.mapper.readValue("{}", ChatMessage.class));
	}

	@Test
	void longTextsAreRead() {
		String text = "x".repeat(17 * 1024 * 1024);
		ChatMessage message = this.mapper.readValue("{\"content\":\"" + text + "\"}", ChatMessage.class);
		assertThat(message.text()).hasSize(text.length());
	}

	private record Typed(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Record value) {

	}

}
