package net.taotoken.failover.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

import net.taotoken.failover.time.SocketTime;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A server that speaks as much or as little HTTP as a test wants. Each connection is
 * served by the next script; the last script serves all further ones.
 */
public final class RawServer implements AutoCloseable {

	/** A server of 100,000 requests has to fit into the heap of the soak. */
	private static final int MOST_RECORDED = 10_000;

	private final @Nullable SocketTime time;

	private final ServerSocket serverSocket;

	private final List<Script> scripts;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final CountDownLatch closed = new CountDownLatch(1);

	public RawServer(Script... scripts) {
		this(ServerSocketFactory.getDefault(), scripts);
	}

	/**
	 * A server whose silences take no real time.
	 */
	public RawServer(SocketTime time, Script... scripts) {
		this(time, ServerSocketFactory.getDefault(), scripts);
	}

	/**
	 * A server with sockets of some kind, such as those of TLS.
	 */
	public RawServer(ServerSocketFactory sockets, Script... scripts) {
		this(null, sockets, scripts);
	}

	private RawServer(@Nullable SocketTime time, ServerSocketFactory sockets, Script... scripts) {
		this.time = time;
		this.scripts = List.of(scripts);
		try {
			this.serverSocket = sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		start("raw-server", this::accept);
	}

	/**
	 * The response that a script sends for a JSON body.
	 */
	public static String ok(String json) {
		return response("200 OK", json);
	}

	public static String response(String status, String body, String... headers) {
		int length = body.getBytes(StandardCharsets.UTF_8).length;
		String more = (headers.length != 0) ? String.join("\r\n", headers) + "\r\n" : "";
		return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + more + "Content-Length: " + length
				+ "\r\n\r\n" + body;
	}

	public URI url() {
		String scheme = (this.serverSocket instanceof SSLServerSocket) ? "https" : "http";
		return URI.create(scheme + "://127.0.0.1:" + this.serverSocket.getLocalPort());
	}

	/** How many connections were accepted. */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * The whole requests that were received, each with its head and its body; the first
	 * ten thousand.
	 */
	public List<String> requests() {
		return this.requests;
	}

	@Override
	public void close() throws IOException {
		this.closed.countDown();
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
				int number = this.connections.getAndIncrement();
				Script script = this.scripts.get(Math.min(number, this.scripts.size() - 1));
				start("raw-server-" + number, () -> serve(socket, script));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket, Script script) {
		try (socket) {
			socket.setTcpNoDelay(true);
			script.serve(new Connection(socket));
		}
		catch (IOException | InterruptedException ex) {
			// the client is gone, which is all that many tests want
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * What happens on one connection. It is closed afterwards.
	 */
	@FunctionalInterface
	public interface Script {

		void serve(Connection connection) throws IOException, InterruptedException;

		/** Answer each request on the connection with the same response. */
		static Script always(String response) {
			return (connection) -> {
				while (connection.readRequest() != null) {
					connection.send(response);
				}
			};
		}

		/** Read one request, send a text, and close the connection. */
		static Script sendAndClose(String text) {
			return (connection) -> {
				connection.readRequest();
				connection.send(text);
			};
		}

		/** Read one request, send a text, and say nothing more. */
		static Script sendAndStall(String text) {
			return (connection) -> {
				connection.readRequest();
				connection.send(text);
				connection.stall();
			};
		}

		/** Read one request, send a text, and reset the connection. */
		static Script sendAndReset(String text) {
			return (connection) -> {
				connection.readRequest();
				connection.send(text);
				connection.reset();
			};
		}

		/** Read one request, send a text at once and another byte by byte. */
		static Script dribble(String atOnce, String dribbled) {
			return (connection) -> {
				connection.readRequest();
				connection.send(atOnce);
				connection.dribble(dribbled);
			};
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

		/**
		 * Read and record one request.
		 * @return the request, or {@code null} if the client has closed the connection
		 */
		public @Nullable String readRequest() throws IOException {
			String head = readHeadText();
			if (head == null) {
				return null;
			}
			byte[] body = this.socket.getInputStream().readNBytes(contentLength(head));
			String request = head + new String(body, StandardCharsets.UTF_8);
			if (RawServer.this.requests.size() < MOST_RECORDED) {
				RawServer.this.requests.add(request);
			}
			return request;
		}

		private @Nullable String readHeadText() throws IOException {
			InputStream in = this.socket.getInputStream();
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!endsHead(head)) {
				int read = in.read();
				if (read < 0) {
					return null;
				}
				head.write(read);
			}
			return head.toString(StandardCharsets.ISO_8859_1);
		}

		/**
		 * Read the head of a request only.
		 * @return the length of the body
		 */
		public int readHead() throws IOException {
			return contentLength(requireNonNull(readHeadText(), "the client has closed the connection"));
		}

		/** Read a body and forget it. */
		public void readBody(int length) throws IOException {
			this.socket.getInputStream().skipNBytes(length);
		}

		/**
		 * Read until the client goes away.
		 * @return how many bytes there were
		 */
		public int readRest() throws IOException {
			int rest = 0;
			try {
				int read = 0;
				byte[] buffer = new byte[8192];
				while (read >= 0) {
					rest += read;
					read = this.socket.getInputStream().read(buffer);
				}
			}
			catch (SocketException ex) {
				// the client has reset the connection
			}
			return rest;
		}

		public void send(String text) throws IOException {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			this.socket.getOutputStream().flush();
		}

		/** Send a part of some bytes as one HTTP chunk. */
		public void send(byte[] bytes, int from, int to) throws IOException {
			send(Integer.toHexString(to - from) + "\r\n");
			this.socket.getOutputStream().write(bytes, from, to - from);
			send("\r\n");
		}

		/** Say that nothing more will be sent, but go on listening. */
		public void halfClose() throws IOException {
			this.socket.shutdownOutput();
		}

		/** Send a byte every 20 ms, over and over, until the client goes away. */
		public void dribble(String text) throws IOException, InterruptedException {
			for (int index = 0; !RawServer.this.closed.await(20, TimeUnit.MILLISECONDS); index++) {
				send(text.substring(index % text.length(), index % text.length() + 1));
			}
		}

		/** Stay silent for a while, or until the server is closed. */
		public void pause(Duration pause) throws InterruptedException {
			if (RawServer.this.time != null) {
				RawServer.this.time.pause(this.socket.getPort(), pause);
			}
			else {
				RawServer.this.closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
			}
		}

		/** Stay silent until the client goes away. */
		public void stall() throws IOException {
			if (RawServer.this.time != null) {
				RawServer.this.time.stall(this.socket.getPort());
			}
			try {
				this.socket.getInputStream().readAllBytes();
			}
			catch (SocketException ex) {
				// the client has reset the connection
			}
			finally {
				if (RawServer.this.time != null) {
					RawServer.this.time.speak(this.socket.getPort());
				}
			}
		}

		/** Close the connection in good order. */
		public void finish() throws IOException {
			this.socket.close();
		}

		public void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

		private static boolean endsHead(ByteArrayOutputStream head) {
			byte[] bytes = head.toByteArray();
			int length = bytes.length;
			return length >= 4 && bytes[length - 4] == '\r' && bytes[length - 3] == '\n' && bytes[length - 2] == '\r'
					&& bytes[length - 1] == '\n';
		}

		private static int contentLength(String head) {
			return head.lines()
				.map((line) -> line.toLowerCase(Locale.ROOT))
				.filter((line) -> line.startsWith("content-length:"))
				.mapToInt((line) -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
				.findFirst()
				.orElse(0);
		}

	}

}
