package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Wishes for a streamed answer.
 *
 * @param includeUsage whether a last chunk tells the usage
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = StreamOptions.Reader.class)
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

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<StreamOptions> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(StreamOptions.class);
		}

		@Override
		protected StreamOptions read(JsonFields fields) {
			Boolean includeUsage = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "include_usage" -> includeUsage = fields.value(Boolean.class);
					default -> fields.keep();
				}
			}
			return new StreamOptions(includeUsage, fields.extra());
		}

	}

}
