package net.taotoken.failover.chat.assembly;

import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.chat.WireJson;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class ChatCompletionAssemblerTests {

	private static final String HEAD = "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":7,"
			+ "\"model\":\"m-1\",\"system_fingerprint\":\"fp\",";

	@Test
	void textAndUsageComeTogether() {
		assertAssembled(
				"""
						{"index":0,"message":{"role":"assistant","content":"Hello world"},"logprobs":null,"finish_reason":"stop"}
						""",
				"""
						"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"obfuscation":"x"
						"choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null}],"usage":null
						"choices":[{"index":0,"delta":{"content":" world"},"finish_reason":""}],"obfuscation":"yz"
						"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]
						"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"x":1}
						""");
	}

	@Test
	void messageThatIsRepeatedBesideItsPiecesIsLeftOut() {
		ChatCompletion answer = assemble(
				"""
						"choices":[{"index":0,"delta":{"content":"Hel"},"message":{"content":"Hel"}}]
						"choices":[{"index":0,"delta":{"content":"lo"},"message":{"content":"Hello"},"finish_reason":"stop","x":1}]
						""");
		assertThat(answer.text()).isEqualTo("Hello");
		assertThat(answer.choices().get(0).extra()).containsOnlyKeys("x");
	}

	@Test
	void thinkingAndRefusalComeTogether() {
		assertAssembled(
				"""
						{"index":0,"message":{"role":"assistant","content":"Hi","refusal":"No way",
						"reasoning_content":"They greet.","reasoning":"Hm, yes",
						"reasoning_details":[{"type":"reasoning.text","text":"Hm, yes","format":"f-1","index":0},
						{"type":"reasoning.encrypted","data":"x","index":1}]},"finish_reason":"stop","native_finish_reason":"end"}
						""",
				"""
						"choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"They ","reasoning":"Hm,",\
						"reasoning_details":[{"type":"reasoning.text","text":"Hm,","format":"f-1","index":0}]},"native_finish_reason":null}]
						"choices":[{"index":0,"delta":{"reasoning_content":"greet.","reasoning":" yes",\
						"reasoning_details":[{"type":"reasoning.text","text":" yes","format":"f-1","index":0},\
						{"type":"reasoning.encrypted","data":"x","index":1}]}}]
						"choices":[{"index":0,"delta":{"content":"Hi","reasoning_content":null,"refusal":"No"}}]
						"choices":[{"index":0,"delta":{"refusal":" way"},"finish_reason":"stop","native_finish_reason":"end"}]
						"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"x":1}
						""");
	}

	@Test
	void toolCallsComeTogetherByTheirIndex() {
		assertAssembled(
				"""
						{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[
						{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Köln\\"}"},"x":{"a":1}},
						{"id":"call_2","type":"function","function":{"name":"now","arguments":"{}"}}]},"finish_reason":"tool_calls"}
						""",
				"""
						"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1",\
						"type":"function","function":{"name":"weather","arguments":""},"x":{"a":1}}]}}]
						"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"ci"}}]}}]
						"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_2","type":"function",\
						"function":{"name":"now","arguments":"{"}}]}}]
						"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"","function":{"name":"","arguments":"ty\\":\\"Köln\\"}"}},\
						{"index":1,"function":{"arguments":"}"}}]}}]
						"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]
						"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"x":1}
						""");
	}

	@Test
	void toolCallsThatAreNumberedBadlyAreToldApart() {
		String call = "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}";
		for (String indexes : List.of("0,0", "null,null")) {
			String[] index = indexes.split(",");
			ChatCompletion answer = assemble("""
					"choices":[{"index":0,"delta":{"tool_calls":[{"index":%s,"id":"a",%s}]}}]
					"choices":[{"index":0,"delta":{"tool_calls":[{"index":%s,"id":"b",%s}]}}]
					""".formatted(index[0], call, index[1], call));
			assertThat(answer.toolCalls()).containsExactly(ToolCall.function("a", "f", "{}"),
					ToolCall.function("b", "f", "{}"));
		}
		ChatCompletion nameless = assemble("""
				"choices":[{"delta":{"tool_calls":[{%s},{%s},{"function":{"arguments":" "}}]}}]
				""".formatted(call, call));
		assertThat(nameless.toolCalls()).extracting((made) -> requireNonNull(made.function()).arguments())
			.containsExactly("{}", "{} ");
		ChatCompletion repetitive = assemble(
				"""
						"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a",%s}]}}]
						"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":" "}}]}}]
						"""
					.formatted(call));
		assertThat(repetitive.toolCalls()).containsExactly(ToolCall.function("a", "f", "{} "));
	}

	@Test
	void severalAnswersAndTheirProbabilitiesComeTogether() {
		assertAssembled("""
				{"index":0,"message":{"role":"assistant","content":"ab"},"logprobs":{"content":[
				{"token":"a","logprob":-0.1,"bytes":[97],"top_logprobs":[]},{"token":"b","logprob":-0.2,"bytes":[98],
				"top_logprobs":[{"token":"b","logprob":-0.2}]}],"refusal":null},"finish_reason":"stop"},
				{"index":1,"message":{"role":"assistant","content":"c"},"finish_reason":"length"}
				""",
				"""
						"choices":[{"index":1,"delta":{"role":"assistant","content":""}}]
						"choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"logprobs":{"content":\
						[{"token":"a","logprob":-0.1,"bytes":[97],"top_logprobs":[]}],"refusal":null}}]
						"choices":[{"index":1,"delta":{"content":"c"}},{"index":0,"delta":{"content":"b"},"logprobs":{"content":\
						[{"token":"b","logprob":-0.2,"bytes":[98],"top_logprobs":[{"token":"b","logprob":-0.2}]}],"refusal":null}}]
						"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]
						"choices":[{"index":1,"delta":{},"finish_reason":"length"}]
						"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"x":1}
						""");
	}

	@Test
	void partsSoundsAndOlderFunctionCallsComeTogether() {
		assertAssembled(
				"""
						{"index":0,"message":{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]},
						{"type":"text","text":"One, two"}],"audio":{"id":"a-1","data":"AABB","transcript":"One, two","expires_at":9},
						"function_call":{"name":"f","arguments":"{}"},"annotations":[{"url":"a"},{"url":"b"}]},"finish_reason":"stop"}
						""",
				"""
						"choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}],\
						"audio":{"id":"a-1","data":"AA","transcript":"One"},"function_call":{"name":"f","arguments":"{"}}}]
						"choices":[{"index":0,"delta":{"content":"One","audio":{"id":"a-1","data":"BB"},"annotations":[{"url":"a"}]}}]
						"choices":[{"index":0,"delta":{"content":", two","audio":{"transcript":", two","expires_at":9},\
						"function_call":{"arguments":"}"},"annotations":[{"url":"b"}]},"finish_reason":"stop"}]
						"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"x":1}
						""");
	}

	@Test
	void firstNameOfTheAnswerCounts() {
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		assembler.add(chunk("{\"id\":\"\",\"created\":0,\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[1]}"));
		assembler.add(chunk("{\"id\":\"a\",\"created\":5,\"model\":\"m\",\"choices\":[],\"provider\":\"p\"}"));
		assembler.add(chunk("{\"id\":\"b\",\"created\":6,\"model\":\"n\",\"service_tier\":\"s\",\"provider\":\"q\"}"));
		ChatCompletion answer = assembler.assemble();
		assertThat(answer.id()).isEqualTo("a");
		assertThat(answer.created()).isEqualTo(5);
		assertThat(answer.model()).isEqualTo("m");
		assertThat(answer.serviceTier()).isEqualTo("s");
		assertThat(answer.extra()).isEqualTo(Map.of("prompt_filter_results", List.of(1), "provider", "q"));
		assertThat(answer.choices()).isEmpty();
	}

	@Test
	void answerSoFarDoesNotChangeAnyMore() {
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		String delta = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\",\"x\":\"a\",\"list\":[{\"index\":0,\"a\":\"a\"}]}}]}";
		assembler.add(chunk(delta));
		ChatCompletion first = assembler.assemble();
		assembler.add(chunk(delta));
		assertThat(first.text()).isEqualTo("a");
		assertThat(first.finishReason()).isNull();
		assertThat(requireNonNull(first.choices().get(0).message()).extra())
			.isEqualTo(Map.of("x", "a", "list", List.of(Map.of("index", 0, "a", "a"))));
		assertThat(assembler.assemble().text()).isEqualTo("aa");
		assertThat(requireNonNull(assembler.assemble().choices().get(0).message()).extra())
			.isEqualTo(Map.of("x", "aa", "list", List.of(Map.of("index", 0, "a", "aa"))));
	}

	private static void assertAssembled(String choices, String chunks) {
		String whole = HEAD.replace(".chunk", "") + "\"choices\":[" + choices
				+ "],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,\"x\":1}}";
		ChatCompletion blocking = WireJson.mapper().readValue(whole, ChatCompletion.class);
		ChatCompletion assembled = assemble(chunks);
		assertThat(WireJson.mapper().valueToTree(assembled).toPrettyString())
			.isEqualTo(WireJson.mapper().valueToTree(blocking).toPrettyString());
		assertThat(assembled).isEqualTo(blocking);
	}

	private static ChatCompletion assemble(String chunks) {
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		chunks.lines().forEach((line) -> assembler.add(chunk(HEAD + line + "}")));
		return assembler.assemble();
	}

	private static ChatCompletionChunk chunk(String json) {
		return WireJson.mapper().readValue(json, ChatCompletionChunk.class);
	}

}
