package net.taotoken.failover.chat;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;
import net.taotoken.failover.json.RecordWriter;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A whole answer.
 *
 * @param id the server's name for it
 * @param object {@code chat.completion}
 * @param created when it was made, in seconds since 1970
 * @param model the model that the server says has answered
 * @param choices the answers, never {@code null}
 * @param usage what it cost
 * @param systemFingerprint the configuration that the server ran
 * @param serviceTier the tier that served it
 * @param extra all other fields
 * @param requestedModel the model that was asked, or {@code null} if that is not known.
 * Not on the wire
 * @param attempts everything that was tried, in order, with the one that answered at the
 * end; never {@code null}. Not on the wire
 * @since 0.1.0
 */
@JsonDeserialize(using = ChatCompletion.Reader.class)
@JsonSerialize(using = ChatCompletion.Writer.class)
public record ChatCompletion(@Nullable String id, @Nullable String object, @Nullable Long created,
		@Nullable String model, List<Choice> choices, @Nullable TokenUsage usage,
		@JsonProperty("system_fingerprint") @Nullable String systemFingerprint,
		@JsonProperty("service_tier") @Nullable String serviceTier, @UnknownFields Map<String, @Nullable Object> extra,
		@JsonIgnore @Nullable String requestedModel, @JsonIgnore List<Attempt> attempts) {

	public ChatCompletion {
		choices = Copies.list(choices);
		extra = Copies.extra(ChatCompletion.class, extra);
		attempts = Copies.list(attempts);
	}

	/**
	 * A completion that no server has sent, such as for a test that fakes one.
	 * @param model the model that answers, which is also the one that was asked
	 * @param text the text of its one answer, which ends with {@code stop}
	 * @param attempts everything that was tried, in order
	 * @return the completion, without a usage
	 */
	public static ChatCompletion of(String model, String text, Attempt... attempts) {
		return of(model, ChatMessage.assistant(text), null, attempts);
	}

	/**
	 * A completion that no server has sent, such as for a test that fakes one which calls
	 * tools.
	 * @param model the model that answers, which is also the one that was asked
	 * @param message the message of its one answer, which ends with {@code tool_calls} if
	 * it has any, and with {@code stop} otherwise
	 * @param usage what it cost, or {@code null} if that is not known
	 * @param attempts everything that was tried, in order
	 * @return the completion
	 */
	public static ChatCompletion of(String model, ChatMessage message, @Nullable TokenUsage usage,
			Attempt... attempts) {
		String finishReason = message.toolCalls().isEmpty() ? "stop" : "tool_calls";
		Choice choice = new Choice(0, message, finishReason, null, Map.of());
		return new ChatCompletion("chatcmpl-0", "chat.completion", 0L, model, List.of(choice), usage, null, null,
				Map.of(), model, List.of(attempts));
	}

	/**
	 * The text of the first answer.
	 * @return the text, or {@code null} if there is none
	 */
	public @Nullable String text() {
		ChatMessage message = firstMessage();
		return (message != null) ? message.text() : null;
	}

	/**
	 * The tools that the first answer wants called.
	 * @return the calls, or an empty list
	 */
	public List<ToolCall> toolCalls() {
		ChatMessage message = firstMessage();
		return (message != null) ? message.toolCalls() : List.of();
	}

	/**
	 * The reason why the model stopped writing the first answer.
	 * @return the reason, such as {@code stop}, or {@code null} if there is none
	 */
	public @Nullable String finishReason() {
		return this.choices.isEmpty() ? null : this.choices.get(0).finishReason();
	}

	/**
	 * Tells whether the server answered with another model than the one that was asked. A
	 * vendor prefix, upper case, and a version of the same model make no difference.
	 * @return {@code false} also if the server did not name a model, or if it is not
	 * known which one was asked
	 */
	public boolean isSubstituted() {
		return ServedModel.isSubstitute(this.requestedModel, this.model);
	}

	/**
	 * This answer with the story of how it came about.
	 * @param requestedModel the model that was asked
	 * @param attempts everything that was tried
	 * @return a copy
	 */
	public ChatCompletion withRequest(@Nullable String requestedModel, List<Attempt> attempts) {
		return new ChatCompletion(this.id, this.object, this.created, this.model, this.choices, this.usage,
				this.systemFingerprint, this.serviceTier, this.extra, requestedModel, attempts);
	}

	/**
	 * This answer as a stream brings it: a chunk with all of its content, one with the
	 * end, and one with the usage if that is known. Put together they are this answer.
	 * @return the chunks; in the second one each choice has a {@code finish_reason}
	 */
	public List<ChatCompletionChunk> toChunks() {
		return CompletionChunks.of(this);
	}

	private @Nullable ChatMessage firstMessage() {
		return this.choices.isEmpty() ? null : this.choices.get(0).message();
	}

	@Override
	public String toString() {
		return "ChatCompletion[id=" + this.id + ", model=" + this.model + ", choices=" + this.choices + ", usage="
				+ this.usage + ", requestedModel=" + this.requestedModel + ", attempts=" + this.attempts.size() + "]";
	}

	/** Writes it to the wire. */
	static final class Writer extends RecordWriter<ChatCompletion> {

		@Override
		protected void write(ChatCompletion completion, Fields fields) {
			fields.text("id", completion.id)
				.text("object", completion.object)
				.value("created", completion.created)
				.text("model", completion.model)
				.value("choices", completion.choices)
				.value("usage", completion.usage)
				.text("system_fingerprint", completion.systemFingerprint)
				.text("service_tier", completion.serviceTier)
				.extra(completion.extra);
		}

	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<ChatCompletion> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(ChatCompletion.class);
		}

		@Override
		protected ChatCompletion read(JsonFields fields) {
			String id = null;
			String object = null;
			Long created = null;
			String model = null;
			List<Choice> choices = List.of();
			TokenUsage usage = null;
			String systemFingerprint = null;
			String serviceTier = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "id" -> id = fields.text();
					case "object" -> object = fields.text();
					case "created" -> created = fields.number();
					case "model" -> model = fields.text();
					case "choices" -> choices = fields.list(Choice.Reader.INSTANCE);
					case "usage" -> usage = fields.object(TokenUsage.Reader.INSTANCE);
					case "system_fingerprint" -> systemFingerprint = fields.text();
					case "service_tier" -> serviceTier = fields.text();
					default -> fields.keep();
				}
			}
			return new ChatCompletion(id, object, created, model, choices,
					(usage != null) ? usage : misplacedUsage(choices, fields.extra()), systemFingerprint, serviceTier,
					fields.extra(), null, List.of());
		}

		private static @Nullable TokenUsage misplacedUsage(List<Choice> choices, Map<String, @Nullable Object> extra) {
			TokenUsage usage = UsageFinder.in(extra);
			return (usage != null || choices.isEmpty()) ? usage : UsageFinder.in(choices.get(0).extra());
		}

	}

}
