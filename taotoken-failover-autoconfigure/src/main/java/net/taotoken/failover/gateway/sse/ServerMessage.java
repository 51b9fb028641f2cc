package net.taotoken.failover.gateway.sse;

import java.util.stream.Stream;

import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The text for people in the body of an error. A short body is kept and searched only on
 * demand, because most errors are never shown. Of a long body only the message is kept.
 */
public final class ServerMessage {

	private static final int LONGEST = 4096;

	private final @Nullable String body;

	private final @Nullable String text;

	public ServerMessage(String body) {
		boolean isShort = body.length() <= LONGEST;
		this.body = isShort ? body : null;
		this.text = isShort ? null : find(body);
	}

	public @Nullable String text() {
		return (this.body != null) ? find(this.body) : this.text;
	}

	private static @Nullable String find(String body) {
		String text = body.strip();
		if (text.isEmpty() || text.startsWith("<")) {
			return null;
		}
		String message = (text.startsWith("{") || text.startsWith("\"")) ? inJson(text) : text;
		return (message != null && message.length() > LONGEST) ? message.substring(0, LONGEST) : message;
	}

	private static @Nullable String inJson(String text) {
		try {
			return message(WireJson.mapper().readTree(text));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable String message(JsonNode node) {
		if (node.isString()) {
			return node.stringValue();
		}
		return Stream
			.of("error", "message", "msg", "err", "error_msg", "detail", "status_msg", "header", "response",
					"base_resp")
			.map(node::path)
			.filter((child) -> child.isObject() || child.isString())
			.map(ServerMessage::message)
			.filter((message) -> message != null && !message.isBlank())
			.findFirst()
			.orElse(null);
	}

}
