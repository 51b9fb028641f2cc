package net.taotoken.failover.gateway;

import java.util.Arrays;

/**
 * What is to be told of bytes of a line, without making a text of them.
 */
final class SseBytes {

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private SseBytes() {
	}

	/**
	 * Where the value of a field begins, or -1 if the line is none of that field.
	 */
	static int valueOf(byte[] field, byte[] bytes, int from, int to) {
		if (!startsWith(field, bytes, from, to)) {
			return -1;
		}
		int colon = from + field.length;
		if (colon == to) {
			return to;
		}
		if (bytes[colon] != ':') {
			return -1;
		}
		boolean spaced = colon + 1 < to && bytes[colon + 1] == ' ';
		return spaced ? colon + 2 : colon + 1;
	}

	static int skipByteOrderMark(byte[] bytes, int from, int to) {
		return startsWith(BYTE_ORDER_MARK, bytes, from, to) ? from + BYTE_ORDER_MARK.length : from;
	}

	/** Whether a byte is neither white space nor part of a byte order mark. */
	static boolean isVisible(byte value) {
		if (value >= 0) {
			return value > ' ';
		}
		return value != BYTE_ORDER_MARK[0] && value != BYTE_ORDER_MARK[1] && value != BYTE_ORDER_MARK[2];
	}

	/** Whether some bytes are those expected, white space around them aside. */
	static boolean equalTrimmed(byte[] bytes, int start, int end, byte[] expected) {
		int from = start;
		int to = end;
		while (from < to && isSpace(bytes[from])) {
			from++;
		}
		while (from < to && isSpace(bytes[to - 1])) {
			to--;
		}
		return Arrays.equals(bytes, from, to, expected, 0, expected.length);
	}

	private static boolean isSpace(byte value) {
		return value == ' ' || value == '\n' || value == '\r' || value == '\t';
	}

	private static boolean startsWith(byte[] prefix, byte[] bytes, int from, int to) {
		return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
	}

}
