package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What an answer cost, in tokens.
 *
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens of the answer
 * @param totalTokens both together
 * @param promptTokensDetails such as {@code cached_tokens}, never {@code null}
 * @param completionTokensDetails such as {@code reasoning_tokens}, never {@code null}
 * @param extra all other fields
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenUsage(
		@JsonProperty("prompt_tokens") @JsonDeserialize(
				using = LenientNumbers.OfLong.class) @Nullable Long promptTokens,
		@JsonProperty("completion_tokens") @JsonDeserialize(
				using = LenientNumbers.OfLong.class) @Nullable Long completionTokens,
		@JsonProperty("total_tokens") @JsonDeserialize(using = LenientNumbers.OfLong.class) @Nullable Long totalTokens,
		@JsonProperty("prompt_tokens_details") @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, @Nullable Object> promptTokensDetails,
		@JsonProperty("completion_tokens_details") @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, @Nullable Object> completionTokensDetails,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public TokenUsage {
		promptTokensDetails = Copies.map(promptTokensDetails);
		completionTokensDetails = Copies.map(completionTokensDetails);
		extra = Copies.extra(TokenUsage.class, extra);
	}

	@Override
	public String toString() {
		return "TokenUsage[promptTokens=" + this.promptTokens + ", completionTokens=" + this.completionTokens
				+ ", totalTokens=" + this.totalTokens + "]";
	}

}
