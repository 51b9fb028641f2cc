package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads requests, or responses, from one connection, one after the other, no more exactly
 * than the clients of these benchmarks need it.
 */
final class RequestBuffer {

	private static final byte[] HEAD_END = ascii("\r\n\r\n");

	private static final byte[] LAST_CHUNK = ascii("\r\n0\r\n\r\n");

	private static final byte[] CLOSE = ascii("\r\nconnection: close\r\n");

	private static final byte[] LENGTH = ascii("\r\ncontent-length:");

	private static final byte[] STREAM = ascii("\"stream\":true");

	private static final byte[] MODEL = ascii("\"model\":\"");

	private final InputStream in;

	private byte[] bytes = new byte[16 * 1024];

	private int length;

	private int headLength;

	RequestBuffer(InputStream in) {
		this.in = in;
	}

	/**
	 * Read the next request.
	 * @return whether there was one
	 */
	boolean next() throws IOException {
		this.length = 0;
		this.headLength = -1;
		while (!isComplete()) {
			if (this.length == this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, this.length * 2);
			}
			int read = this.in.read(this.bytes, this.length, this.bytes.length - this.length);
			if (read < 0) {
				return false;
			}
			this.length += read;
		}
		return true;
	}

	private boolean isComplete() {
		if (this.headLength < 0) {
			int end = indexOf(HEAD_END, 0, this.length);
			if (end < 0) {
				return false;
			}
			this.headLength = end + HEAD_END.length;
		}
		int at = indexOf(LENGTH, 0, this.headLength);
		if (at >= 0) {
			return this.length >= this.headLength + number(at + LENGTH.length);
		}
		return this.bytes[0] == 'G' || endsWith(LAST_CHUNK);
	}

	private int number(int at) {
		int number = 0;
		for (int i = at; this.bytes[i] != '\r'; i++) {
			number = (this.bytes[i] == ' ') ? number : number * 10 + this.bytes[i] - '0';
		}
		return number;
	}

	/**
	 * The path of the request.
	 */
	String path() {
		int start = 0;
		while (this.bytes[start] != ' ') {
			start++;
		}
		int end = start + 1;
		while (this.bytes[end] != ' ') {
			end++;
		}
		return new String(this.bytes, start + 1, end - start - 1, StandardCharsets.US_ASCII);
	}

	/**
	 * The letter that the path starts with, for those in a hurry.
	 */
	byte firstLetterOfPath() {
		return this.bytes[(this.bytes[0] == 'P') ? 6 : 5];
	}

	/**
	 * The model that the request asks.
	 */
	String model() {
		int start = indexOf(MODEL, this.headLength, this.length) + MODEL.length;
		int end = start;
		while (this.bytes[end] != '"') {
			end++;
		}
		return new String(this.bytes, start, end - start, StandardCharsets.US_ASCII);
	}

	/**
	 * Tells whether the request wants a stream.
	 */
	boolean isForStream() {
		return indexOf(STREAM, this.headLength, this.length) >= 0;
	}

	/**
	 * Tells whether no further request can be sent on the connection.
	 */
	boolean isLastOnItsConnection() {
		return indexOf(CLOSE, 0, this.headLength) >= 0;
	}

	/**
	 * Tells whether this is a response with status 200.
	 */
	boolean isGoodAnswer() {
		return this.bytes[9] == '2' && this.bytes[10] == '0' && this.bytes[11] == '0';
	}

	private boolean endsWith(byte[] suffix) {
		return this.length >= suffix.length && indexOf(suffix, this.length - suffix.length, this.length) >= 0;
	}

	/** Upper case in the request counts as lower case. */
	private int indexOf(byte[] text, int from, int to) {
		for (int at = from; at <= to - text.length; at++) {
			int i = 0;
			while (i < text.length && lower(this.bytes[at + i]) == text[i]) {
				i++;
			}
			if (i == text.length) {
				return at;
			}
		}
		return -1;
	}

	private static byte lower(byte letter) {
		return (letter >= 'A' && letter <= 'Z') ? (byte) (letter + 32) : letter;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
