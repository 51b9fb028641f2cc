package net.taotoken.failover.langchain4j;

import java.util.List;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChatResponseMapperTests {

	private static final Attempt BUSY = Attempt.failed("a", Fault.of(FaultKind.OVERLOADED));

	@ParameterizedTest
	@CsvSource({ "stop,STOP", "length,LENGTH", "tool_calls,TOOL_EXECUTION", "content_filter,CONTENT_FILTER",
			"strange,OTHER" })
	void reasonOfTheEndKeepsItsMeaning(String reason, FinishReason expected) {
		assertThat(map("{\"role\":\"assistant\",\"content\":\"x\"}", reason).finishReason()).isEqualTo(expected);
	}

	@Test
	void toolCallWithoutAnIdGetsOneOfItsOwn() {
		ChatResponse response = map("{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"x\"}},"
				+ "{\"function\":{\"name\":\"x\"}}]}", "tool_calls");
		assertThat(response.aiMessage().toolExecutionRequests()).extracting("id")
			.containsExactly("call-c-9-0", "call-c-9-1");
		assertThat(response.aiMessage().toolExecutionRequests()).extracting("arguments").containsOnly("{}");
		assertThat(response.aiMessage().text()).isNull();
	}

	@Test
	void emptyTextIsNone() {
		assertThat(map("{\"role\":\"assistant\",\"content\":\"\"}", "length").aiMessage().text()).isNull();
	}

	@Test
	void metadataKeepTheStoryWhenFrameworksRebuildThem() {
		ChatCompletion completion = ChatCompletion.of("b", "Hello", BUSY, Attempt.answered("b"));
		ChatResponseMetadata rebuilt = ChatResponseMapper.map(completion)
			.metadata()
			.toBuilder()
			.tokenUsage(new TokenUsage(1, 2, 3))
			.build();
		assertThat(rebuilt).isInstanceOfSatisfying(TaotokenChatResponseMetadata.class, (metadata) -> {
			assertThat(metadata.requestedModel()).isEqualTo("b");
			assertThat(metadata.attempts()).isEqualTo(completion.attempts());
			assertThat(metadata.completion()).isSameAs(completion);
			assertThat(metadata.tokenUsage()).isEqualTo(new TokenUsage(1, 2, 3));
			assertThat(metadata.finishReason()).isEqualTo(FinishReason.STOP);
			assertThat(metadata).hasToString(metadata.toString()).isEqualTo(metadata.toBuilder().build());
			assertThat(metadata.toString()).doesNotContain("Hello");
		});
	}

	@Test
	void usageIsSummedWhateverItIsAddedTo() {
		TaotokenTokenUsage own = new TaotokenTokenUsage(10, 5, 15, 4, null);
		TokenUsage plain = new TokenUsage(1, 2, 3);
		TaotokenTokenUsage sum = new TaotokenTokenUsage(11, 7, 18, 4, null);
		assertThat(own.add(plain)).isEqualTo(sum);
		assertThat(plain.add(own)).isEqualTo(sum);
		assertThat(own.add(null)).isSameAs(own);
		assertThat(TokenUsage.sum(own, own)).isEqualTo(new TaotokenTokenUsage(20, 10, 30, 8, null));
	}

	private static ChatResponse map(String message, String reason) {
		String json = "{\"id\":\"c-9\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":" + message
				+ ",\"finish_reason\":\"" + reason + "\"}]}";
		return ChatResponseMapper
			.map(WireJson.mapper().readValue(json, ChatCompletion.class).withRequest("a", List.of()));
	}

}
