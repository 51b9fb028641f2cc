package net.taotoken.failover.gateway.watch;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

import net.taotoken.failover.gateway.watch.ExchangeWatch.Ending;

/**
 * The body of a stream under a watch that counts the time spent waiting for the server,
 * not the time that the reader takes between two reads. To be used by one thread at a
 * time.
 */
public final class WatchedInputStream extends InputStream {

	/**
	 * The number of allowances in a row that keep-alive bytes without content may renew.
	 */
	private static final int KEEP_ALIVE_ALLOWANCES = 4;

	private final InputStream in;

	private final ExchangeWatch watch;

	private final LongSupplier nanoTicker;

	private final long totalDeadline;

	private long allowance;

	private long left;

	/** The time for which bytes without content renew the allowance. */
	private long reserve;

	private long bytes;

	/**
	 * Put a body under a watch.
	 * @param in the body
	 * @param watch the watch over its exchange
	 * @param nanoTicker tells the passing of time
	 * @param totalDeadline the nano tick at which the exchange has to end, come what may
	 */
	public WatchedInputStream(InputStream in, ExchangeWatch watch, LongSupplier nanoTicker, long totalDeadline) {
		this.in = in;
		this.watch = watch;
		this.nanoTicker = nanoTicker;
		this.totalDeadline = totalDeadline;
	}

	/**
	 * Begin a phase of the stream in which no byte renews the allowance.
	 * @param allowance how long to wait for the server, all reads together
	 * @param spent how much of it is spent already, in nanoseconds
	 */
	public void allowOnce(Duration allowance, long spent) {
		this.allowance = ExchangeWatchdog.nanos(allowance);
		this.left = this.allowance - spent;
		this.reserve = 0;
	}

	/**
	 * Begin a phase of the stream in which each byte renews the allowance, since it
	 * proves that the server lives, up to four times in a row.
	 * @param allowance how long to wait for a byte
	 */
	public void allow(Duration allowance) {
		this.allowance = ExchangeWatchdog.nanos(allowance);
		renew();
	}

	/** The server has brought something: it may take the whole allowance again. */
	public void renew() {
		this.left = this.allowance;
		this.reserve = KEEP_ALIVE_ALLOWANCES * this.allowance;
	}

	/** The number of bytes that were read. */
	public long bytes() {
		return this.bytes;
	}

	public boolean isPastTotal() {
		return this.nanoTicker.getAsLong() - this.totalDeadline >= 0;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (this.left <= 0) {
			this.watch.cancel(Ending.DEADLINE);
			throw new SocketTimeoutException();
		}
		long start = this.nanoTicker.getAsLong();
		this.watch.arm(earlier(start + this.left, this.totalDeadline));
		try {
			int read = this.in.read(target, offset, length);
			this.bytes += Math.max(read, 0);
			return read;
		}
		catch (RuntimeException ex) {
			// Apache's unchecked ways to say that a connection was closed
			if (this.watch.isOver()) {
				throw new SocketException("closed");
			}
			throw ex;
		}
		finally {
			this.watch.rest(this.totalDeadline);
			spend(this.nanoTicker.getAsLong() - start);
		}
	}

	private void spend(long nanos) {
		this.reserve -= nanos;
		this.left = Math.max(this.left - nanos, Math.min(this.allowance, this.reserve));
	}

	private static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

}
