package net.taotoken.failover.chat;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;
import net.taotoken.failover.json.RecordWriter;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A message of a conversation, or in a chunk the next piece of one.
 *
 * @param role who speaks: {@code system}, {@code developer}, {@code user},
 * {@code assistant} or {@code tool}; may be missing in a chunk
 * @param content what is said
 * @param name the name of the speaker among others of the same role
 * @param toolCalls the tools that the model wants called, never {@code null}
 * @param toolCallId the call that a {@code tool} message answers
 * @param refusal why the model will not answer
 * @param reasoningContent the thinking of a model that shows it
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonDeserialize(using = ChatMessage.Reader.class)
@JsonSerialize(using = ChatMessage.Writer.class)
public record ChatMessage(@Nullable String role, @Nullable MessageContent content, @Nullable String name,
		@JsonProperty("tool_calls") List<ToolCall> toolCalls, @JsonProperty("tool_call_id") @Nullable String toolCallId,
		@Nullable String refusal, @JsonProperty("reasoning_content") @Nullable String reasoningContent,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public ChatMessage {
		toolCalls = Copies.list(toolCalls);
		extra = Copies.extra(ChatMessage.class, extra);
	}

	/**
	 * A message with the role {@code system}.
	 * @param text what is said
	 * @return the message
	 */
	public static ChatMessage system(String text) {
		return of("system", MessageContent.of(text));
	}

	/**
	 * A message with the role {@code developer}.
	 * @param text what is said
	 * @return the message
	 */
	public static ChatMessage developer(String text) {
		return of("developer", MessageContent.of(text));
	}

	/**
	 * A message with the role {@code user}.
	 * @param text what is said
	 * @return the message
	 */
	public static ChatMessage user(String text) {
		return of("user", MessageContent.of(text));
	}

	/**
	 * A message with the role {@code user} that is made of parts.
	 * @param parts texts and images
	 * @return the message
	 */
	public static ChatMessage user(ContentPart... parts) {
		return of("user", MessageContent.of(List.of(parts)));
	}

	/**
	 * A message with the role {@code assistant}.
	 * @param text what is said
	 * @return the message
	 */
	public static ChatMessage assistant(String text) {
		return of("assistant", MessageContent.of(text));
	}

	/**
	 * A message with the role {@code assistant} that calls tools and says nothing.
	 * @param toolCalls the calls
	 * @return the message
	 */
	public static ChatMessage assistant(List<ToolCall> toolCalls) {
		return new ChatMessage("assistant", MessageContent.ofNull(), null, toolCalls, null, null, null, Map.of());
	}

	/**
	 * A message with the role {@code tool}: what a tool answered.
	 * @param toolCallId the call that it answers
	 * @param text the answer
	 * @return the message
	 */
	public static ChatMessage tool(String toolCallId, String text) {
		return new ChatMessage("tool", MessageContent.of(text), null, List.of(), toolCallId, null, null, Map.of());
	}

	private static ChatMessage of(String role, MessageContent content) {
		return new ChatMessage(role, content, null, List.of(), null, null, null, Map.of());
	}

	/**
	 * The content as plain text: the text, or the texts of all parts in a row.
	 * @return the text, or {@code null} if there is none
	 */
	public @Nullable String text() {
		return (this.content != null) ? this.content.text() : null;
	}

	@Override
	public String toString() {
		return "ChatMessage[role=" + this.role + ", content=" + this.content + ", toolCalls=" + this.toolCalls.size()
				+ "]";
	}

	/** Writes it to the wire. */
	static final class Writer extends RecordWriter<ChatMessage> {

		@Override
		protected void write(ChatMessage message, Fields fields) {
			fields.text("role", message.role)
				.value("content", message.content)
				.text("name", message.name)
				.list("tool_calls", message.toolCalls)
				.text("tool_call_id", message.toolCallId)
				.text("refusal", message.refusal)
				.text("reasoning_content", message.reasoningContent)
				.extra(message.extra);
		}

	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<ChatMessage> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(ChatMessage.class);
		}

		@Override
		protected ChatMessage read(JsonFields fields) {
			String role = null;
			MessageContent content = null;
			String name = null;
			List<ToolCall> toolCalls = List.of();
			String toolCallId = null;
			String refusal = null;
			String reasoningContent = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "role" -> role = fields.text();
					case "content" -> content = fields.value(MessageContentDeserializer.INSTANCE);
					case "name" -> name = fields.text();
					case "tool_calls" -> toolCalls = fields.list(ToolCall.Reader.INSTANCE);
					case "tool_call_id" -> toolCallId = fields.text();
					case "refusal" -> refusal = fields.text();
					case "reasoning_content" -> reasoningContent = fields.text();
					default -> fields.keep();
				}
			}
			return new ChatMessage(role, content, name, toolCalls, toolCallId, refusal, reasoningContent,
					fields.extra());
		}

	}

}
