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
 * One of the answers to a request.
 *
 * @param index which one
 * @param message the answer
 * @param finishReason why the model stopped, such as {@code stop}, {@code length},
 * {@code tool_calls} or {@code content_filter}; {@code null} proves that the answer is
 * not whole. It is written even if it is {@code null}, since the protocol demands it
 * @param logprobs the probabilities of the tokens, as the server sent them
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonDeserialize(using = Choice.Reader.class)
@JsonSerialize(using = Choice.Writer.class)
public record Choice(@Nullable Integer index, @Nullable ChatMessage message,
		@JsonProperty("finish_reason") @Nullable String finishReason, @Nullable Object logprobs,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public Choice {
		extra = Copies.extra(Choice.class, extra);
	}

	@Override
	public String toString() {
		return "Choice[index=" + this.index + ", message=" + this.message + ", finishReason=" + this.finishReason + "]";
	}

	/** Writes it to the wire. */
	static final class Writer extends RecordWriter<Choice> {

		@Override
		protected void write(Choice choice, Fields fields) {
			fields.value("index", choice.index)
				.value("message", choice.message)
				.textOrNull("finish_reason", choice.finishReason)
				.value("logprobs", choice.logprobs)
				.extra(choice.extra);
		}

	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<Choice> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(Choice.class);
		}

		@Override
		protected Choice read(JsonFields fields) {
			Integer index = null;
			ChatMessage message = null;
			String finishReason = null;
			Object logprobs = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "index" -> index = fields.integer();
					case "message" -> message = fields.content(ChatMessage.Reader.INSTANCE);
					case "finish_reason" -> finishReason = fields.textInside();
					case "logprobs" -> logprobs = fields.any();
					default -> fields.keep();
				}
			}
			return new Choice(index, message, finishReason, logprobs, fields.extra());
		}

	}

}
