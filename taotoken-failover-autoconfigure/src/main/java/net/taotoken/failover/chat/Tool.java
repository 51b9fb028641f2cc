package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a model may ask for.
 *
 * @param type {@code function}, or a kind of tool of the vendor's own
 * @param function the function
 * @param extra all other fields
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
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

}
