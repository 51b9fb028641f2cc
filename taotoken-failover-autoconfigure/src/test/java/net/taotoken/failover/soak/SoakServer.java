package net.taotoken.failover.soak;

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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ServerSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * A gateway that follows a script for each request: right, or damaged in a way that can
 * be repeated. Counts the requests of each question.
 */
final class SoakServer implements AutoCloseable {

	private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

	/** Enough of a body to find its question, and whether a stream is wanted. */
	private static final int BEGINNING = 1024;

	private final SoakSettings settings;

	private final Books books;

	private final ServerSocket serverSocket;

	private final String scheme;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger underWay = new AtomicInteger();

	private final Map<String, LongAdder> damages = new ConcurrentHashMap<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile double faultRate;

	private volatile CountDownLatch gathering = new CountDownLatch(0);

	SoakServer(SoakSettings settings, Books books, ServerSocketFactory sockets, String scheme) throws IOException {
		this.settings = settings;
		this.books = books;
		this.scheme = scheme;
		this.faultRate = settings.faultRate();
		this.serverSocket = sockets.createServerSocket(0, 500, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	URI url() {
		return URI.create(this.scheme + "://localhost:" + this.serverSocket.getLocalPort());
	}

	/** Do nothing wrong from now on. */
	void behave() {
		this.faultRate = 0;
	}

	/**
	 * Answer nobody until so many requests are there at once.
	 * @return the signal that they are
	 */
	CountDownLatch gather(int requests) {
		CountDownLatch gathering = new CountDownLatch(requests);
		this.gathering = gathering;
		return gathering;
	}

	/** How many responses each damage was done to. */
	Map<String, LongAdder> damages() {
		return this.damages;
	}

	int openConnections() {
		return this.open.size();
	}

	/** Requests that are neither answered nor given up by the client. */
	int underWay() {
		return this.underWay.get();
	}

	@Override
	public void close() throws IOException {
		this.closed.countDown();
		this.serverSocket.close();
		for (Socket socket : this.open) {
			socket.close();
		}
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.serverSocket.accept();
				this.open.add(socket);
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(null, task, "soak-server", 256 * 1024);
		thread.setDaemon(true);
		thread.start();
	}

	private void serve(Socket socket) {
		try (socket; InputStream in = new BufferedInputStream(socket.getInputStream(), 4096)) {
			socket.setTcpNoDelay(true);
			boolean kept = true;
			while (kept) {
				String head = head(in);
				this.underWay.incrementAndGet();
				try {
					kept = exchange(head, in, socket);
				}
				finally {
					this.underWay.decrementAndGet();
				}
			}
		}
		catch (IOException | InterruptedException ex) {
			// the client is gone
		}
		finally {
			this.open.remove(socket);
		}
	}

	private static String head(InputStream in) throws IOException {
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
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private boolean exchange(String head, InputStream in, Socket socket) throws IOException, InterruptedException {
		Matcher matcher = LENGTH.matcher(head);
		int length = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
		String beginning = new String(in.readNBytes(Math.min(length, BEGINNING)), StandardCharsets.UTF_8);
		int rest = length - Math.min(length, BEGINNING);
		Question question = Question.in(beginning);
		boolean streamed = beginning.contains("\"stream\":true");
		Script script = script(question);
		if (!script.isEarly()) {
			in.skipNBytes(rest);
		}
		gather();
		Draft draft = script.draft((question != null) ? question : new Question(Question.FOREIGN), streamed);
		if (question != null && draft.streamed) {
			this.books.answering(question);
		}
		send(draft, socket);
		if (draft.early && draft.isKept()) {
			in.skipNBytes(rest);
		}
		return draft.isKept();
	}

	private Script script(@Nullable Question question) {
		if (question == null) {
			// a probe
			return Script.of(this.settings, 0, new Question(Question.FOREIGN), 0);
		}
		int number = this.books.received(question);
		Script script = Script.of(this.settings, this.faultRate, question, number);
		script.damages()
			.forEach((damage) -> this.damages.computeIfAbsent(damage.name(), (name) -> new LongAdder()).increment());
		return script;
	}

	private void gather() throws InterruptedException {
		CountDownLatch gathering = this.gathering;
		gathering.countDown();
		gathering.await();
	}

	private void send(Draft draft, Socket socket) throws IOException, InterruptedException {
		byte[] wire = draft.wire();
		int end = (draft.cutAt < 0) ? wire.length : Math.min(draft.cutAt, wire.length);
		boolean atOnce = !draft.behind.isEmpty() && draft.behindAfterMillis == 0 && end == wire.length;
		// what stands behind a response goes out with its last bytes
		int last = atOnce ? Math.max(0, end - 10) : end;
		OutputStream out = socket.getOutputStream();
		int sent = 0;
		for (Map.Entry<Integer, Integer> pause : draft.pauses.entrySet()) {
			int until = Math.min(pause.getKey(), last);
			write(out, wire, sent, until, draft.step);
			sent = Math.max(sent, until);
			pause(pause.getValue());
		}
		write(out, wire, sent, last, draft.step);
		if (atOnce) {
			out.write(Draft.raw(new String(wire, last, end - last, StandardCharsets.ISO_8859_1) + draft.behind));
			out.flush();
		}
		else if (draft.behindAfterMillis > 0 && end == wire.length) {
			pause(draft.behindAfterMillis);
			out.write(Draft.raw(draft.behind));
			out.flush();
		}
		finish(draft, socket);
	}

	private static void write(OutputStream out, byte[] bytes, int from, int to, int step) throws IOException {
		// not too often, since each is a call of the kernel
		int atOnce = Math.max(step, (to - from) / 300);
		int at = from;
		while (at < to) {
			int length = Math.min(atOnce, to - at);
			out.write(bytes, at, length);
			out.flush();
			at += length;
		}
	}

	private void finish(Draft draft, Socket socket) throws IOException, InterruptedException {
		switch (draft.ending) {
			case KEEP, CLOSE -> {
			}
			case CLOSE_LATER -> pause(30);
			case RESET -> {
				socket.setSoLinger(true, 0);
				socket.close();
			}
			case HALF_CLOSE -> {
				socket.shutdownOutput();
				socket.getInputStream().transferTo(OutputStream.nullOutputStream());
			}
			case STALL -> socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		}
	}

	private void pause(int millis) throws IOException, InterruptedException {
		if (this.closed.await(millis, TimeUnit.MILLISECONDS)) {
			throw new IOException("closed");
		}
	}

}
