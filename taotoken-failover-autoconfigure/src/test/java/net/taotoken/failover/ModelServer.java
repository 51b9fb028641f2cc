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

/**
 * A gateway on a raw socket whose models do, byte by byte, what a test says; the last
 * thing said is repeated.
 */
final class ModelServer implements AutoCloseable {

	static final String SSE = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

	private static final Pattern MODEL = Pattern.compile("\"model\":\"([^\"]+)\"");

	private final Map<String, Queue<Script>> scripts = new ConcurrentHashMap<>();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final AtomicInteger abandoned = new AtomicInteger();

	private final RawServer server = new RawServer(this::serve);

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
		Queue<Script> script = this.scripts.get(model);
		((script.size() > 1) ? script.remove() : script.element()).serve(connection);
	}

	/** What the model does after its request was read; then the connection is closed. */
	ModelServer does(String model, Script script) {
		this.scripts.computeIfAbsent(model, (id) -> new ConcurrentLinkedQueue<>()).add(script);
		return this;
	}

	ModelServer sends(String model, String... parts) {
		return does(model, (connection) -> connection.send(String.join("", parts)));
	}

	ModelServer sendsAndStalls(String model, String... parts) {
		return does(model, (connection) -> {
			connection.send(String.join("", parts));
			connection.stall();
			this.abandoned.incrementAndGet();
		});
	}

	ModelServer sendsAndResets(String model, String... parts) {
		return does(model, (connection) -> {
			connection.send(String.join("", parts));
			connection.reset();
		});
	}

	ModelServer streams(String model, String... words) {
		return sends(model, SSE, role(model), words(model, words), finish(model), usage(model), "data: [DONE]\n\n");
	}

	static String role(String model) {
		return chunk(model, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
	}

	static String words(String model, String... words) {
		List<String> chunks = new ArrayList<>();
		for (String word : words) {
			chunks.add(chunk(model, "{\"content\":\"" + word + "\"}", "null"));
		}
		return String.join("", chunks);
	}

	static String finish(String model) {
		return chunk(model, "{}", "\"stop\"");
	}

	static String usage(String model) {
		return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n";
	}

	private static String chunk(String model, String delta, String finishReason) {
		return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n";
	}

	/** The models that were asked, in order. */
	List<String> asked() {
		return this.asked;
	}

	/** How many stalled requests the client has given up. */
	int abandoned() {
		return this.abandoned.get();
	}

	URI url() {
		return this.server.url();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
