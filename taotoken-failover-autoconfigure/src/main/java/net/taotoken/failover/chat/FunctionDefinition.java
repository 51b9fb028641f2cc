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
 * A function that a model may ask for.
 *
 * @param name the name of the function
 * @param description what it does, for the model
 * @param parameters the JSON schema of its arguments, or {@code null} if it has none
 * @param strict whether the arguments must follow the schema to the letter
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = FunctionDefinition.Reader.class)
public record FunctionDefinition(@Nullable String name, @Nullable String description,
		@Nullable Map<String, @Nullable Object> parameters, @Nullable Boolean strict,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public FunctionDefinition {
		parameters = (parameters != null) ? Copies.map(parameters) : null;
		extra = Copies.extra(FunctionDefinition.class, extra);
	}

	@Override
	public String toString() {
		return "FunctionDefinition[name=" + this.name + "]";
	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<FunctionDefinition> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(FunctionDefinition.class);
		}

		@Override
		protected FunctionDefinition read(JsonFields fields) {
			String name = null;
			String description = null;
			Map<String, @Nullable Object> parameters = null;
			Boolean strict = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "name" -> name = fields.text();
					case "description" -> description = fields.text();
					case "parameters" -> parameters = fields.mapOrNull();
					case "strict" -> strict = fields.value(Boolean.class);
					default -> fields.keep();
				}
			}
			return new FunctionDefinition(name, description, parameters, strict, fields.extra());
		}

	}

}
