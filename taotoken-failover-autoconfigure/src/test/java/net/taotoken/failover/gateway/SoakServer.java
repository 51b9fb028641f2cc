package net.taotoken.failover.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A gateway that answers a share of its requests wrongly, in every way that it knows, at
 * random but repeatably. Each right answer belongs to one question and ends with its
 * checksum.
 */
final class SoakServer implements AutoCloseable {

	private static final Pattern QUESTION = Pattern.compile("question (\\d+)");

	private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

	private static final String SSE = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

	private final ServerSocket serverSocket;

	private final long seed;

	private volatile double faultRate;

	private final AtomicLong requests = new AtomicLong();

	private final AtomicInteger unanswered = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final LongAdder[] faults = new LongAdder[Misdeed.values().length];

	private final CountDownLatch closed = new CountDownLatch(1);

	SoakServer(long seed, double faultRate) throws IOException {
		this.seed = seed;
		this.faultRate = faultRate;
		for (int index = 0; index < this.faults.length; index++) {
			this.faults[index] = new LongAdder();
		}
		this.serverSocket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.serverSocket.getLocalPort());
	}

	/** The only right answer to a question. */
	static String answer(long question) {
		Random random = new Random(question);
		StringBuilder text = new StringBuilder("Answer " + question + ":");
		for (int word = 0; word < 3 + random.nextInt(30); word++) {
			text.append(" 字").append(Integer.toString(random.nextInt(1 << 20), 36));
		}
		CRC32 checksum = new CRC32();
		checksum.update(text.toString().getBytes(StandardCharsets.UTF_8));
		return text.append(" #").append(checksum.getValue()).toString();
	}

	void behave() {
		this.faultRate = 0;
	}

	long requests() {
		return this.requests.get();
	}

	/** Requests that are neither answered nor given up by the client. */
	int unanswered() {
		return this.unanswered.get();
	}

	int connections() {
		return this.connections.get();
	}

	String faults() {
		StringBuilder text = new StringBuilder();
		for (Misdeed misdeed : Misdeed.values()) {
			text.append(' ').append(misdeed).append('=').append(this.faults[misdeed.ordinal()].sum());
		}
		return text.toString();
	}

	long faultsOf(Misdeed misdeed) {
		return this.faults[misdeed.ordinal()].sum();
	}

	@Override
	public void close() throws IOException {
		this.closed.countDown();
		this.serverSocket.close();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.serverSocket.accept();
				this.connections.incrementAndGet();
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket) {
		try (socket; InputStream in = new BufferedInputStream(socket.getInputStream())) {
			socket.setTcpNoDelay(true);
			boolean goOn = true;
			while (goOn) {
				String request = read(in);
				this.unanswered.incrementAndGet();
				try {
					goOn = respond(request, socket);
				}
				finally {
					this.unanswered.decrementAndGet();
				}
			}
		}
		catch (IOException | InterruptedException ex) {
			// the client is gone
		}
		finally {
			this.connections.decrementAndGet();
		}
	}

	private static String read(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		int matched = 0;
		while (matched < 4) {
			int read = in.read();
			if (read < 0) {
				throw new IOException("no further request");
			}
			head.write(read);
			matched = (read == "\r\n\r\n".charAt(matched)) ? matched + 1 : (read == '\r') ? 1 : 0;
		}
		String text = head.toString(StandardCharsets.ISO_8859_1);
		Matcher length = LENGTH.matcher(text);
		return length.find() ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
				: "";
	}

	/**
	 * @return whether the connection may be used again
	 */
	private boolean respond(String request, Socket socket) throws IOException, InterruptedException {
		Matcher question = QUESTION.matcher(request);
		if (!question.find()) {
			throw new IOException("no question");
		}
		String answer = answer(Long.parseLong(question.group(1)));
		boolean streamed = request.contains("\"stream\":true");
		// mixed, since the first numbers of neighbouring seeds are much alike
		Random random = new Random(new SplittableRandom(this.seed + this.requests.incrementAndGet()).nextLong());
		Response response = new Response(socket, random, streamed, answer);
		if (random.nextDouble() >= this.faultRate) {
			response.send(response.right(true));
			return !streamed;
		}
		Misdeed misdeed = Misdeed.values()[random.nextInt(Misdeed.values().length)];
		this.faults[misdeed.ordinal()].increment();
		misdo(misdeed, response);
		return false;
	}

	private void misdo(Misdeed misdeed, Response response) throws IOException, InterruptedException {
		String right = response.right(true);
		String half = right.substring(0, response.random.nextInt(right.length()));
		switch (misdeed) {
			case RESET -> response.reset();
			case RESET_INSIDE -> {
				response.send(half);
				response.reset();
			}
			case CUT -> response.send(half);
			case STALL -> response.stall();
			case STALL_INSIDE -> {
				response.send(half);
				response.stall();
			}
			case GARBAGE -> response.send("\u0000\u0001 no HTTP at all \r\n\r\n");
			case BAD_JSON -> response.send(right.replace("\"finish_reason\":", "\"finish_reason\" "));
			case RATE_LIMIT -> response.status("429 Too Many Requests", "Retry-After: " + response.random.nextInt(2));
			case OVERLOAD -> response.status("503 Service Unavailable", "X-Y: z");
			case SERVER_ERROR -> response.status("500 Internal Server Error", "X-Y: z");
			case EMPTY -> response.send(response.streamed ? SSE : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
			case ERROR_INSIDE -> response.send(response.errorInside());
			case NO_FINISH -> response.send(response.streamed ? response.right(false) : half);
			case SLOW -> slow(right, response);
		}
	}

	/** Right, but late: in ten pieces over up to half a second. */
	private void slow(String right, Response response) throws IOException, InterruptedException {
		byte[] bytes = right.getBytes(StandardCharsets.UTF_8);
		int pause = response.random.nextInt(50);
		int step = bytes.length / 10 + 1;
		for (int from = 0; from < bytes.length; from += step) {
			response.out.write(bytes, from, Math.min(step, bytes.length - from));
			response.out.flush();
			if (this.closed.await(pause, TimeUnit.MILLISECONDS)) {
				return;
			}
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "soak-server");
		thread.setDaemon(true);
		thread.start();
	}

	enum Misdeed {

		RESET, RESET_INSIDE, CUT, STALL, STALL_INSIDE, GARBAGE, BAD_JSON, RATE_LIMIT, OVERLOAD, SERVER_ERROR, EMPTY,
		ERROR_INSIDE, NO_FINISH, SLOW

	}

	private static final class Response {

		private final Socket socket;

		private final OutputStream out;

		private final Random random;

		private final boolean streamed;

		private final String answer;

		private Response(Socket socket, Random random, boolean streamed, String answer) throws IOException {
			this.socket = socket;
			this.out = socket.getOutputStream();
			this.random = random;
			this.streamed = streamed;
			this.answer = answer;
		}

		private String right(boolean finished) {
			return this.streamed ? SSE + words(this.answer) + (finished ? finish() : "") + "data: [DONE]\n\n"
					: json("200 OK",
							"{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
									+ "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
									+ this.answer + "\"},\"finish_reason\":\"stop\"}]}",
							"X-Y: z");
		}

		private String errorInside() {
			String error = "{\"error\":{\"message\":\"engine died\",\"type\":\"server_error\"}}";
			return this.streamed ? SSE + words(this.answer.substring(0, this.answer.length() / 2)) + "data: " + error
					+ "\n\n" + finish() + "data: [DONE]\n\n" : json("200 OK", error, "X-Y: z");
		}

		private static String words(String text) {
			StringBuilder chunks = new StringBuilder();
			for (String word : text.split("(?<= )")) {
				chunks
					.append("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
							+ "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"")
					.append(word)
					.append("\"},\"finish_reason\":null}]}\n\n");
			}
			return chunks.toString();
		}

		private static String finish() {
			return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
					+ "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
		}

		private void status(String status, String header) throws IOException {
			send(json(status, "{\"error\":{\"message\":\"no\"}}", header));
		}

		private static String json(String status, String json, String header) {
			return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + header + "\r\nContent-Length: "
					+ json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
		}

		private void send(String text) throws IOException {
			this.out.write(text.getBytes(StandardCharsets.UTF_8));
			this.out.flush();
		}

		private void stall() throws IOException {
			this.socket.getInputStream().readAllBytes();
		}

		private void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

	}

}
