package net.taotoken.failover.field;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.gateway.RawServer;

/**
 * A gateway on a raw socket, on connections that are kept. Each model is healthy and says
 * its own name, unless a test has it do something else.
 */
final class FieldGateway implements AutoCloseable {

	private static final Pattern MODEL = Pattern.compile("\"model\":\"([^\"]+)\"");

	private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final RawServer server = new RawServer(this::serve);

	private void serve(RawServer.Connection connection) throws IOException, InterruptedException {
		boolean kept = true;
		while (kept) {
			String request = connection.readRequest();
			Matcher model = MODEL.matcher((request != null) ? request : "");
			if (!model.find()) {
				return;
			}
			this.asked.add(model.group(1));
			Behaviour behaviour = this.behaviours.getOrDefault(model.group(1), FieldGateway::greet);
			kept = behaviour.answer(connection, new Request(model.group(1), request));
		}
	}

	private static boolean greet(RawServer.Connection connection, Request request) throws IOException {
		connection.send(greeting(request));
		return true;
	}

	/** The response of a healthy model. */
	static String greeting(Request request) {
		String text = greeting(request.model());
		if (!request.isStreamed()) {
			return RawServer.ok("{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\""
					+ request.model() + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
					+ "\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}");
		}
		return EVENTS + chunk("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", "null") + chunk("{}", "\"stop\"")
				+ httpChunk("data: [DONE]\n\n") + END;
	}

	static String greeting(String model) {
		return "I am " + model;
	}

	/** The head of a streamed response, after which come {@link #httpChunk}s. */
	static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n";

	/** The end of a streamed response. */
	static final String END = "0\r\n\r\n";

	private static String chunk(String delta, String finishReason) {
		return httpChunk("data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
				+ "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n");
	}

	static String httpChunk(String text) {
		return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
	}

	FieldGateway does(String model, Behaviour behaviour) {
		this.behaviours.put(model, behaviour);
		return this;
	}

	FieldGateway sends(String model, String response) {
		return does(model, (connection, request) -> {
			connection.send(response);
			return true;
		});
	}

	/** The models that were asked, in order, one for each request. */
	List<String> asked() {
		return List.copyOf(this.asked);
	}

	int connections() {
		return this.server.connections();
	}

	URI url() {
		return this.server.url();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a model does with a request.
	 */
	@FunctionalInterface
	interface Behaviour {

		/**
		 * Answer a request.
		 * @return whether the connection is kept
		 */
		boolean answer(RawServer.Connection connection, Request request) throws IOException, InterruptedException;

	}

	/**
	 * A request that was received.
	 *
	 * @param model the model that is asked
	 * @param text head and body
	 */
	record Request(String model, String text) {

		boolean isStreamed() {
			return this.text.contains("\"stream\":true");
		}

		boolean hasImage() {
			return this.text.contains("image_url");
		}

	}

}
