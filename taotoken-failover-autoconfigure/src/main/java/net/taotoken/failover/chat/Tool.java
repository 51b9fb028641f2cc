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
 * A tool that a model may ask for.
 *
 * @param type {@code function}, or a kind of tool of the vendor's own
 * @param function the function
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = Tool.Reader.class)
public record Tool(@Nullable String type, @Nullable FunctionDefinition function,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public Tool {
		extra = Copies.extra(Tool.class, extra);
	}

	/**
	 * A function.
	 * @param name the name of the function
	 * @param description what it does, for the model
	 * @param parameters the JSON schema of its arguments
	 * @return the tool
	 */
	public static Tool function(String name, @Nullable String description,
			@Nullable Map<String, @Nullable Object> parameters) {
		return new Tool("function", new FunctionDefinition(name, description, parameters, null, Map.of()), Map.of());
	}

	@Override
	public String toString() {
		return "Tool[type=" + this.type + ", function=" + this.function + "]";
	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<Tool> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(Tool.class);
		}

		@Override
		protected Tool read(JsonFields fields) {
			String type = null;
			FunctionDefinition function = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "type" -> type = fields.text();
					case "function" -> function = fields.value(FunctionDefinition.Reader.INSTANCE);
					default -> fields.keep();
				}
			}
			return new Tool(type, function, fields.extra());
		}

	}

}
