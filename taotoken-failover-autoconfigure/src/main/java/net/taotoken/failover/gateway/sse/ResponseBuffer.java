package net.taotoken.failover.gateway.sse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a body, at the beginning of an array that may be longer.
 */
public final class ResponseBuffer {

	private static final int FIRST_SIZE = 4 * 1024;

	/** A length that a server announces is not believed beyond this. */
	private static final int LARGEST_FIRST_SIZE = 1024 * 1024;

	private static final int LARGEST_SIZE = Integer.MAX_VALUE - 8;

	private byte[] bytes;

	private int length;

	/**
	 * Create an empty buffer.
	 * @param expected how many bytes to expect, or a negative number
	 */
	public ResponseBuffer(long expected) {
		this.bytes = new byte[size(expected)];
	}

	private static int size(long expected) {
		// one more, so that the end is seen without growing
		return (expected < 0) ? FIRST_SIZE : (int) Math.min(expected, LARGEST_FIRST_SIZE) + 1;
	}

	/**
	 * Append a stream up to its end. What was read before a failure is kept.
	 * @param in the stream, which stays open
	 * @param most where to stop
	 * @return whether the end was reached
	 * @throws IOException if the stream fails
	 */
	public boolean readFrom(InputStream in, int most) throws IOException {
		while (this.length < most) {
			if (this.length == this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(this.length * 2L, LARGEST_SIZE));
			}
			int read = in.read(this.bytes, this.length, Math.min(this.bytes.length, most) - this.length);
			if (read < 0) {
				return true;
			}
			this.length += read;
		}
		return false;
	}

	public byte[] array() {
		return this.bytes;
	}

	public int length() {
		return this.length;
	}

	/** Tells whether it is a text that can be read without loss. */
	public boolean isUtf8() {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(this.bytes, 0, this.length));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	public String text() {
		return new String(this.bytes, 0, this.length, StandardCharsets.UTF_8);
	}

}
