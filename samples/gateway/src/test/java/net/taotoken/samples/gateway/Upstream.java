package net.taotoken.samples.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import net.taotoken.failover.chat.WireJson;
import tools.jackson.databind.JsonNode;

/**
 * A Taotoken on a raw socket whose models do what a test says, in turn; the last thing
 * said is repeated. One connection for each request.
 */
final class Upstream implements AutoCloseable {

	static final String SSE = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

	private final ServerSocket serverSocket;

	private final Map<String, Queue<Script>> scripts = new ConcurrentHashMap<>();

	private final List<Asked> asked = new CopyOnWriteArrayList<>();

	private volatile Semaphore waiting = new Semaphore(0);

	private volatile Semaphore abandoned = new Semaphore(0);

	Upstream() {
		try {
			this.serverSocket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.serverSocket.getLocalPort());
	}

	Upstream does(String model, Script script) {
		this.scripts.computeIfAbsent(model, (id) -> new ConcurrentLinkedQueue<>()).add(script);
		return this;
	}

	Upstream answers(String model, String text) {
		return sends(model, ok(completion(model, "{\"role\":\"assistant\",\"content\":\"" + text + "\"}", "stop")));
	}

	Upstream sends(String model, String... parts) {
		return does(model, (connection) -> connection.send(String.join("", parts)));
	}

	/** Send something, and wait until the other side has closed the connection. */
	Upstream sendsAndStalls(String model, String... parts) {
		Semaphore waiting = this.waiting;
		Semaphore abandoned = this.abandoned;
		return does(model, (connection) -> {
			connection.send(String.join("", parts));
			waiting.release();
			connection.stall();
			abandoned.release();
		});
	}

	Upstream streams(String model, String... words) {
		return sends(model, SSE, words(model, words), finish(model), usage(model), "data: [DONE]\n\n");
	}

	static String ok(String json) {
		return response("200 OK", json);
	}

	static String response(String status, String json, String... headers) {
		int length = json.getBytes(StandardCharsets.UTF_8).length;
		String more = (headers.length != 0) ? String.join("\r\n", headers) + "\r\n" : "";
		return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + more
				+ "Connection: close\r\nContent-Length: " + length + "\r\n\r\n" + json;
	}

	static String error(String message, String type, String code) {
		return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"code\":\"" + code + "\"}}";
	}

	static String completion(String model, String message, String finishReason) {
		return "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[{\"index\":0,\"message\":" + message + ",\"finish_reason\":\"" + finishReason
				+ "\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3},"
				+ "\"x_vendor\":{\"a\":1}}";
	}

	static String words(String model, String... words) {
		StringBuilder chunks = new StringBuilder(delta(model, "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
		for (String word : words) {
			chunks.append(delta(model, "{\"content\":\"" + word + "\"}", "null"));
		}
		return chunks.toString();
	}

	static String finish(String model) {
		return delta(model, "{}", "\"stop\"");
	}

	static String usage(String model) {
		return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n";
	}

	static String delta(String model, String delta, String finishReason) {
		return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
				+ "\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n";
	}

	/** What was asked, in order. */
	List<Asked> asked() {
		return this.asked;
	}

	/** Forget what was asked, and who is still waiting. */
	void startAfresh() {
		this.asked.clear();
		this.waiting = new Semaphore(0);
		this.abandoned = new Semaphore(0);
	}

	/** Counts the requests that are waiting for the other side to close. */
	Semaphore waiting() {
		return this.waiting;
	}

	/** Counts those of them whose connection the other side has closed. */
	Semaphore abandoned() {
		return this.abandoned;
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.serverSocket.accept();
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			Asked asked = read(socket.getInputStream());
			this.asked.add(asked);
			Queue<Script> scripts = Objects.requireNonNull(this.scripts.get(asked.model()), asked.model());
			Script script = (scripts.size() > 1) ? scripts.remove() : scripts.element();
			script.serve(new Connection(socket));
		}
		catch (IOException | InterruptedException ex) {
			// the other side is gone
		}
	}

	private static Asked read(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int read = in.read();
			if (read < 0) {
				throw new IOException("no request");
			}
			head.write(read);
		}
		String text = head.toString(StandardCharsets.ISO_8859_1);
		int length = text.toLowerCase(Locale.ROOT)
			.lines()
			.filter((line) -> line.startsWith("content-length:"))
			.mapToInt((line) -> Integer.parseInt(line.substring(15).strip()))
			.findFirst()
			.orElse(0);
		return new Asked(text, WireJson.mapper().readTree(in.readNBytes(length)));
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "upstream");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * A request that was received.
	 */
	record Asked(String head, JsonNode body) {

		String model() {
			return this.body.path("model").asString("");
		}

	}

	/**
	 * What a model does with a request; the connection is closed afterwards.
	 */
	@FunctionalInterface
	interface Script {

		void serve(Connection connection) throws IOException, InterruptedException;

	}

	/**
	 * The connection of one request.
	 */
	record Connection(Socket socket) {

		void send(String text) throws IOException {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			this.socket.getOutputStream().flush();
		}

		void stall() throws IOException {
			try {
				this.socket.getInputStream().readAllBytes();
			}
			catch (SocketException ex) {
				// reset, which is a way of closing, too
			}
		}

		void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

	}

}
