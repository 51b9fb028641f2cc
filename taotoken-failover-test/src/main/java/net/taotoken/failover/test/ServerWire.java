package net.taotoken.failover.test;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection, and the silence between them: what it takes of time, and
 * whether the client is still there.
 */
final class ServerWire implements AutoCloseable {

	/** So that the client has read what was sent before time moves on. */
	private static final Duration TIME_TO_READ = Duration.ofMillis(100);

	private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

	private final Socket socket;

	private final InputStream in;

	private final OutputStream out;

	private final @Nullable TaotokenTime time;

	private boolean written;

	ServerWire(Socket socket, @Nullable TaotokenTime time) throws IOException {
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
		this.out = socket.getOutputStream();
		this.time = time;
		socket.setTcpNoDelay(true);
	}

	/**
	 * The next request.
	 * @return the request, or {@code null} if the client sends no more
	 */
	@Nullable HttpRequest read() throws IOException {
		return HttpRequest.read(this.in, this.out);
	}

	/**
	 * An exchange begins, which time does not pass over.
	 */
	void exchangeBegins() {
		this.written = false;
		if (this.time != null) {
			this.time.exchangeBegins();
		}
	}

	void exchangeEnds() {
		if (this.time != null) {
			this.time.exchangeEnds();
		}
	}

	void write(String text) {
		write(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0);
	}

	/**
	 * Write a head and a part of a body at once.
	 * @throws BrokenConnectionException if the client has gone
	 */
	void write(byte[] head, byte[] body, int length) {
		byte[] all = new byte[head.length + length];
		System.arraycopy(head, 0, all, 0, head.length);
		System.arraycopy(body, 0, all, head.length, length);
		try {
			this.out.write(all);
			this.out.flush();
		}
		catch (IOException ex) {
			throw new BrokenConnectionException();
		}
		this.written = true;
	}

	/**
	 * Say nothing for a while.
	 * @return whether the client is still there
	 */
	boolean pause(Duration duration) {
		return duration.isZero() || silence(duration);
	}

	/**
	 * Say nothing for as long as the client is there.
	 */
	void hang() {
		silence(null);
	}

	/**
	 * Say nothing.
	 * @param duration for how long, or {@code null} for as long as the client is there
	 * @return whether the client is still there
	 */
	private boolean silence(@Nullable Duration duration) {
		TaotokenTime time = this.time;
		if (time == null) {
			return isThereAfter((duration != null) ? duration : Duration.ZERO);
		}
		if (this.written && !isThereAfter(TIME_TO_READ)) {
			return false;
		}
		try (TaotokenTime.Silence silence = (duration != null) ? time.silence(duration) : time.silence()) {
			while (!silence.isOver()) {
				if (!isThereAfter((duration != null) ? BETWEEN_LOOKS : Duration.ZERO)) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * Tells whether the client is still there after some real time; zero is for ever.
	 */
	private boolean isThereAfter(Duration duration) {
		try {
			this.socket.setSoTimeout(Math.toIntExact(duration.toMillis()));
			this.in.mark(1);
			int read = this.in.read();
			this.in.reset();
			return read >= 0;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
		finally {
			unlimit();
		}
	}

	private void unlimit() {
		try {
			this.socket.setSoTimeout(0);
		}
		catch (IOException ex) {
			// it is closed
		}
	}

	/**
	 * Reset the connection.
	 */
	void reset() {
		try {
			this.socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// the client was first
		}
		close();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// then it is closed
		}
	}

	/**
	 * The client has gone.
	 */
	static final class BrokenConnectionException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private BrokenConnectionException() {
			super(null, null, false, false);
		}

	}

}
