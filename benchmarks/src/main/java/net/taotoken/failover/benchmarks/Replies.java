package net.taotoken.failover.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * What the stub says, put together once.
 */
final class Replies {

	static final byte[] SMALL = ok(completion("The sky is blue because air scatters blue light more than red light."));

	static final byte[] LARGE = ok(completion("All work and no play makes Jack a dull boy. ".repeat(94)));

	static final byte[] OVERLOADED = reply("503 Service Unavailable",
			"{\"error\":{\"message\":\"The model is overloaded\",\"type\":\"server_error\",\"code\":null}}");

	static final byte[] NOTHING = reply("204 No Content", "");

	private Replies() {
	}

	static byte[] ok(String json) {
		return reply("200 OK", json);
	}

	static String completion(String text) {
		return """
				{"id":"chatcmpl-9f3b1c","object":"chat.completion","created":1763856000,"model":"claude-sonnet-4-6",\
				"choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
				"logprobs":null,"finish_reason":"stop"}],\
				"usage":{"prompt_tokens":14,"completion_tokens":17,"total_tokens":31,\
				"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}},\
				"system_fingerprint":"fp_44709d6fcb"}""".formatted(text);
	}

	private static byte[] reply(String status, String json) {
		String head = "HTTP/1.1 " + status + "\r\nDate: Mon, 23 Nov 2026 00:00:00 GMT\r\n"
				+ "Content-Type: application/json; charset=utf-8\r\nX-Oneapi-Request-Id: 20261123000000123456789\r\n"
				+ "Connection: keep-alive\r\nContent-Length: " + json.length() + "\r\n\r\n";
		return (head + json).getBytes(StandardCharsets.UTF_8);
	}

}
