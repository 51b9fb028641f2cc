package net.taotoken.failover.gateway.sse;

import java.util.Arrays;

/**
 * Questions about the bytes of a line, answered without creating a String.
 */
final class SseBytes {

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private static final byte[] DONE = { 'd', 'o', 'n', 'e' };

	private static final int LOWER_CASE = 0x20;

	private SseBytes() {
	}

	/**
	 * The start of the value of a field, or -1 if the line is none of that field.
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

	/**
	 * The start of JSON in a line that holds a part of an object: a brace before a quote,
	 * or a colon after one.
	 * @return the position of the first brace, that of the line if it has none, or -1 if
	 * there is no JSON in it
	 */
	static int startOfJson(byte[] bytes, int from, int to) {
		int brace = -1;
		byte before = 0;
		boolean found = false;
		for (int position = from; position < to; position++) {
			byte next = bytes[position];
			brace = (brace < 0 && next == '{') ? position : brace;
			found |= (before == '{' && next == '"') || (before == '"' && next == ':');
			before = (next == ' ' || next == '\t') ? before : next;
		}
		if (!found) {
			return -1;
		}
		return (brace >= 0) ? brace : from;
	}

	/** The start of a first line: servers that join texts write more than one mark. */
	static int skipByteOrderMarks(byte[] bytes, int from, int to) {
		int start = from;
		while (startsWith(BYTE_ORDER_MARK, bytes, start, to)) {
			start += BYTE_ORDER_MARK.length;
		}
		return start;
	}

	/** Tells whether a byte is neither white space nor part of a byte order mark. */
	static boolean isVisible(byte value) {
		if (value >= 0) {
			return value > ' ';
		}
		return value != BYTE_ORDER_MARK[0] && value != BYTE_ORDER_MARK[1] && value != BYTE_ORDER_MARK[2];
	}

	/**
	 * Tells whether some bytes are the word "done" in any case, in brackets or without,
	 * and nothing else.
	 */
	static boolean isDone(byte[] bytes, int start, int end) {
		int matched = 0;
		for (int position = start; position < end; position++) {
			byte next = bytes[position];
			if (matched < DONE.length && (next | LOWER_CASE) == DONE[matched]) {
				matched++;
			}
			else if (next > ' ' && next != '[' && next != ']') {
				return false;
			}
			else if (next < 0) {
				return false;
			}
		}
		return matched == DONE.length;
	}

	private static boolean startsWith(byte[] prefix, byte[] bytes, int from, int to) {
		return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
	}

}
