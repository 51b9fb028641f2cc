package net.taotoken.failover.gateway.watch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a response up to a number of bytes. Closing it does nothing: the body
 * belongs to its exchange, and Apache's streams read to their end when they are closed.
 */
public final class CappedInputStream extends FilterInputStream {

	private long left;

	public CappedInputStream(InputStream in, long cap) {
		super(in);
		this.left = cap;
	}

	@Override
	public int read() throws IOException {
		int read = super.read();
		count((read != -1) ? 1 : 0);
		return read;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int read = super.read(buffer, offset, (int) Math.min(length, this.left + 1));
		count(read);
		return read;
	}

	@Override
	public long skip(long length) throws IOException {
		long skipped = super.skip(Math.min(length, this.left));
		this.left -= skipped;
		return skipped;
	}

	@Override
	public boolean markSupported() {
		return false;
	}

	@Override
	public void close() {
	}

	private void count(int read) throws ResponseTooLargeException {
		if (read > this.left) {
			throw new ResponseTooLargeException();
		}
		this.left -= Math.max(read, 0);
	}

	/** The body is larger than allowed. */
	public static final class ResponseTooLargeException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
