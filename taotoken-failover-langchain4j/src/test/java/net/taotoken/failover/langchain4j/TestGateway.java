package net.taotoken.failover.langchain4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.util.Objects.requireNonNull;

/**
 * A gateway on a raw socket whose models do, byte by byte, what a test says; the last
 * thing said is repeated.
 */
public final class TestGateway implements AutoCloseable {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

	private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();

	private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private final AtomicInteger abandoned = new AtomicInteger();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ServerSocket serverSocket;

	public TestGateway() {
		try {
			this.serverSocket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		start(this::accept);
	}

	public TestGateway does(String model, Reply reply) {
		this.replies.computeIfAbsent(model, (id) -> new ConcurrentLinkedQueue<>()).add(reply);
		return this;
	}

	public String url() {
		return "http://127.0.0.1:" + this.serverSocket.getLocalPort();
	}

	/** The models that were asked, in order. */
	public List<String> asked() {
		return this.requests.stream().map((body) -> body.path("model").asString()).toList();
	}

	/** The bodies of the requests, in order. */
	public List<JsonNode> requests() {
		return this.requests;
	}

	public JsonNode request() {
		return this.requests.get(this.requests.size() - 1);
	}

	public List<String> heads() {
		return this.heads;
	}

	/** How many stalled requests the client has given up. */
	public int abandoned() {
		return this.abandoned.get();
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.serverSocket.accept();
				this.sockets.add(socket);
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
			String head = readHead(socket.getInputStream());
			if (head == null) {
				return;
			}
			byte[] body = socket.getInputStream().readNBytes(contentLength(head));
			JsonNode request = JsonMapper.shared().readTree(body);
			this.heads.add(head);
			this.requests.add(request);
			String model = request.path("model").asString();
			Queue<Reply> script = requireNonNull(this.replies.get(model), model);
			Reply reply = (script.size() > 1) ? script.remove() : script.element();
			reply.to(request, new Connection(socket));
		}
		catch (IOException ex) {
			// the client is gone, which is all that many tests want
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "test-gateway");
		thread.setDaemon(true);
		thread.start();
	}

	private static @Nullable String readHead(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int read = in.read();
			if (read < 0) {
				return null;
			}
			head.write(read);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static int contentLength(String head) {
		return head.lines()
			.map((line) -> line.toLowerCase(Locale.ROOT))
			.filter((line) -> line.startsWith("content-length:"))
			.mapToInt((line) -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
			.findFirst()
			.orElse(0);
	}

	/** The events of a text in pieces, without the end. */
	public static String pieces(String... texts) {
		StringBuilder events = new StringBuilder();
		for (String text : texts) {
			events.append(event("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", null));
		}
		return events.toString();
	}

	public static String event(String delta, @Nullable String finishReason) {
		String reason = (finishReason != null) ? "\"" + finishReason + "\"" : "null";
		return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"served\","
				+ "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason + "}]}\n\n";
	}

	/** The end of a stream, with 10 and 5 tokens, 4 of them cached and 3 for thinking. */
	public static String end(String finishReason) {
		return event("{}", finishReason)
				+ "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"served\","
				+ "\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
				+ "\"prompt_tokens_details\":{\"cached_tokens\":4},"
				+ "\"completion_tokens_details\":{\"reasoning_tokens\":3}}}\n\ndata: [DONE]\n\n";
	}

	/** A tool call in two pieces. */
	public static String toolCall(int index, String id, String name, String arguments) {
		int half = arguments.length() / 2;
		String first = JsonMapper.shared().writeValueAsString(arguments.substring(0, half));
		String second = JsonMapper.shared().writeValueAsString(arguments.substring(half));
		return event("{\"role\":\"assistant\",\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + id
				+ "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":" + first + "}}]}",
				null)
				+ event("{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":" + second + "}}]}",
						null);
	}

	/**
	 * What a model does with a request.
	 */
	@FunctionalInterface
	public interface Reply {

		void to(JsonNode request, Connection connection) throws IOException;

		/** Answer with a text in pieces. */
		static Reply text(String... texts) {
			return stream(pieces(texts) + end("stop"));
		}

		/** Answer with events. */
		static Reply stream(String events) {
			return (request, connection) -> connection.send(HEAD + events);
		}

		/** Answer with a text in one piece. */
		static Reply whole(String text) {
			return error(200,
					"{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"served\",\"choices\":"
							+ "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
							+ "\"},\"finish_reason\":\"stop\"}],"
							+ "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}");
		}

		static Reply error(int status, String body, String... headers) {
			String more = (headers.length != 0) ? String.join("\r\n", headers) + "\r\n" : "";
			return (request,
					connection) -> connection.send("HTTP/1.1 " + status
							+ " Error\r\nContent-Type: application/json\r\nConnection: close\r\n" + more
							+ "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
		}

		/** Send events, and nothing more until the client goes away. */
		static Reply stall(String events) {
			return (request, connection) -> {
				connection.send(HEAD + events);
				connection.awaitClose();
			};
		}

		/** Send nothing at all until the client goes away. */
		static Reply hang() {
			return (request, connection) -> connection.awaitClose();
		}

	}

	/**
	 * One connection, as the server sees it.
	 */
	public final class Connection {

		private final Socket socket;

		private Connection(Socket socket) {
			this.socket = socket;
		}

		public void send(String text) throws IOException {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			this.socket.getOutputStream().flush();
		}

		public void awaitClose() throws IOException {
			try {
				this.socket.getInputStream().readAllBytes();
			}
			catch (SocketException ex) {
				// the client has reset the connection
			}
			TestGateway.this.abandoned.incrementAndGet();
		}

	}

}
