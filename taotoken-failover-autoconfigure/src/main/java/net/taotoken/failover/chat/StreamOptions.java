package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Wishes for a streamed answer.
 *
 * @param includeUsage whether a last chunk tells the usage
 * @param extra all other fields
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamOptions(@JsonProperty("include_usage") @Nullable Boolean includeUsage,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public StreamOptions {
		extra = Copies.extra(StreamOptions.class, extra);
	}

	/**
	 * Asks for a last chunk that tells the usage.
	 * @return the options
	 */
	public static StreamOptions withUsage() {
		return new StreamOptions(true, Map.of());
	}

	@Override
	public String toString() {
		return "StreamOptions[includeUsage=" + this.includeUsage + "]";
	}

}
