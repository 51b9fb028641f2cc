package net.taotoken.failover.gateway;

import java.util.Map;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatJson;
import net.taotoken.failover.chat.StreamOptions;
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
		return write(forWholeAnswer(request, model), model, parameters, false);
	}

	/**
	 * Write a request that is answered as a stream, with the usage at its end unless the
	 * request or the parameters have other wishes.
	 * @param request what the caller asks
	 * @param model the model that is asked
	 * @param parameters request fields that win over those of the request; {@code null}
	 * takes a field away
	 * @return the JSON
	 */
	byte[] writeStreamed(ChatCompletionRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters) {
		return write(forStream(request, model), model, parameters, true);
	}

	private byte[] write(ChatCompletionRequest asked, String model, Map<String, ? extends @Nullable Object> parameters,
			boolean streamed) {
		try {
			return this.mapper
				.writeValueAsBytes(parameters.isEmpty() ? asked : override(asked, model, parameters, streamed));
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

	private static ChatCompletionRequest forStream(ChatCompletionRequest request, String model) {
		StreamOptions options = request.streamOptions();
		return request.toBuilder()
			.model(model)
			.stream(true)
			.streamOptions((options != null) ? options : StreamOptions.withUsage())
			.build();
	}

	private ObjectNode override(ChatCompletionRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters, boolean streamed) {
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
		if (streamed) {
			node.put("stream", true);
			return node;
		}
		node.remove("stream");
		node.remove("stream_options");
		return node;
	}

	private static String place(JacksonException ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		return cause.getClass().getSimpleName() + " at " + ex.getPathReference();
	}

}
