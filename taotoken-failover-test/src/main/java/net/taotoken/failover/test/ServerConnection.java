package net.taotoken.failover.test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.test.Answer.Ending;
import net.taotoken.failover.test.ServerWire.BrokenConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the server: takes requests, and lets replies happen.
 */
final class ServerConnection implements Reply.Stage<Boolean>, AutoCloseable {

	private static final Pattern PATH = Pattern.compile("/(?:api|entries/([\\w.-]+))(?:/v\\d+)?/([\\w/]+)");

	private final ServerWire wire;

	private final Function<ReceivedRequest, Reply> models;

	private final Function<@Nullable String, List<String>> lists;

	/** The request that is being answered. */
	private @Nullable ReceivedRequest request;

	/** Whether a request has come that is not answered to its end. */
	private volatile boolean answering;

	ServerConnection(Socket socket, @Nullable TaotokenTime time, Function<ReceivedRequest, Reply> models,
			Function<@Nullable String, List<String>> lists) throws IOException {
		this.wire = new ServerWire(socket, time);
		this.models = models;
		this.lists = lists;
	}

	/**
	 * Break the connection if it is in the middle of an answer. The client may keep one
	 * that is not.
	 */
	void breakAnswer() {
		if (this.answering) {
			this.wire.close();
		}
	}

	/**
	 * Close the connection.
	 */
	@Override
	public void close() {
		this.wire.close();
	}

	/**
	 * Serve requests until one of both sides has enough.
	 */
	void serve() throws IOException {
		boolean goesOn = true;
		while (goesOn) {
			HttpRequest http = this.wire.read();
			goesOn = http != null && exchange(http) && http.keepsAlive();
		}
	}

	private boolean exchange(HttpRequest http) throws IOException {
		this.wire.exchangeBegins();
		try {
			this.answering = true;
			return respond(http);
		}
		catch (BrokenConnectionException ex) {
			return false;
		}
		finally {
			this.wire.exchangeEnds();
		}
	}

	private boolean respond(HttpRequest http) throws IOException {
		Matcher path = PATH.matcher(http.path());
		String what = path.matches() ? http.method() + " " + path.group(2) : "";
		return switch (what) {
			case "POST chat/completions" -> complete(path.group(1), http);
			case "GET models" -> list(path.group(1));
			default -> unknown(http);
		};
	}

	private boolean unknown(HttpRequest http) {
		ErrorReply error = ErrorReply.json(404, "Invalid URL (" + http.method() + " " + http.path() + ")",
				"invalid_request_error", "unknown_url");
		// without the body that the head tells of, the connection has to end
		return error(error, http.method().equals("HEAD") ? 0 : Integer.MAX_VALUE);
	}

	private boolean list(@Nullable String entry) {
		List<Map<String, String>> models = this.lists.apply(entry)
			.stream()
			.map((name) -> Map.of("id", name, "object", "model"))
			.toList();
		return whole(200, Map.of(), json(Map.of("object", "list", "data", models)), Integer.MAX_VALUE);
	}

	private boolean complete(@Nullable String entry, HttpRequest http) {
		ReceivedRequest request = received(entry, http);
		if (request == null) {
			return error(ErrorReply.json(400, "The body is no request for a chat completion", "invalid_request_error",
					"bad_request_body"));
		}
		this.request = request;
		return this.models.apply(request).play(this);
	}

	private static @Nullable ReceivedRequest received(@Nullable String entry, HttpRequest http) {
		try {
			ChatCompletionRequest body = WireJson.mapper().readValue(http.body(), ChatCompletionRequest.class);
			Map<String, String> headers = new HashMap<>(http.headers());
			headers.remove("authorization");
			return (body.model() != null) ? new ReceivedRequest(entry, body.model(), body, headers) : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	@Override
	public Boolean answer(Answer answer) {
		ReceivedRequest request = request();
		if (!this.wire.pause(answer.delay())) {
			return false;
		}
		return request.isForStream() ? stream(answer, request) : inOnePiece(answer, request);
	}

	private boolean inOnePiece(Answer answer, ReceivedRequest request) {
		int chunks = answer.content(request).size();
		if (!this.wire.pause(answer.pause().multipliedBy(Math.max(chunks - 1, 0)))) {
			return false;
		}
		byte[] body = json(answer.completion(request));
		return switch (answer.ending()) {
			case WHOLE -> whole(200, Map.of(), body, body.length);
			case CUT -> whole(200, Map.of(), body, body.length / 2);
			case HANG -> hang();
			case ERROR -> error(Replies.overloaded());
		};
	}

	private boolean stream(Answer answer, ReceivedRequest request) {
		this.wire.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
		List<ChatCompletionChunk> content = answer.content(request);
		int last = (answer.ending() == Ending.WHOLE) ? content.size() : Math.min(answer.chunks(), content.size());
		for (int index = 0; index < last; index++) {
			if (index > 0 && !this.wire.pause(answer.pause())) {
				return false;
			}
			event(WireJson.mapper().writeValueAsString(content.get(index)));
		}
		return switch (answer.ending()) {
			case WHOLE -> end(answer.end(request));
			case CUT -> false;
			case HANG -> hang();
			case ERROR -> {
				event(Replies.overloaded().body());
				yield end(List.of());
			}
		};
	}

	private boolean end(List<ChatCompletionChunk> chunks) {
		chunks.forEach((chunk) -> event(WireJson.mapper().writeValueAsString(chunk)));
		event("[DONE]");
		this.answering = false;
		this.wire.write("0\r\n\r\n");
		return true;
	}

	private void event(String data) {
		byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
		this.wire
			.write(Integer.toHexString(event.length) + "\r\n" + new String(event, StandardCharsets.UTF_8) + "\r\n");
	}

	@Override
	public Boolean error(ErrorReply error) {
		return error(error, Integer.MAX_VALUE);
	}

	private boolean error(ErrorReply error, int length) {
		Map<String, String> headers = new LinkedHashMap<>(error.headers());
		if (!error.isJson()) {
			headers.putIfAbsent("Content-Type", "text/plain; charset=utf-8");
		}
		return whole(error.status(), headers, error.body().getBytes(StandardCharsets.UTF_8), length);
	}

	/**
	 * Write a response, or a part of it.
	 * @return whether the connection goes on
	 */
	private boolean whole(int status, Map<String, String> headers, byte[] body, int length) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("Content-Type", "application/json; charset=utf-8");
		all.putAll(headers);
		all.put("Content-Length", Integer.toString(body.length));
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Simulated\r\n");
		all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		this.answering = length < body.length;
		this.wire.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8), body,
				Math.min(length, body.length));
		return length >= body.length;
	}

	@Override
	public Boolean hang() {
		this.wire.hang();
		return false;
	}

	@Override
	public Boolean hangUp() {
		this.wire.reset();
		return false;
	}

	private ReceivedRequest request() {
		if (this.request == null) {
			throw new IllegalStateException("nothing was asked");
		}
		return this.request;
	}

	private static byte[] json(Object value) {
		return WireJson.mapper().writeValueAsBytes(value);
	}

}
