package net.taotoken.failover.chat;

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
 * The next piece of one of the answers to a request.
 *
 * @param index which answer
 * @param delta what is new
 * @param finishReason why the model stopped, {@code null} until it does. It is written
 * even if it is {@code null}, since the protocol demands it
 * @param logprobs the probabilities of the tokens, as the server sent them
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonDeserialize(using = ChunkChoice.Reader.class)
@JsonSerialize(using = ChunkChoice.Writer.class)
public record ChunkChoice(@Nullable Integer index, @Nullable ChatMessage delta,
		@JsonProperty("finish_reason") @Nullable String finishReason, @Nullable Object logprobs,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public ChunkChoice {
		extra = Copies.extra(ChunkChoice.class, extra);
	}

	@Override
	public String toString() {
		return "ChunkChoice[index=" + this.index + ", delta=" + this.delta + ", finishReason=" + this.finishReason
				+ "]";
	}

	/** Writes it to the wire. */
	static final class Writer extends RecordWriter<ChunkChoice> {

		@Override
		protected void write(ChunkChoice choice, Fields fields) {
			fields.value("index", choice.index)
				.value("delta", choice.delta)
				.textOrNull("finish_reason", choice.finishReason)
				.value("logprobs", choice.logprobs)
				.extra(choice.extra);
		}

	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<ChunkChoice> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(ChunkChoice.class);
		}

		@Override
		protected ChunkChoice read(JsonFields fields) {
			Integer index = null;
			ChatMessage delta = null;
			String finishReason = null;
			Object logprobs = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "index" -> index = fields.integer();
					case "delta" -> delta = fields.content(ChatMessage.Reader.INSTANCE);
					case "finish_reason" -> finishReason = fields.textInside();
					case "logprobs" -> logprobs = fields.any();
					default -> fields.keep();
				}
			}
			return new ChunkChoice(index, delta, finishReason, logprobs, fields.extra());
		}

	}

}
