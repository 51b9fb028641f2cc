package net.taotoken.failover.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import org.jspecify.annotations.Nullable;

/**
 * The content of a body that a server has compressed, though nobody has asked it to.
 * Reads nothing before it is read itself.
 */
public final class InflatedInputStream extends InputStream {

	private static final int METHOD = 8;

	private final PushbackInputStream compressed;

	private final boolean gzip;

	private @Nullable InputStream inflated;

	private InflatedInputStream(InputStream compressed, boolean gzip) {
		this.compressed = new PushbackInputStream(compressed, 2);
		this.gzip = gzip;
	}

	/**
	 * Tells whether bodies of an encoding can be read.
	 * @param encoding the value of {@code Content-Encoding}
	 */
	public static boolean knows(String encoding) {
		return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
			case "gzip", "x-gzip", "deflate" -> true;
			default -> false;
		};
	}

	public static InputStream of(InputStream compressed, String encoding) {
		return new InflatedInputStream(compressed, !encoding.strip().equalsIgnoreCase("deflate"));
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		InputStream inflated = this.inflated;
		if (inflated == null) {
			inflated = open();
			this.inflated = inflated;
		}
		int read = inflated.read(target, offset, length);
		if (read < 0) {
			// reads the body to its end, too
			inflated.close();
			this.compressed.close();
			this.inflated = InputStream.nullInputStream();
		}
		return read;
	}

	private InputStream open() throws IOException {
		int first = this.compressed.read();
		if (first < 0) {
			return InputStream.nullInputStream();
		}
		int second = this.compressed.read();
		if (second >= 0) {
			this.compressed.unread(second);
		}
		this.compressed.unread(first);
		if (this.gzip) {
			return new GZIPInputStream(this.compressed);
		}
		// some servers leave out the head that belongs to it
		boolean hasHead = (first & 0xF) == METHOD && ((first << 8) | second) % 31 == 0;
		return hasHead ? new InflaterInputStream(this.compressed)
				: new InflaterInputStream(this.compressed, new Inflater(true));
	}

}
