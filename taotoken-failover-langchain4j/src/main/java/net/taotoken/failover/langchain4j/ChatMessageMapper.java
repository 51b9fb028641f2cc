package net.taotoken.failover.langchain4j;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.exception.UnsupportedFeatureException;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ContentPart;
import net.taotoken.failover.chat.FunctionCall;
import net.taotoken.failover.chat.MessageContent;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * From messages of LangChain4j to those of Taotoken.
 */
final class ChatMessageMapper {

	private static final String EMPTY_OBJECT = "{}";

	private ChatMessageMapper() {
	}

	static ChatMessage map(dev.langchain4j.data.message.ChatMessage message) {
		if (message instanceof UserMessage user) {
			return new ChatMessage("user", content(user.contents()), user.name(), List.of(), null, null, null,
					Map.of());
		}
		if (message instanceof AiMessage assistant) {
			return assistant(assistant);
		}
		if (message instanceof SystemMessage system) {
			return ChatMessage.system(system.text());
		}
		if (message instanceof ToolExecutionResultMessage result) {
			return new ChatMessage("tool", content(result.contents()), null, List.of(), result.id(), null, null,
					Map.of());
		}
		if (message instanceof CustomMessage custom) {
			return custom(custom);
		}
		throw new UnsupportedFeatureException("There is no form for messages of " + message.getClass().getName());
	}

	/**
	 * Sends what a model wrote beside its text back with its tool calls only: models that
	 * think demand it there, and some refuse it elsewhere.
	 */
	@SuppressWarnings("NullAway") // class files do not tell it of type arguments of a
									// record
	private static ChatMessage assistant(AiMessage message) {
		MessageContent content = (message.text() != null) ? MessageContent.of(message.text()) : MessageContent.ofNull();
		if (!message.hasToolExecutionRequests()) {
			return new ChatMessage("assistant", content, null, List.of(), null, null, null, Map.of());
		}
		List<ToolCall> calls = new ArrayList<>();
		for (ToolExecutionRequest request : message.toolExecutionRequests()) {
			calls.add(toolCall(request, BesideText.ofToolCall(message, calls.size())));
		}
		return new ChatMessage("assistant", content, null, calls, null, null, message.thinking(),
				BesideText.ofMessage(message));
	}

	@SuppressWarnings("NullAway") // class files do not tell it of type arguments of a
									// record
	private static ToolCall toolCall(ToolExecutionRequest request, Map<String, @Nullable Object> extra) {
		String arguments = request.arguments();
		boolean blank = arguments == null || arguments.isBlank();
		return new ToolCall(null, request.id(), "function",
				new FunctionCall(request.name(), blank ? EMPTY_OBJECT : arguments, Map.of()), extra);
	}

	private static ChatMessage custom(CustomMessage message) {
		try {
			return WireJson.mapper().convertValue(message.attributes(), ChatMessage.class);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			// its message may quote what is said
			throw new IllegalArgumentException(
					"The attributes of a CustomMessage are not those of a message: " + message.attributes().keySet());
		}
	}

	private static MessageContent content(List<Content> contents) {
		if (contents.size() == 1 && contents.get(0) instanceof TextContent text) {
			return MessageContent.of(text.text());
		}
		return MessageContent.of(contents.stream().map(ChatMessageMapper::part).toList());
	}

	private static ContentPart part(Content content) {
		if (content instanceof TextContent text) {
			return ContentPart.text(text.text());
		}
		if (content instanceof ImageContent image) {
			return ContentPart.imageUrl(url(image.image().url(), image.image().mimeType(), image.image().base64Data()),
					detail(image));
		}
		if (content instanceof AudioContent audio) {
			return audio(audio);
		}
		if (content instanceof PdfFileContent pdf) {
			String data = url(pdf.pdfFile().url(), pdf.pdfFile().mimeType(), pdf.pdfFile().base64Data());
			return part("file", "filename", "file.pdf", "file_data", data);
		}
		if (content instanceof VideoContent video) {
			String url = url(video.video().url(), video.video().mimeType(), video.video().base64Data());
			return new ContentPart("video_url", null, null, Map.of("video_url", Map.of("url", url)));
		}
		throw new UnsupportedFeatureException("There is no form for content of " + content.getClass().getName());
	}

	private static ContentPart audio(AudioContent content) {
		String data = content.audio().base64Data();
		String type = content.audio().mimeType();
		if (data == null || type == null) {
			throw new UnsupportedFeatureException(
					"Audio is sent as base64 data with a MIME type: use AudioContent.from(base64Data, mimeType)");
		}
		String format = type.substring(type.indexOf('/') + 1);
		return part("input_audio", "data", data, "format", "mpeg".equals(format) ? "mp3" : format);
	}

	private static ContentPart part(String type, String first, String firstValue, String second, String secondValue) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put(first, firstValue);
		fields.put(second, secondValue);
		return new ContentPart(type, null, null, Map.of(type, fields));
	}

	private static String url(@Nullable URI url, @Nullable String type, @Nullable String data) {
		if (url != null) {
			return url.toString();
		}
		if (data == null || type == null) {
			throw new UnsupportedFeatureException("Content is sent by its URL, or as base64 data with a MIME type");
		}
		return "data:" + type + ";base64," + data;
	}

	/** The protocol knows three levels. */
	private static String detail(ImageContent content) {
		return switch (content.detailLevel()) {
			case LOW -> "low";
			case HIGH, ULTRA_HIGH -> "high";
			case MEDIUM, AUTO -> "auto";
		};
	}

}
