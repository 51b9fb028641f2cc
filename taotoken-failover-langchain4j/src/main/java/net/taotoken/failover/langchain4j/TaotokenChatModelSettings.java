package net.taotoken.failover.langchain4j;

import java.util.List;
import java.util.Set;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;

/**
 * The settings for all requests of a model. Immutable.
 *
 * @param defaultParameters parameters for requests that do not set them
 * @param jsonSchema how far the models of the route answer by a JSON schema
 * @param listeners hear of each request, answer and error, in this order
 * @since 0.1.0
 */
public record TaotokenChatModelSettings(ChatRequestParameters defaultParameters, JsonSchemaSupport jsonSchema,
		List<ChatModelListener> listeners) {

	public TaotokenChatModelSettings {
		listeners = List.copyOf(listeners);
	}

	/**
	 * No default parameters, no JSON schema, no listeners.
	 * @return the default settings
	 */
	public static TaotokenChatModelSettings defaults() {
		return new TaotokenChatModelSettings(TaotokenChatRequestParameters.builder().build(), JsonSchemaSupport.NONE,
				List.of());
	}

	/**
	 * These settings with other default parameters.
	 * @param parameters parameters for requests that do not set them
	 * @return a copy
	 */
	public TaotokenChatModelSettings withDefaultParameters(ChatRequestParameters parameters) {
		return new TaotokenChatModelSettings(parameters, this.jsonSchema, this.listeners);
	}

	/**
	 * These settings with another support of JSON schemas.
	 * @param jsonSchema how far the models of the route answer by a JSON schema
	 * @return a copy
	 */
	public TaotokenChatModelSettings withJsonSchema(JsonSchemaSupport jsonSchema) {
		return new TaotokenChatModelSettings(this.defaultParameters, jsonSchema, this.listeners);
	}

	/**
	 * These settings with other listeners.
	 * @param listeners hear of each request, answer and error
	 * @return a copy
	 */
	public TaotokenChatModelSettings withListeners(List<ChatModelListener> listeners) {
		return new TaotokenChatModelSettings(this.defaultParameters, this.jsonSchema, listeners);
	}

	/** The default parameters as ours, so that those of a request are added to them. */
	TaotokenChatRequestParameters ownDefaultParameters() {
		return TaotokenChatRequestParameters.builder().overrideWith(this.defaultParameters).build();
	}

	Set<Capability> capabilities() {
		return (this.jsonSchema != JsonSchemaSupport.NONE) ? Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA) : Set.of();
	}

}
