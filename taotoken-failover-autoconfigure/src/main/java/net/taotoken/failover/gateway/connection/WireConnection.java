package net.taotoken.failover.gateway.connection;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLSocket;

import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.LazyLineParser;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is not open yet, open, or closed. It is used by one thread at a time,
 * except that any thread may close it, while it is being opened, too.
 */
public final class WireConnection extends DefaultBHttpClientConnection {

	private static final Http1Config LIMITS = Http1Config.custom()
		.setMaxLineLength(64 * 1024)
		.setMaxHeaderCount(500)
		.build();

	// headers are read when somebody looks at them, which is seldom for a good answer
	private static final DefaultHttpResponseParserFactory RESPONSES = new DefaultHttpResponseParserFactory(LIMITS,
			LazyLineParser.INSTANCE, null);

	private static final ResponseLength LENGTHS = new ResponseLength();

	private volatile @Nullable Closeable broken;

	private volatile boolean closed;

	private @Nullable Socket socket;

	private @Nullable InputStream in;

	private @Nullable SSLSocket secure;

	private @Nullable SessionInputBuffer buffer;

	private long receivedBefore;

	private boolean unfinished;

	WireConnection() {
		super(LIMITS, null, null, LENGTHS, null, null, RESPONSES);
	}

	/**
	 * Has something closed if the connection is closed while it is being opened.
	 * @param step what the opening thread waits for, or the socket
	 * @throws ExchangeAbortedException if the connection was closed before
	 */
	void breakOnClose(Closeable step) throws ExchangeAbortedException {
		this.broken = step;
		if (this.closed) {
			Closer.closeQuietly(step);
			throw new ExchangeAbortedException(null);
		}
	}

	/**
	 * The connection is open.
	 * @param socket the socket that bytes come from
	 * @param secure TLS over that socket, or {@code null}
	 */
	void open(Socket socket, @Nullable SSLSocket secure) throws IOException {
		this.socket = socket;
		this.in = socket.getInputStream();
		this.secure = secure;
		bind((secure != null) ? new SocketHolder(secure, socket) : new SocketHolder(socket));
		breakOnClose(socket);
	}

	@Override
	public boolean isOpen() {
		return !this.closed && super.isOpen();
	}

	@Override
	public void close(CloseMode mode) {
		this.closed = true;
		super.close(mode);
		Closer.closeQuietly(this.broken);
	}

	@Override
	protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream in) {
		this.buffer = buffer;
		return super.createContentInputStream(length, buffer, in);
	}

	/**
	 * Tells whether the connection may be kept after a response: it is open, and nothing
	 * came in with the response that is not part of it. Looks at memory only.
	 */
	public boolean isClean() {
		SessionInputBuffer buffer = this.buffer;
		// without a body, nothing has shown the buffer
		return isOpen() && !this.unfinished && buffer != null && buffer.length() == 0 && !holdsPlaintext();
	}

	private boolean holdsPlaintext() {
		try {
			return this.secure != null && this.secure.getInputStream().available() > 0;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Tells whether a server has sent anything since the last response, such as a second
	 * response. Costs one call of the operating system, which tells bytes, but not an
	 * end.
	 */
	public boolean hasInput() {
		try {
			return this.in == null || this.in.available() > 0;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * As {@link #hasInput()}, but an end that the server has sent counts, too. Costs
	 * several calls of the operating system.
	 */
	public boolean hasInputOrEnd() {
		SocketChannel channel = (this.socket != null) ? this.socket.getChannel() : null;
		if (channel == null) {
			return hasInput();
		}
		try {
			channel.configureBlocking(false);
			try {
				return channel.read(ByteBuffer.allocate(1)) != 0;
			}
			finally {
				channel.configureBlocking(true);
			}
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Tells whether bytes have come in while a request was being written. Unknown with
	 * TLS, where a server sends bytes of its own now and then.
	 */
	public boolean hasEarlyInput() {
		return this.secure == null && hasInput();
	}

	/** A request begins. */
	public void begin() {
		this.receivedBefore = received();
	}

	/** The request was not written to its end, so that no other one can follow. */
	public void leaveUnfinished() {
		this.unfinished = true;
	}

	/**
	 * Tells whether a byte of a response has come since the request began.
	 */
	public boolean hasReceived() {
		return received() != this.receivedBefore;
	}

	private long received() {
		EndpointDetails details = getEndpointDetails();
		return (details != null) ? details.getReceivedBytesCount() : -1;
	}

}
