package net.taotoken.failover.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that no field of a wrong shape costs an answer its content.
 */
class OddAnswerTests {

	private static final String ANSWER = """
			{"id":"c-1","object":"chat.completion","created":1,"model":"m-1","choices":[{"index":0,"message":
			{"role":"assistant","content":"pong","name":"n","tool_calls":[{"id":"1","type":"function","function":
			{"name":"f","arguments":"{}","x":1},"y":2}],"tool_call_id":"t","refusal":"r","reasoning_content":"z"},
			"logprobs":{"content":[]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,
			"total_tokens":3,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"a":1}},
			"system_fingerprint":"f","service_tier":"s","vendor":{"a":[1,null]}}
			""";

	/** Where the content is; what is replaced there is lost. */
	private static final Set<String> CONTENT = Set.of("choices", "message", "delta", "content", "0", "tool_calls",
			"function", "name", "arguments");

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"text\",\"text\":\"pong\"}", "[{\"type\":\"text\",\"text\":\"pong\"}]",
			"[\"pong\"]", "[null,\"pong\",null]", "[\"po\",null,{\"type\":\"text\",\"text\":\"ng\"}]" })
	void contentIsReadInEveryForm(String content) {
		ChatCompletion answer = WireJson.mapper()
			.readValue("{\"choices\":[{\"message\":{\"content\":" + content + "}}]}", ChatCompletion.class);
		assertThat(answer.text()).isEqualTo("pong");
		assertThat(requireNonNull(requireNonNull(answer.choices().get(0).message()).content()).parts())
			.doesNotContainNull();
	}

	@Test
	void anyValueInAnySideFieldLeavesTheContent() {
		Random random = new Random(20261129);
		for (int run = 0; run < 20_000; run++) {
			ObjectNode answer = (ObjectNode) WireJson.mapper().readTree(ANSWER);
			String path = replaceSideField(answer, random);
			assertThat(WireJson.mapper().treeToValue(answer, ChatCompletion.class))
				.as("run %d: %s in %s", run, path, answer)
				.satisfies(OddAnswerTests::assertContent);
			String chunk = answer.toString().replace("\"message\":", "\"delta\":");
			assertThat(WireJson.mapper().readValue(chunk, ChatCompletionChunk.class).text()).as(chunk)
				.isEqualTo("pong");
		}
	}

	private static void assertContent(ChatCompletion completion) {
		assertThat(completion.text()).isEqualTo("pong");
		assertThat(requireNonNull(completion.toolCalls().get(0).function()).name()).isEqualTo("f");
		assertThat(completion.toolCalls().get(0).function().arguments()).isEqualTo("{}");
	}

	private static String replaceSideField(ObjectNode answer, Random random) {
		List<Map.Entry<ObjectNode, String>> fields = new ArrayList<>();
		for (ObjectNode object : WireTrees.objectsIn(answer)) {
			object.propertyNames()
				.stream()
				.filter((name) -> !CONTENT.contains(name) || object.has("total_tokens"))
				.forEach((name) -> fields.add(Map.entry(object, name)));
		}
		Map.Entry<ObjectNode, String> field = fields.get(random.nextInt(fields.size()));
		field.getKey().set(field.getValue(), anyValue(random, 3));
		return field.getValue();
	}

	private static JsonNode anyValue(Random random, int depth) {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		int kind = random.nextInt((depth == 0) ? 7 : 10);
		return switch (kind) {
			case 0 -> nodes.nullNode();
			case 1 -> nodes.booleanNode(random.nextBoolean());
			case 2 -> nodes.numberNode(random.nextLong());
			case 3 -> nodes.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(300)));
			case 4 -> nodes.stringNode("");
			case 5 -> nodes.stringNode(" \n");
			case 6 -> nodes.stringNode("x".repeat(random.nextInt(20)));
			case 7 -> nodes.arrayNode();
			case 8 -> {
				ArrayNode array = nodes.arrayNode();
				for (int index = random.nextInt(3); index >= 0; index--) {
					array.add(anyValue(random, depth - 1));
				}
				yield array;
			}
			default -> {
				ObjectNode object = nodes.objectNode();
				for (int index = random.nextInt(3); index > 0; index--) {
					object.set(List.of("a", "text", "content", "0", "function").get(random.nextInt(5)),
							anyValue(random, depth - 1));
				}
				yield object;
			}
		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"0\":CALL,\"1\":CALL}", "[CALL,CALL]", "[null,CALL,false,CALL,[]]" })
	void listsAreReadInEachForm(String calls) {
		String call = "{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}}";
		ChatMessage message = message("\"tool_calls\":" + calls.replace("CALL", call));
		assertThat(message.toolCalls()).hasSize(2)
			.allSatisfy((made) -> assertThat(requireNonNull(made.function()).arguments()).isEqualTo("{\"a\":1}"));
	}

	@Test
	void singleElementIsAListToo() {
		assertThat(message("\"tool_calls\":{\"id\":\"1\"}").toolCalls()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "false", "true", "0", "\"\"", "[null]", "[[]]", "[false,0]" })
	void nothingIsReadAsNothing(String nothing) {
		ChatMessage message = message("\"content\":\"pong\",\"tool_calls\":" + nothing);
		assertThat(message.text()).isEqualTo("pong");
		assertThat(message.toolCalls()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"choices\":\"x\"}", "{\"choices\":[\"x\"]}", "{\"choices\":[[{}]]}",
			"{\"choices\":[{\"message\":\"x\"}]}", "{\"choices\":[{\"message\":[{\"content\":\"x\"}]}]}",
			"{\"choices\":[{\"message\":{\"tool_calls\":\"f()\"}}]}",
			"{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":\"f()\"}]}}]}",
			"{\"choices\":[{\"message\":{\"content\":[{\"text\":{\"value\":\"x\"}}]}}]}",
			"{\"choices\":[{\"message\":{\"content\":[[\"x\"]]}}]}" })
	void contentOfAWrongShapeIsRefused(String json) {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> WireJson.mapper().readValue(json, ChatCompletion.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"messages\":{}", "\"messages\":[{\"role\":[1]}]", "\"messages\":[{\"tool_calls\":{}}]",
			"\"messages\":[{\"refusal\":{}}]", "\"messages\":[1]", "\"tools\":[false]", "\"tools\":true",
			"\"model\":[]", "\"messages\":[{\"content\":[{\"image_url\":\"x\"}]}]",
			"\"response_format\":{\"json_schema\":[]}" })
	void eachWrongShapeInARequestIsRefused(String field) {
		String json = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + field + "}";
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> WireJson.mapper().readValue(json, ChatCompletionRequest.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"stop"                    | stop
			{"type":"stop"}           | stop
			["length"]                | length
			{"a":{"b":[1,"stop"]},"c":"x"} | stop
			{}                        |
			[]                        |
			null                      |
			7                         | 7
			""")
	void finishReasonIsFoundInsideOfAnotherShape(String json, String reason) {
		ChatCompletion completion = WireJson.mapper()
			.readValue("{\"choices\":[{\"finish_reason\":" + json + ",\"message\":{\"content\":\"pong\"}}]}",
					ChatCompletion.class);
		assertThat(completion.finishReason()).isEqualTo(reason);
		assertThat(completion.text()).isEqualTo("pong");
	}

	@Test
	void imageIsReadFromItsAddressAlone() {
		ChatMessage message = message("\"content\":[{\"type\":\"image_url\",\"image_url\":\"https://a/b\"}]");
		assertThat(requireNonNull(requireNonNull(message.content()).parts().get(0).imageUrl()).url())
			.isEqualTo("https://a/b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"x\":NaN,\"choices\":[{\"message\":{\"content\":\"pong\"}}]}",
			"{\"x\":-Infinity,\"choices\":[{\"message\":{\"content\":\"pong\"}}]}",
			"{\"created\":NaN,\"choices\":[{\"message\":{\"content\":\"pong\"}}]}",
			"{\"x\":\"a\tb\",\"choices\":[{\"message\":{\"content\":\"pong\",},},],}",
			"{\"x\":\"it\\'s\",\"choices\":[{\"message\":{\"content\":\"pong\"}}]}",
			"{\"x\":007,\"choices\":[{\"message\":{\"content\":\"pong\"}}]}" })
	void whatServersTakeForJsonIsRead(String json) {
		ChatCompletion completion = WireJson.answerReader(ChatCompletion.class).readValue(json);
		assertThat(completion.text()).isEqualTo("pong");
		assertThat(WireJson.mapper().readTree(WireJson.mapper().writeValueAsString(completion)).isObject()).isTrue();
	}

	private static ChatMessage message(String fields) {
		return requireNonNull(WireJson.mapper()
			.readValue("{\"choices\":[{\"message\":{" + fields + "}}]}", ChatCompletion.class)
			.choices()
			.get(0)
			.message());
	}

}
