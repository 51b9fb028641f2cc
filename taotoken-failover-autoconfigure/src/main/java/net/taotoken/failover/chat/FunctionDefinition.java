package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A function that a model may ask for.
 *
 * @param name the name of the function
 * @param description what it does, for the model
 * @param parameters the JSON schema of its arguments, or {@code null} if it has none
 * @param strict whether the arguments must follow the schema to the letter
 * @param extra all other fields
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
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

}
