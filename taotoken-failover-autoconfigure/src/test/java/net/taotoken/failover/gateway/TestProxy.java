package net.taotoken.failover.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A proxy of any kind, which passes all bytes on to one server, whatever it is asked for.
 */
final class TestProxy implements AutoCloseable {

	private final ServerSocket serverSocket;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final URI server;

	private final @Nullable String login;

	/**
	 * Start a proxy.
	 * @param server where all connections lead
	 * @param login user and password that are asked for, with a colon between them
	 */
	TestProxy(URI server, @Nullable String login) throws IOException {
		this.server = server;
		this.login = login;
		this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	Proxy as(Proxy.Type type) {
		return new Proxy(type, InetSocketAddress.createUnresolved("localhost", port()));
	}

	/** The heads of HTTP requests, and the hosts that were asked for by SOCKS. */
	List<String> asked() {
		return this.asked;
	}

	private void accept() throws IOException {
		while (true) {
			Socket socket = this.serverSocket.accept();
			this.sockets.add(socket);
			start(() -> serve(socket));
		}
	}

	private void serve(Socket client) throws IOException {
		try (client) {
			InputStream in = client.getInputStream();
			int first = in.read();
			if (first == 5) {
				serveSocks(client);
			}
			else if (first >= 0) {
				serveHttp(client, first);
			}
		}
	}

	private void serveHttp(Socket client, int first) throws IOException {
		String head = readHead(client.getInputStream(), first);
		this.asked.add(head);
		if (this.login != null && !head.contains("Proxy-Authorization: Basic "
				+ Base64.getEncoder().encodeToString(this.login.getBytes(StandardCharsets.UTF_8)) + "\r\n")) {
			send(client, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"house\"\r\n"
					+ "Content-Length: 0\r\nConnection: close\r\n\r\n");
			return;
		}
		if (head.startsWith("CONNECT refused")) {
			send(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
			return;
		}
		try (Socket target = connect()) {
			if (head.startsWith("CONNECT ")) {
				send(client, "HTTP/1.1 200 Connection established\r\n\r\n");
			}
			else {
				send(target, head);
			}
			pass(client, target);
		}
	}

	private void serveSocks(Socket client) throws IOException {
		DataInputStream in = new DataInputStream(client.getInputStream());
		OutputStream out = client.getOutputStream();
		in.readNBytes(in.readUnsignedByte());
		if (this.login != null) {
			out.write(new byte[] { 5, 2 });
			in.readUnsignedByte();
			String user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
			String password = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
			boolean known = this.login.equals(user + ":" + password);
			out.write(new byte[] { 1, (byte) (known ? 0 : 1) });
			if (!known) {
				return;
			}
		}
		else {
			out.write(new byte[] { 5, 0 });
		}
		in.readNBytes(3);
		int type = in.readUnsignedByte();
		String host = (type == 3) ? new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8)
				: InetAddress.getByAddress(in.readNBytes((type == 1) ? 4 : 16)).getHostAddress();
		this.asked.add(host + ":" + in.readUnsignedShort());
		try (Socket target = connect()) {
			out.write(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
			pass(client, target);
		}
	}

	private Socket connect() throws IOException {
		Socket target = new Socket(InetAddress.getLoopbackAddress(), this.server.getPort());
		this.sockets.add(target);
		return target;
	}

	private void pass(Socket client, Socket target) throws IOException {
		start(() -> copy(target, client));
		copy(client, target);
	}

	private static void copy(Socket from, Socket to) throws IOException {
		try (from; to) {
			byte[] buffer = new byte[8192];
			int read = from.getInputStream().read(buffer);
			while (read >= 0) {
				to.getOutputStream().write(buffer, 0, read);
				read = from.getInputStream().read(buffer);
			}
		}
	}

	private static String readHead(InputStream in, int first) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		head.write(first);
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			head.write(in.read());
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// one of the two has gone away
			}
		}, "test-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	@FunctionalInterface
	private interface Task {

		void run() throws IOException;

	}

}
