package net.taotoken.failover;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import net.taotoken.failover.time.SocketTime;

import static java.util.Objects.requireNonNull;

/**
 * A gateway on a raw socket whose models do, byte by byte, what a test says; the last
 * thing said is repeated.
 */
public final class ModelServer implements AutoCloseable {

	public static final String SSE = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

	private static final Pattern MODEL = Pattern.compile("\"model\":\"([^\"]+)\"");

	private final Map<String, Queue<Reply>> scripts = new ConcurrentHashMap<>();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final AtomicInteger abandoned = new AtomicInteger();

	private final RawServer server;

	public ModelServer() {
		this.server = new RawServer(this::serve);
	}

	/** A server whose silences take no real time. */
	public ModelServer(SocketTime time) {
		this.server = new RawServer(time, this::serve);
	}

	private void serve(RawServer.Connection connection) throws IOException, InterruptedException {
		String request = connection.readRequest();
		if (request == null) {
			return;
		}
		Matcher matcher = MODEL.matcher(request);
		if (!matcher.find()) {
			throw new IOException("no model in the request");
		}
		String model = matcher.group(1);
		this.asked.add(model);
		Queue<Reply> script = requireNonNull(this.scripts.get(model), model);
		((script.size() > 1) ? script.remove() : script.element()).to(request).serve(connection);
	}

	/** What the model does after its request was read; then the connection is closed. */
	public ModelServer does(String model, Script script) {
		return replies(model, (request) -> script);
	}

	/** What the model does depends on what it was asked. */
	public ModelServer replies(String model, Reply reply) {
		this.scripts.computeIfAbsent(model, (id) -> new ConcurrentLinkedQueue<>()).add(reply);
		return this;
	}

	/** The model does one thing if it is asked for a stream, and another if it is not. */
	public ModelServer replies(String model, String toStream, String toWhole) {
		return replies(model, (request) -> (connection) -> connection.send(isStreamed(request) ? toStream : toWhole));
	}

	public static boolean isStreamed(String request) {
		return request.contains("\"stream\":true");
	}

	public ModelServer sends(String model, String... parts) {
		return does(model, (connection) -> connection.send(String.join("", parts)));
	}

	public ModelServer sendsAndStalls(String model, String... parts) {
		return does(model, (connection) -> {
			connection.send(String.join("", parts));
			connection.stall();
			this.abandoned.incrementAndGet();
		});
	}

	public ModelServer sendsAndResets(String model, String... parts) {
		return does(model, (connection) -> {
			connection.send(String.join("", parts));
			connection.reset();
		});
	}

	public ModelServer streams(String model, String... words) {
		return sends(model, streamed(model, words));
	}

	public static String role(String model) {
		return chunk(model, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
	}

	public static String words(String model, String... words) {
		List<String> chunks = new ArrayList<>();
		for (String word : words) {
			chunks.add(chunk(model, "{\"content\":\"" + word + "\"}", "null"));
		}
		return String.join("", chunks);
	}

	public static String finish(String model) {
		return chunk(model, "{}", "\"stop\"");
	}

	public static String usage(String model) {
		return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n";
	}

	private static String chunk(String model, String delta, String finishReason) {
		return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n";
	}

	/** A completion in one piece. */
	public static String whole(String model, String text) {
		String json = "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
				+ "\"},\"finish_reason\":\"stop\"}],"
				+ "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";
		return RawServer.response("200 OK", json, "Connection: close");
	}

	/** The stream of {@link #streams}. */
	public static String streamed(String model, String... words) {
		return SSE + role(model) + words(model, words) + finish(model) + usage(model) + "data: [DONE]\n\n";
	}

	/** The models that were asked, in order. */
	public List<String> asked() {
		return this.asked;
	}

	/** The requests that were received, in order. */
	public List<String> requests() {
		return this.server.requests();
	}

	/** How many stalled requests the client has given up. */
	public int abandoned() {
		return this.abandoned.get();
	}

	public URI url() {
		return this.server.url();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	/**
	 * What a model does with a request.
	 */
	@FunctionalInterface
	public interface Reply {

		Script to(String request);

	}

}
