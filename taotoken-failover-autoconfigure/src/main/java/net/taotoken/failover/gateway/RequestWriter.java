package net.taotoken.failover.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatJson;
import net.taotoken.failover.chat.StreamOptions;
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

	private final JsonMapper mapper = ChatJson.mapper();

	/**
	 * Write what all models are told.
	 * @param request what the caller asks
	 * @return the prepared request
	 */
	GatewayRequest prepare(ChatCompletionRequest request) {
		StreamOptions streamOptions = request.streamOptions();
		int choices = (request.n() != null) ? request.n() : 1;
		return new GatewayRequest(json(withoutWay(request)),
				json((streamOptions != null) ? streamOptions : StreamOptions.withUsage()), choices);
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
		byte[] modelJson = json(model);
		byte[] fields = request.fields();
		ByteArrayOutputStream json = new ByteArrayOutputStream(
				MODEL.length + modelJson.length + STREAM.length + request.streamOptions().length + fields.length);
		json.writeBytes(MODEL);
		json.writeBytes(modelJson);
		if (streamed) {
			json.writeBytes(STREAM);
			json.writeBytes(request.streamOptions());
		}
		json.write(',');
		// a request has messages at least, so that there is a field behind the brace
		json.write(fields, 1, fields.length - 1);
		return parameters.isEmpty() ? json.toByteArray() : override(json.toByteArray(), model, parameters, streamed);
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
