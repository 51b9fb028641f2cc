package net.taotoken.failover.test;

import java.util.LinkedHashMap;
import java.util.Map;

import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.fault.ErrorResponse;

/**
 * A response that is no answer.
 */
final class ErrorReply extends Reply {

	private final int status;

	private final Map<String, String> headers;

	private final String body;

	ErrorReply(int status, Map<String, String> headers, String body) {
		this.status = status;
		this.headers = Map.copyOf(headers);
		this.body = body;
	}

	static ErrorReply json(int status, String message, String type, String code) {
		return new ErrorReply(status, Map.of(), body(message, type, code));
	}

	static String body(String message, String type, String code) {
		Map<String, String> error = new LinkedHashMap<>();
		error.put("message", message);
		error.put("type", type);
		error.put("code", code);
		return WireJson.mapper().writeValueAsString(Map.of("error", error));
	}

	ErrorReply with(String header, String value) {
		return new ErrorReply(this.status, Map.of(header, value), this.body);
	}

	int status() {
		return this.status;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	String body() {
		return this.body;
	}

	boolean isJson() {
		return this.body.startsWith("{");
	}

	ErrorResponse response() {
		return new ErrorResponse(this.status, ErrorResponse.Headers.of(this.headers), this.body);
	}

	@Override
	<T> T play(Stage<T> stage) {
		return stage.error(this);
	}

	@Override
	public String toString() {
		return "a response with status " + this.status;
	}

}
