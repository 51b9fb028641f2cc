package net.taotoken.failover.gateway.answer;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class CompletionCheckTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "answer", quoteCharacter = '`', textBlock = """
			{"content":"Hi"}                                   | "stop"           | answer
			{"content":"Hi"}                                   | null             | answer
			{"content":"Hi"}                                   | "length"         | answer
			{"content":""}                                     | "length"         | answer
			{"content":null,"tool_calls":[{"id":"1"}]}         | "tool_calls"     | answer
			{"content":null,"tool_calls":[{"id":"1"}]}         | "stop"           | answer
			{"content":null,"refusal":"No"}                    | "stop"           | answer
			{"content":null,"audio":{"id":"1"}}                | "stop"           | answer
			{"content":"","images":[{"type":"image_url"}]}     | "stop"           | answer
			{"content":null,"function_call":{"name":"f"}}      | "stop"           | answer
			{"content":[{"type":"text","text":"Hi"}]}          | "stop"           | answer
			{"content":[{"type":"image_url"}]}                 | "stop"           | answer
			{"content":""}                                     | "stop"           | invalid-response
			{"content":" "}                                    | "stop"           | invalid-response
			{"content":null}                                   | "stop"           | invalid-response
			{"content":null,"audio":null,"tool_calls":[]}      | "stop"           | invalid-response
			{"content":[]}                                     | "stop"           | invalid-response
			{}                                                 | null             | invalid-response
			{"content":"","reasoning_content":"Hm"}            | "stop"           | invalid-response
			null                                               | "stop"           | invalid-response
			null                                               | "length"         | invalid-response
			{"content":"Hi"}                                   | "error"          | invalid-response
			{"content":"Hi"}                                   | "network_error"  | invalid-response
			{"content":"Hi"}                                   | "content_filter" | content-rejected
			{"content":null}                                   | "content_filter" | content-rejected
			{"content":""}                                     | "sensitive"      | content-rejected
			{"content":"Hi","tool_calls":[]}                   | "tool_calls"     | invalid-response
			{"content":"Hi","tool_calls":[{}]}                 | "TOOL_CALL"      | invalid-response
			{"content":null,"function_call":{"name":"f"}}      | "function_call"  | answer
			{"content":null,"tool_calls":[{"id":"1"}]}         | "tool_use"       | answer
			{"content":[{}]}                                   | "stop"           | invalid-response
			{"content":[{"type":"thinking","thinking":"Hm"}]}  | "stop"           | invalid-response
			{"content":"Hi"}                                   | "incomplete"     | invalid-response
			{"content":"Hi"}                                   | "eos"            | answer
			{"content":"Hi"}                                   | "stop_gap_7"     | answer
			{"content":"Hi"}                                   | "wurzelbrunft"   | answer
			{"content":""}                                     | "wurzelbrunft"   | invalid-response
			{"content":""}                                     | "modelWindowExceeded" | answer
			""")
	void answersAreToldFromWhatIsNone(String message, String finishReason, String kind) {
		Fault fault = CompletionCheck.check(completion(choice(message, finishReason)));
		assertThat((fault != null) ? fault.kind().id() : null).isEqualTo(kind);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"content":""} | {"content":"Hi"}
			{"content":"Hi"} | {"content":""}
			""")
	void oneGoodChoiceIsEnough(String first, String second) {
		ChatCompletion completion = completion(choice(first, "\"stop\"") + "," + choice(second, "\"stop\""));
		assertThat(CompletionCheck.check(completion)).isNull();
	}

	@Test
	void filterThatLeavesNothingProvesNothing() {
		assertThat(
				requireNonNull(CompletionCheck.check(completion(choice("{\"content\":\"\"}", "\"SAFETY\"")))).proven())
			.isFalse();
		assertThat(requireNonNull(CompletionCheck.check(completion(choice("{\"content\":\"Hi\"}", "\"SAFETY\""))))
			.proven()).isTrue();
	}

	private static String choice(String message, String finishReason) {
		return "{\"message\":" + message + ",\"finish_reason\":" + finishReason + "}";
	}

	private static ChatCompletion completion(String choices) {
		return WireJson.mapper().readValue("{\"choices\":[" + choices + "]}", ChatCompletion.class);
	}

}
