package net.taotoken.samples.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * An error in the shape that clients of OpenAI understand.
 *
 * @param status the HTTP status
 * @param message what happened, for people
 * @param type the family of the error
 * @param code the error, for programs
 * @param param the field of the request that it is about
 */
record OpenAiError(int status, String message, String type, @Nullable String code, @Nullable String param) {

	static OpenAiError of(HttpStatus status, String message) {
		String type = status.is4xxClientError() ? "invalid_request_error" : "server_error";
		return new OpenAiError(status.value(), message, type, null, null);
	}

	static OpenAiError badRequest(String message, @Nullable String param) {
		return new OpenAiError(400, message, "invalid_request_error", null, param);
	}

	static OpenAiError interrupted(String reason) {
		return new OpenAiError(502, "The answer broke off: " + reason, "server_error", "stream_interrupted", null);
	}

	byte[] json() {
		Map<String, @Nullable Object> error = new LinkedHashMap<>();
		error.put("message", this.message);
		error.put("type", this.type);
		error.put("code", this.code);
		error.put("param", this.param);
		return WireJson.mapper().writeValueAsBytes(Map.of("error", error));
	}

}
