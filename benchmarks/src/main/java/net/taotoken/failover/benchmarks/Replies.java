package net.taotoken.failover.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * The answers of the stub, put together once.
 */
final class Replies {

	private static final String SMALL_TEXT = "The sky is blue because air scatters blue light more than red light.";

	private static final String LARGE_TEXT = "All work and no play makes Jack a dull boy. ".repeat(94);

	static final byte[] SMALL = ok(completion(SMALL_TEXT));

	static final byte[] LARGE = ok(completion(LARGE_TEXT));

	static final byte[] EVENTS_HEAD = ascii("""
			HTTP/1.1 200 OK\r
			Date: Mon, 23 Nov 2026 00:00:00 GMT\r
			Content-Type: text/event-stream\r
			Transfer-Encoding: chunked\r
			\r
			""");

	/** The head, a text in 50 tokens, its finish and the end. */
	static final byte[] EVENTS = events(Collections.nCopies(50, " token"), "");

	/** The small answer as a stream of its words, with the usage that was asked for. */
	static final byte[] SMALL_EVENTS = events(words(SMALL_TEXT), usage());

	/** The large answer as a stream of its words, with the usage that was asked for. */
	static final byte[] LARGE_EVENTS = events(words(LARGE_TEXT), usage());

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

	private static List<String> words(String text) {
		return List.of(text.split("(?<= )"));
	}

	private static byte[] events(List<String> tokens, String usage) {
		StringBuilder events = new StringBuilder(new String(EVENTS_HEAD, StandardCharsets.US_ASCII));
		events.append(event(
				chunk("[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]")));
		for (String token : tokens) {
			events.append(event(chunk("[{\"index\":0,\"delta\":{\"content\":\"" + token
					+ "\"},\"logprobs\":null,\"finish_reason\":null}]")));
		}
		events.append(event(chunk("[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]")));
		events.append(usage);
		return ascii(events.append(event("[DONE]")).append("0\r\n\r\n").toString());
	}

	private static String usage() {
		return event(chunk("[],\"usage\":{\"prompt_tokens\":14,\"completion_tokens\":17,\"total_tokens\":31}"));
	}

	private static String chunk(String choices) {
		return "{\"id\":\"chatcmpl-9f3b1c\",\"object\":\"chat.completion.chunk\",\"created\":1763856000,"
				+ "\"model\":\"claude-sonnet-4-6\",\"system_fingerprint\":\"fp_44709d6fcb\",\"choices\":" + choices
				+ "}";
	}

	/** Each event in a chunk of HTTP of its own, as servers send them. */
	private static String event(String data) {
		String event = "data: " + data + "\n\n";
		return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] reply(String status, String json) {
		String head = "HTTP/1.1 " + status + "\r\nDate: Mon, 23 Nov 2026 00:00:00 GMT\r\n"
				+ "Content-Type: application/json; charset=utf-8\r\nX-Oneapi-Request-Id: 20261123000000123456789\r\n"
				+ "Connection: keep-alive\r\nContent-Length: " + json.length() + "\r\n\r\n";
		return (head + json).getBytes(StandardCharsets.UTF_8);
	}

}
