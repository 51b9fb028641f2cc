package net.taotoken.failover.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.WireJson;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Streams as servers send them, and readers of what comes out.
 */
final class Streams {

	static final String PING = ": ping\n\n";

	/** The head of a stream whose end is the end of the connection. */
	static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

	/** The head of a stream that comes in HTTP chunks. */
	static final String CHUNKED_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n";

	static final String END_OF_CHUNKS = "0\r\n\r\n";

	static final String ROLE = event(delta("{\"role\":\"assistant\",\"content\":\"\"}"));

	static final String HELLO = event(delta("{\"content\":\"Hello\"}"));

	static final String WORLD = event(delta("{\"content\":\" world\"}"));

	static final String STOP = event(finish("stop"));

	static final String USAGE = event("{\"id\":\"c-1\",\"choices\":[],\"usage\":{\"total_tokens\":3}}");

	static final String DONE = "data: [DONE]\n\n";

	private Streams() {
	}

	static String event(String data) {
		return "data: " + data + "\n\n";
	}

	static String delta(String delta) {
		return delta(0, delta);
	}

	static String delta(int index, String delta) {
		return "{\"id\":\"c-1\",\"choices\":[{\"index\":" + index + ",\"delta\":" + delta
				+ ",\"finish_reason\":null}]}";
	}

	static String finish(String reason) {
		return finish(0, reason);
	}

	static String finish(int index, String reason) {
		return "{\"id\":\"c-1\",\"choices\":[{\"index\":" + index + ",\"delta\":{},\"finish_reason\":\"" + reason
				+ "\"}]}";
	}

	/** A whole response in HTTP chunks, one for each text. */
	static String chunked(String... texts) {
		return CHUNKED_HEAD + Arrays.stream(texts).map(Streams::httpChunk).collect(Collectors.joining())
				+ END_OF_CHUNKS;
	}

	static String httpChunk(String text) {
		return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
	}

	static List<ChatCompletionChunk> readAll(GatewayStream stream) {
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		for (ChatCompletionChunk chunk = stream.next(); chunk != null; chunk = stream.next()) {
			chunks.add(chunk);
		}
		return chunks;
	}

	static String text(List<ChatCompletionChunk> chunks) {
		return chunks.stream()
			.map(ChatCompletionChunk::text)
			.filter((text) -> text != null)
			.collect(Collectors.joining());
	}

	static List<String> json(List<ChatCompletionChunk> chunks) {
		return chunks.stream().map(WireJson.mapper()::writeValueAsString).toList();
	}

	/** Read a stream that breaks, and keep its text. */
	static GatewayException readUntilBreak(GatewayStream stream, StringBuilder text) {
		return catchThrowableOfType(GatewayException.class, () -> {
			for (ChatCompletionChunk chunk = stream.next(); chunk != null; chunk = stream.next()) {
				text.append((chunk.text() != null) ? chunk.text() : "");
			}
		});
	}

}
