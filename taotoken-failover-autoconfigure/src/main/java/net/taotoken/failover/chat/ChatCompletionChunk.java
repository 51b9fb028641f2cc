package net.taotoken.failover.chat;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;
import net.taotoken.failover.json.RecordWriter;
import net.taotoken.failover.json.RepeatedTexts;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A piece of a streamed answer.
 *
 * @param id the server's name for the answer
 * @param object {@code chat.completion.chunk}
 * @param created when the answer was begun, in seconds since 1970
 * @param model the model that the server says is answering
 * @param choices what is new in each answer, never {@code null}; empty in a chunk that
 * only tells the usage
 * @param usage what the answer cost, usually in the last chunk only
 * @param systemFingerprint the configuration that the server runs
 * @param serviceTier the tier that serves it
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonDeserialize(using = ChatCompletionChunk.Reader.class)
@JsonSerialize(using = ChatCompletionChunk.Writer.class)
public record ChatCompletionChunk(@Nullable String id, @Nullable String object, @Nullable Long created,
		@Nullable String model, List<ChunkChoice> choices, @Nullable TokenUsage usage,
		@JsonProperty("system_fingerprint") @Nullable String systemFingerprint,
		@JsonProperty("service_tier") @Nullable String serviceTier,
		@UnknownFields Map<String, @Nullable Object> extra) {

	private static final String RESTART = "taotoken.restart";

	public ChatCompletionChunk {
		choices = Copies.list(choices);
		extra = Copies.extra(ChatCompletionChunk.class, extra);
	}

	/**
	 * A chunk that tells the reader of a stream that another model begins the answer
	 * again: what came before it is void. No server sends it.
	 * @param model the model that begins again
	 * @return the chunk
	 */
	public static ChatCompletionChunk restart(String model) {
		return new ChatCompletionChunk(null, RESTART, null, model, List.of(), null, null, null, Map.of());
	}

	/**
	 * Tells whether another model begins the answer again after this chunk, so that what
	 * came before it is void.
	 * @return whether it is such a chunk
	 */
	public boolean isRestart() {
		return RESTART.equals(this.object);
	}

	/**
	 * The new text of the first answer.
	 * @return the text, or {@code null} if this chunk brings none
	 */
	public @Nullable String text() {
		ChatMessage delta = this.choices.isEmpty() ? null : this.choices.get(0).delta();
		return (delta != null) ? delta.text() : null;
	}

	/**
	 * The characters that this chunk adds to the answer, roughly: its texts, thinking,
	 * tool calls and fields without a component, but not what repeats in each chunk, such
	 * as the id.
	 * @return the number of characters
	 */
	public long contentLength() {
		return Lengths.of(this.choices) + Lengths.ofFields(this.extra);
	}

	@Override
	public String toString() {
		return "ChatCompletionChunk[id=" + this.id + ", model=" + this.model + ", choices=" + this.choices + ", usage="
				+ this.usage + "]";
	}

	/** Writes it to the wire. */
	static final class Writer extends RecordWriter<ChatCompletionChunk> {

		@Override
		protected void write(ChatCompletionChunk chunk, Fields fields) {
			fields.text("id", chunk.id)
				.text("object", chunk.object)
				.value("created", chunk.created)
				.text("model", chunk.model)
				.value("choices", chunk.choices)
				.value("usage", chunk.usage)
				.text("system_fingerprint", chunk.systemFingerprint)
				.text("service_tier", chunk.serviceTier)
				.extra(chunk.extra);
		}

	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<ChatCompletionChunk> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(ChatCompletionChunk.class);
		}

		@Override
		protected ChatCompletionChunk read(JsonFields fields) {
			String id = null;
			String object = null;
			Long created = null;
			String model = null;
			List<ChunkChoice> choices = List.of();
			TokenUsage usage = null;
			String systemFingerprint = null;
			String serviceTier = null;
			RepeatedTexts repeated = fields.repeatedTexts();
			while (fields.next()) {
				switch (fields.name()) {
					case "id" -> id = fields.text(repeated);
					case "object" -> object = fields.text(repeated);
					case "created" -> created = fields.number();
					case "model" -> model = fields.text(repeated);
					case "choices" -> choices = fields.list(ChunkChoice.Reader.INSTANCE);
					case "usage" -> usage = fields.object(TokenUsage.Reader.INSTANCE);
					case "system_fingerprint" -> systemFingerprint = fields.text(repeated);
					case "service_tier" -> serviceTier = fields.text(repeated);
					default -> fields.keep();
				}
			}
			return new ChatCompletionChunk(id, object, created, model, choices,
					(usage != null) ? usage : misplacedUsage(choices, fields.extra()), systemFingerprint, serviceTier,
					fields.extra());
		}

		private static @Nullable TokenUsage misplacedUsage(List<ChunkChoice> choices,
				Map<String, @Nullable Object> extra) {
			TokenUsage usage = UsageFinder.in(extra);
			return (usage != null || choices.isEmpty()) ? usage : UsageFinder.in(choices.get(0).extra());
		}

	}

}
