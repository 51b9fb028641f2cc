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
 * The function that a model wants called.
 *
 * @param name the name of the function
 * @param arguments the arguments as JSON text, as the model wrote it: it need not be
 * valid. In a chunk, a piece of it. Arguments that a server sends as an object become
 * text
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = FunctionCall.Reader.class)
public record FunctionCall(@Nullable String name, @Nullable String arguments,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public FunctionCall {
		extra = Copies.extra(FunctionCall.class, extra);
	}

	@Override
	public String toString() {
		return "FunctionCall[name=" + this.name + "]";
	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<FunctionCall> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(FunctionCall.class);
		}

		@Override
		protected FunctionCall read(JsonFields fields) {
			String name = null;
			String arguments = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "name" -> name = fields.text();
					case "arguments" -> arguments = fields.value(ArgumentsDeserializer.INSTANCE);
					default -> fields.keep();
				}
			}
			return new FunctionCall(name, arguments, fields.extra());
		}

	}

}
