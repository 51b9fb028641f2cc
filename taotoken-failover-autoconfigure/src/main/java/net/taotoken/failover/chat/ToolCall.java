package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A tool that a model wants called.
 *
 * @param index which call of the message a chunk continues; {@code null} outside streams
 * @param id by which the {@code tool} message answers
 * @param type {@code function}
 * @param function the function and its arguments
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = ToolCall.Reader.class)
public record ToolCall(@Nullable Integer index, @Nullable String id, @Nullable String type,
		@Nullable FunctionCall function, @UnknownFields Map<String, @Nullable Object> extra) {

	public ToolCall {
		extra = Copies.extra(ToolCall.class, extra);
	}

	/**
	 * A call of a function.
	 * @param id by which the {@code tool} message answers
	 * @param name the name of the function
	 * @param arguments the arguments as JSON text
	 * @return the tool call
	 */
	public static ToolCall function(String id, String name, String arguments) {
		return new ToolCall(null, id, "function", new FunctionCall(name, arguments, Map.of()), Map.of());
	}

	@Override
	public String toString() {
		return "ToolCall[index=" + this.index + ", id=" + this.id + ", type=" + this.type + ", function="
				+ this.function + "]";
	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<ToolCall> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(ToolCall.class);
		}

		@Override
		protected ToolCall read(JsonFields fields) {
			Integer index = null;
			String id = null;
			String type = null;
			FunctionCall function = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "index" -> index = fields.integer();
					case "id" -> id = fields.text();
					case "type" -> type = fields.text();
					case "function" -> function = fields.content(FunctionCall.Reader.INSTANCE);
					default -> fields.keep();
				}
			}
			return new ToolCall(index, id, type, function, fields.extra());
		}

	}

}
