package net.taotoken.failover.chat;

import net.taotoken.failover.chat.assembly.ChatCompletionAssembler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompletionChunks}.
 */
class CompletionChunksTests {

	@Test
	void chunksOfAnAnswerMakeTheSameAnswer() {
		String json = """
				{"id":"c-1","object":"chat.completion","created":1,"model":"m-1","choices":[{"index":0,"message":
				{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f",
				"arguments":"{}"}},{"id":"2","type":"function","function":{"name":"f","arguments":"[]"},"x":1}]},
				"logprobs":{"content":[]},"finish_reason":"tool_calls","y":2},{"index":1,"message":{"role":"assistant",
				"content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"b"}}],"refusal":"r",
				"reasoning_content":"z"},"finish_reason":"length"}],"usage":{"total_tokens":3},
				"system_fingerprint":"f","service_tier":"s","vendor":{"a":[1,null]}}
				""";
		ChatCompletion answer = WireJson.mapper().readValue(json, ChatCompletion.class);
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		answer.toChunks().forEach(assembler::add);
		assertThat(assembler.assemble()).isEqualTo(answer);
	}

	@Test
	void emptyDeltaBesideTheMessageIsLeftOut() {
		String json = "{\"choices\":[{\"index\":0,\"delta\":null,\"message\":{\"content\":\"a\"},\"x\":1}]}";
		ChatCompletion answer = WireJson.mapper().readValue(json, ChatCompletion.class);
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		answer.toChunks().forEach(assembler::add);
		assertThat(assembler.assemble().text()).isEqualTo("a");
		assertThat(assembler.assemble().choices().get(0).extra()).containsOnlyKeys("x");
	}

	@Test
	void answerWithoutFinishReasonHasStopped() {
		String json = "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}";
		ChatCompletion answer = WireJson.mapper().readValue(json, ChatCompletion.class);
		ChatCompletionAssembler assembler = new ChatCompletionAssembler();
		answer.toChunks().forEach(assembler::add);
		assertThat(assembler.assemble().finishReason()).isEqualTo("stop");
	}

}
