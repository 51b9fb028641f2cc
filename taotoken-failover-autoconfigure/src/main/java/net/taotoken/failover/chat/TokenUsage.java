package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * The cost of an answer, in tokens.
 *
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens of the answer
 * @param totalTokens both together
 * @param promptTokensDetails such as {@code cached_tokens}, never {@code null}
 * @param completionTokensDetails such as {@code reasoning_tokens}, never {@code null}
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonDeserialize(using = TokenUsage.Reader.class)
@JsonSerialize(using = TokenUsage.Writer.class)
public record TokenUsage(@JsonProperty("prompt_tokens") @Nullable Long promptTokens,
		@JsonProperty("completion_tokens") @Nullable Long completionTokens,
		@JsonProperty("total_tokens") @Nullable Long totalTokens,
		@JsonProperty("prompt_tokens_details") Map<String, @Nullable Object> promptTokensDetails,
		@JsonProperty("completion_tokens_details") Map<String, @Nullable Object> completionTokensDetails,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public TokenUsage {
		promptTokensDetails = Copies.map(promptTokensDetails);
		completionTokensDetails = Copies.map(completionTokensDetails);
		extra = Copies.extra(TokenUsage.class, extra);
	}

	/**
	 * A usage without details, such as for a test that fakes one.
	 * @param promptTokens tokens of the prompt
	 * @param completionTokens tokens of the answer
	 * @return the usage
	 */
	public static TokenUsage of(long promptTokens, long completionTokens) {
		return new TokenUsage(promptTokens, completionTokens, promptTokens + completionTokens, Map.of(), Map.of(),
				Map.of());
	}

	/** Tells whether it says nothing of tokens. */
	@JsonIgnore
	public boolean isEmpty() {
		return this.promptTokens == null && this.completionTokens == null && this.totalTokens == null;
	}

	@Override
	public String toString() {
		return "TokenUsage[promptTokens=" + this.promptTokens + ", completionTokens=" + this.completionTokens
				+ ", totalTokens=" + this.totalTokens + "]";
	}

	/** Writes it to the wire. */
	static final class Writer extends RecordWriter<TokenUsage> {

		@Override
		protected void write(TokenUsage usage, Fields fields) {
			fields.value("prompt_tokens", usage.promptTokens)
				.value("completion_tokens", usage.completionTokens)
				.value("total_tokens", usage.totalTokens)
				.map("prompt_tokens_details", usage.promptTokensDetails)
				.map("completion_tokens_details", usage.completionTokensDetails)
				.extra(usage.extra);
		}

	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<TokenUsage> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(TokenUsage.class);
		}

		@Override
		protected TokenUsage read(JsonFields fields) {
			Long promptTokens = null;
			Long completionTokens = null;
			Long totalTokens = null;
			Map<String, @Nullable Object> promptTokensDetails = Map.of();
			Map<String, @Nullable Object> completionTokensDetails = Map.of();
			while (fields.next()) {
				switch (fields.name()) {
					case "prompt_tokens" -> promptTokens = fields.number();
					case "completion_tokens" -> completionTokens = fields.number();
					case "total_tokens" -> totalTokens = fields.number();
					case "prompt_tokens_details" -> promptTokensDetails = fields.map();
					case "completion_tokens_details" -> completionTokensDetails = fields.map();
					default -> fields.keep();
				}
			}
			return new TokenUsage(promptTokens, completionTokens, totalTokens, promptTokensDetails,
					completionTokensDetails, fields.extra());
		}

	}

}
