package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * A gateway that costs next to nothing, as a process of its own. The path decides what it
 * says: {@code /small} and {@code /large} are answers, whole or as streams,
 * {@code /events} are streams, {@code /models} behaves as each model was told to by
 * {@code GET /tell/model/behaviour}, and {@code GET /requests} says how often each model
 * was asked.
 */
final class Stub {

	private final ServerSocket server;

	private final Map<String, String> behaviours = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

	private Stub() throws IOException {
		this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
	}

	public static void main(String[] args) throws IOException {
		Stub stub = new Stub();
		System.out.println(stub.server.getLocalPort());
		daemon(Processes::exitWhenParentIsGone);
		while (true) {
			Socket socket = stub.server.accept();
			daemon(() -> stub.serve(socket));
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(null, task, "stub", 128 * 1024);
		thread.setDaemon(true);
		thread.start();
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			RequestBuffer request = new RequestBuffer(socket.getInputStream());
			OutputStream out = socket.getOutputStream();
			while (request.next()) {
				byte[] reply = switch (request.firstLetterOfPath()) {
					case 's' -> request.isForStream() ? Replies.SMALL_EVENTS : Replies.SMALL;
					case 'l' -> request.isForStream() ? Replies.LARGE_EVENTS : Replies.LARGE;
					case 'e' -> Replies.EVENTS;
					case 'm' -> ofModel(request, socket);
					case 't' -> told(request.path().split("/"));
					default -> requestCounts();
				};
				out.write(reply);
			}
		}
		catch (IOException ex) {
			// the client is gone
		}
	}

	private byte[] ofModel(RequestBuffer request, Socket socket) throws IOException {
		String model = request.model();
		this.requests.computeIfAbsent(model, (key) -> new LongAdder()).increment();
		return switch (this.behaviours.getOrDefault(model, "answer")) {
			case "503" -> Replies.OVERLOADED;
			case "hang" -> hang(socket);
			case "silent" -> silent(socket);
			case "reset" -> reset(socket);
			default -> request.isForStream() ? Replies.SMALL_EVENTS : Replies.SMALL;
		};
	}

	private static byte[] silent(Socket socket) throws IOException {
		socket.getOutputStream().write(Replies.EVENTS_HEAD);
		return hang(socket);
	}

	private static byte[] hang(Socket socket) throws IOException {
		while (socket.getInputStream().read() >= 0) {
			// nothing more is to come but the end
		}
		throw new IOException("hung up");
	}

	private static byte[] reset(Socket socket) throws IOException {
		socket.setSoLinger(true, 0);
		throw new IOException("reset");
	}

	private byte[] told(String[] path) {
		this.behaviours.put(path[2], path[3]);
		return Replies.NOTHING;
	}

	private byte[] requestCounts() {
		return Replies.ok(new TreeMap<>(this.requests).entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue().sum())
			.collect(Collectors.joining("\n")));
	}

}
