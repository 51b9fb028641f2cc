package net.taotoken.failover.gateway;

import java.util.Map;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a request for one model: the model asked, and the fields that are set for that
 * model whatever the caller says.
 */
final class RequestWriter {

	private final JsonMapper mapper = ChatJson.mapper();

	/**
	 * Write a request that is answered as a whole.
	 * @param request what the caller asks
	 * @param model the model that is asked
	 * @param parameters request fields that win over those of the request; {@code null}
	 * takes a field away
	 * @return the JSON
	 */
	byte[] write(ChatCompletionRequest request, String model, Map<String, ? extends @Nullable Object> parameters) {
		try {
			ChatCompletionRequest asked = forWholeAnswer(request, model);
			return this.mapper.writeValueAsBytes(parameters.isEmpty() ? asked : override(asked, model, parameters));
		}
		catch (JacksonException ex) {
			// the exception of Jackson would quote the value
			throw new IllegalArgumentException("The request cannot be written as JSON: " + place(ex));
		}
	}

	private static ChatCompletionRequest forWholeAnswer(ChatCompletionRequest request, String model) {
		if (model.equals(request.model()) && request.stream() == null && request.streamOptions() == null) {
			return request;
		}
		return request.toBuilder().model(model).stream(null).streamOptions(null).build();
	}

	private ObjectNode override(ChatCompletionRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters) {
		ObjectNode node = this.mapper.valueToTree(request);
		parameters.forEach((name, value) -> {
			if (value != null) {
				node.set(name, this.mapper.valueToTree(value));
			}
			else {
				node.remove(name);
			}
		});
		node.put("model", model);
		node.remove("stream");
		node.remove("stream_options");
		return node;
	}

	private static String place(JacksonException ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		return cause.getClass().getSimpleName() + " at " + ex.getPathReference();
	}

}
