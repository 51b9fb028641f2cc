package net.taotoken.failover.langchain4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ImageContent.DetailLevel;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.exception.UnsupportedFeatureException;
import net.taotoken.failover.chat.WireJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ChatMessageMapperTests {

	@Test
	void plainMessagesKeepTheirRoles() {
		assertThat(json(SystemMessage.from("s"))).isEqualTo("{\"role\":\"system\",\"content\":\"s\"}");
		assertThat(json(UserMessage.from("Li", "u")))
			.isEqualTo("{\"role\":\"user\",\"content\":\"u\",\"name\":\"Li\"}");
		assertThat(json(AiMessage.from("a"))).isEqualTo("{\"role\":\"assistant\",\"content\":\"a\"}");
		assertThat(json(ToolExecutionResultMessage.from("t-1", "now", "noon")))
			.isEqualTo("{\"role\":\"tool\",\"content\":\"noon\",\"tool_call_id\":\"t-1\"}");
	}

	@Test
	void messageWithTextAndToolCallsKeepsBoth() {
		AiMessage message = AiMessage.from("Let me see",
				List.of(ToolExecutionRequest.builder().id("t-1").name("now").arguments("{}").build()));
		assertThat(json(message)).isEqualTo("{\"role\":\"assistant\",\"content\":\"Let me see\",\"tool_calls\":"
				+ "[{\"id\":\"t-1\",\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"{}\"}}]}");
	}

	@Test
	void thinkingGoesBackWithToolCallsOnly() {
		ToolExecutionRequest call = ToolExecutionRequest.builder().id("t-1").name("now").build();
		assertThat(json(AiMessage.builder().text("a").thinking("Hm").build())).doesNotContain("Hm");
		assertThat(json(AiMessage.builder().thinking("Hm").toolExecutionRequests(List.of(call)).build()))
			.contains("\"reasoning_content\":\"Hm\"");
	}

	@Test
	void contentOfAnyKindHasItsForm() {
		assertThat(json(UserMessage.from(TextContent.from("Look"), ImageContent.from("http://x/y.png"),
				ImageContent.from("QUJD", "image/png", DetailLevel.ULTRA_HIGH))))
			.isEqualTo("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Look\"},"
					+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/y.png\",\"detail\":\"low\"}},"
					+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,QUJD\",\"detail\":\"high\"}}]}");
		assertThat(json(UserMessage.from(AudioContent.from("QUJD", "audio/mpeg")))).contains("\"type\":\"input_audio\"",
				"\"data\":\"QUJD\"", "\"format\":\"mp3\"");
		assertThat(json(UserMessage.from(PdfFileContent.from("QUJD", "application/pdf")))).contains("\"type\":\"file\"",
				"\"file_data\":\"data:application/pdf;base64,QUJD\"");
		assertThat(json(UserMessage.from(VideoContent.from("http://x/y.mp4"))))
			.contains("{\"type\":\"video_url\",\"video_url\":{\"url\":\"http://x/y.mp4\"}}");
	}

	@Test
	void audioByUrlIsRefusedWithAdvice() {
		assertThatExceptionOfType(UnsupportedFeatureException.class)
			.isThrownBy(() -> json(UserMessage.from(AudioContent.from("http://x/y.mp3"))))
			.withMessageContaining("AudioContent.from(base64Data, mimeType)");
	}

	@Test
	void customMessageIsSentAsItIs() {
		Map<String, Object> attributes = new LinkedHashMap<>();
		attributes.put("role", "developer");
		attributes.put("content", "Be brief");
		attributes.put("x_cache", true);
		assertThat(json(CustomMessage.from(attributes)))
			.isEqualTo("{\"role\":\"developer\",\"content\":\"Be brief\",\"x_cache\":true}");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> json(CustomMessage.from(Map.of("tool_calls", List.of("Secret")))))
			.withMessageContaining("tool_calls")
			.withMessageNotContaining("Secret");
	}

	@Test
	void fieldsBesideTheTextOutliveAStoredMemory() {
		AiMessage message = AiMessage.builder()
			.toolExecutionRequests(List.of(ToolExecutionRequest.builder().id("t-1").name("now").build()))
			.attributes(Map.of("taotoken.message", Map.of("x", 1), "taotoken.tool-calls",
					Map.of("0", Map.of("signature", "s"))))
			.build();
		ChatMessage restored = ChatMessageDeserializer.messageFromJson(ChatMessageSerializer.messageToJson(message));
		assertThat(json(restored)).isEqualTo(json(message)).contains("\"signature\":\"s\"", "\"x\":1");
	}

	private static String json(ChatMessage message) {
		return WireJson.mapper().writeValueAsString(ChatMessageMapper.map(message));
	}

}
