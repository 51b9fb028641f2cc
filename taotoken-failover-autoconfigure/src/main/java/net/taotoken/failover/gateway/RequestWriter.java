package net.taotoken.failover.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.StreamOptions;
import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes requests: once what all models are told, and for each model what it alone is
 * told.
 */
final class RequestWriter {

	private static final byte[] MODEL = ascii("{\"model\":");

	private static final byte[] STREAM = ascii(",\"stream\":true,\"stream_options\":");

	private final JsonMapper mapper = WireJson.mapper();

	private final byte[] usualStreamOptions = json(StreamOptions.withUsage());

	/**
	 * Write what all models are told.
	 * @param request what the caller asks
	 * @return the prepared request
	 */
	GatewayRequest prepare(ChatCompletionRequest request) {
		StreamOptions streamOptions = request.streamOptions();
		int choices = (request.n() != null) ? request.n() : 1;
		return new GatewayRequest(json(withoutWay(request)),
				(streamOptions != null) ? json(streamOptions) : this.usualStreamOptions, choices);
	}

	private static ChatCompletionRequest withoutWay(ChatCompletionRequest request) {
		if (request.model() == null && request.stream() == null && request.streamOptions() == null) {
			return request;
		}
		return request.toBuilder().model(null).stream(null).streamOptions(null).build();
	}

	/**
	 * Write a request that is answered as a whole.
	 * @param request what all models are told
	 * @param model the model that is asked
	 * @param parameters request fields that win over those of the request; {@code null}
	 * takes a field away
	 * @return the JSON
	 */
	byte[] write(GatewayRequest request, String model, Map<String, ? extends @Nullable Object> parameters) {
		return write(request, model, parameters, false);
	}

	/**
	 * Write a request that is answered as a stream, with the usage at its end unless the
	 * request or the parameters have other wishes.
	 * @param request what all models are told
	 * @param model the model that is asked
	 * @param parameters request fields that win over those of the request; {@code null}
	 * takes a field away
	 * @return the JSON
	 */
	byte[] writeStreamed(GatewayRequest request, String model, Map<String, ? extends @Nullable Object> parameters) {
		return write(request, model, parameters, true);
	}

	private byte[] write(GatewayRequest request, String model, Map<String, ? extends @Nullable Object> parameters,
			boolean streamed) {
		byte[] modelJson = modelJson(model);
		byte[] fields = request.fields();
		int streamLength = streamed ? STREAM.length + request.streamOptions().length : 0;
		ByteBuffer json = ByteBuffer.allocate(MODEL.length + modelJson.length + streamLength + fields.length);
		json.put(MODEL).put(modelJson);
		if (streamed) {
			json.put(STREAM).put(request.streamOptions());
		}
		// a request has messages at least, so that there is a field behind the brace
		json.put((byte) ',').put(fields, 1, fields.length - 1);
		return parameters.isEmpty() ? json.array() : override(json.array(), model, parameters, streamed);
	}

	// the name of a model hardly ever needs the mapper, which costs more than all else
	// here
	private byte[] modelJson(String model) {
		return isPlain(model) ? ascii('"' + model + '"') : json(model);
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character < ' ' || character >= 127 || character == '"' || character == '\\') {
				return false;
			}
		}
		return true;
	}

	private byte[] override(byte[] json, String model, Map<String, ? extends @Nullable Object> parameters,
			boolean streamed) {
		ObjectNode node = (ObjectNode) this.mapper.readTree(json);
		parameters.forEach((name, value) -> {
			if (value != null) {
				node.set(name, this.mapper.readTree(json(value)));
			}
			else {
				node.remove(name);
			}
		});
		node.put("model", model);
		if (streamed) {
			node.put("stream", true);
		}
		else {
			node.remove("stream");
			node.remove("stream_options");
		}
		return json(node);
	}

	private byte[] json(Object value) {
		try {
			return this.mapper.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			// the exception of Jackson would quote the value
			throw new IllegalArgumentException("The request cannot be written as JSON: " + place(ex));
		}
	}

	private static String place(JacksonException ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		return cause.getClass().getSimpleName() + " at " + ex.getPathReference();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
