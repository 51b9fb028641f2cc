package net.taotoken.failover.gateway.sse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events by the rules of the HTML standard, with four exceptions: an
 * event that the end of the stream cuts off is handed on, and so is a line of bare JSON
 * between events, since gateways write their errors so; a line of JSON that is no field
 * of the standard is damage, as it may have been data; and each byte order mark at the
 * start is skipped, not only the first one. Works on the bytes: what an event brings lies
 * in the buffer until the next one is asked for.
 */
public final class SseReader {

	private static final int FIRST_SIZE = 1024;

	private static final int FIELD_NAME_SIZE = 16;

	private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] RETRY = "retry".getBytes(StandardCharsets.US_ASCII);

	private final InputStream in;

	private final int limit;

	private byte[] buffer = new byte[FIRST_SIZE];

	private int end;

	private int lineStart;

	private int scanned;

	private boolean ended;

	private boolean atFirstLine = true;

	private boolean afterCarriageReturn;

	private boolean hasData;

	private int dataStart;

	private int dataEnd;

	private @Nullable String name;

	private boolean bare;

	private boolean damaged;

	private boolean cutOff;

	/**
	 * Create a reader.
	 * @param in the stream, never closed
	 * @param limit the most bytes that one event may bring
	 */
	public SseReader(InputStream in, int limit) {
		this.in = in;
		this.limit = limit;
	}

	/**
	 * Go on to the next event.
	 * @return whether there is one
	 * @throws EventTooLargeException if it is larger than allowed
	 * @throws IOException if the stream fails
	 */
	public boolean next() throws IOException {
		startEvent();
		while (true) {
			int lineEnd = findLineEnd();
			if (lineEnd >= 0) {
				if (take(lineEnd)) {
					return true;
				}
			}
			else if (this.ended) {
				return takeRest();
			}
			else {
				fill();
			}
		}
	}

	/**
	 * Look at the first byte that is no white space, before the first event.
	 * @return the byte, or -1 if there is none
	 * @throws IOException if the stream fails
	 */
	public int peek() throws IOException {
		int first = firstVisible();
		this.scanned = this.lineStart;
		return first;
	}

	/**
	 * Tells whether the stream looks like events, before the first event: its first line
	 * is a field or a comment.
	 * @return whether it does
	 * @throws IOException if the stream fails
	 */
	public boolean areThere() throws IOException {
		return "deir:".indexOf(peek()) >= 0;
	}

	private int firstVisible() throws IOException {
		int position = this.lineStart;
		while (true) {
			for (; position < this.end; position++) {
				byte next = this.buffer[position];
				if (SseBytes.isVisible(next)) {
					return next & 0xFF;
				}
			}
			if (this.ended) {
				return -1;
			}
			fill();
		}
	}

	/**
	 * The stream from its first byte on, if no event was read yet.
	 * @return a stream, to be used instead of this reader
	 */
	public InputStream unread() {
		return new SequenceInputStream(new ByteArrayInputStream(this.buffer, this.lineStart, this.end - this.lineStart),
				this.in);
	}

	public byte[] array() {
		return this.buffer;
	}

	public int offset() {
		return this.dataStart;
	}

	public int length() {
		return this.dataEnd - this.dataStart;
	}

	public String text() {
		return new String(this.buffer, this.dataStart, length(), StandardCharsets.UTF_8);
	}

	/** Tells whether the event brings nothing but white space. */
	public boolean isBlank() {
		return firstVisibleByte() == this.dataEnd;
	}

	/** Tells whether the first byte that is no white space is the given one. */
	public boolean startsWith(char visible) {
		int first = firstVisibleByte();
		return first < this.dataEnd && this.buffer[first] == visible;
	}

	/**
	 * Tells whether the event is the one that announces the end, such as {@code [DONE]}.
	 */
	public boolean isDone() {
		return SseBytes.isDone(this.buffer, this.dataStart, this.dataEnd);
	}

	private int firstVisibleByte() {
		int position = this.dataStart;
		while (position < this.dataEnd && !SseBytes.isVisible(this.buffer[position])) {
			position++;
		}
		return position;
	}

	/** The type of the event, or {@code null} if it has none. */
	public @Nullable String name() {
		return this.name;
	}

	/** Tells whether this is a line of JSON that is no event by the standard. */
	public boolean isBare() {
		return this.bare;
	}

	/**
	 * Tells whether the event is, or holds, a line of JSON whose field is none of the
	 * standard: what it brings is not all that was sent.
	 */
	public boolean isDamaged() {
		return this.damaged;
	}

	/** Tells whether the stream ended before the event did. */
	public boolean isCutOff() {
		return this.cutOff;
	}

	private void startEvent() {
		this.hasData = false;
		this.dataStart = 0;
		this.dataEnd = 0;
		this.name = null;
		this.bare = false;
		this.damaged = false;
		this.cutOff = false;
	}

	private int findLineEnd() {
		if (this.afterCarriageReturn && this.lineStart < this.end) {
			this.afterCarriageReturn = false;
			if (this.buffer[this.lineStart] == '\n') {
				this.lineStart++;
				this.scanned = this.lineStart;
			}
		}
		byte[] bytes = this.buffer;
		int to = this.end;
		for (int position = this.scanned; position < to; position++) {
			byte next = bytes[position];
			if (next == '\n' || next == '\r') {
				return position;
			}
		}
		this.scanned = to;
		return -1;
	}

	private boolean take(int lineEnd) throws EventTooLargeException {
		int from = this.lineStart;
		this.lineStart = lineEnd + 1;
		this.scanned = this.lineStart;
		this.afterCarriageReturn = this.buffer[lineEnd] == '\r';
		return takeLine(from, lineEnd);
	}

	private boolean takeRest() throws EventTooLargeException {
		int from = this.lineStart;
		this.lineStart = this.end;
		this.scanned = this.end;
		this.cutOff = from != this.end && takeLine(from, this.end);
		this.cutOff |= this.hasData;
		return this.cutOff;
	}

	/**
	 * Take one line.
	 * @return whether an event is complete
	 */
	private boolean takeLine(int lineStart, int to) throws EventTooLargeException {
		int from = lineStart;
		if (this.atFirstLine) {
			this.atFirstLine = false;
			from = SseBytes.skipByteOrderMarks(this.buffer, from, to);
		}
		if (from == to) {
			return endEvent();
		}
		return takeField(from, to);
	}

	private boolean endEvent() {
		if (!this.hasData) {
			this.name = null;
		}
		return this.hasData;
	}

	private boolean takeField(int from, int to) throws EventTooLargeException {
		return switch (this.buffer[from]) {
			case ':' -> false;
			case 'd' -> takeData(from, to);
			case 'e' -> takeName(from, to);
			case 'i' -> takeOther(ID, from, to);
			case 'r' -> takeOther(RETRY, from, to);
			case '{' -> this.hasData ? takeUnknown(from, to) : takeBareJson(from, to);
			default -> takeUnknown(from, to);
		};
	}

	private boolean takeData(int from, int to) throws EventTooLargeException {
		int value = SseBytes.valueOf(DATA, this.buffer, from, to);
		if (value < 0) {
			return takeUnknown(from, to);
		}
		if (!this.hasData) {
			takeLineAsData(value, to);
		}
		else {
			this.buffer[this.dataEnd++] = '\n';
			System.arraycopy(this.buffer, value, this.buffer, this.dataEnd, to - value);
			this.dataEnd += to - value;
			checkSize(length());
		}
		return false;
	}

	private boolean takeName(int from, int to) throws EventTooLargeException {
		int value = SseBytes.valueOf(EVENT, this.buffer, from, to);
		if (value < 0) {
			return takeUnknown(from, to);
		}
		this.name = new String(this.buffer, value, to - value, StandardCharsets.UTF_8);
		return false;
	}

	private boolean takeOther(byte[] field, int from, int to) throws EventTooLargeException {
		return SseBytes.valueOf(field, this.buffer, from, to) < 0 && takeUnknown(from, to);
	}

	private boolean takeBareJson(int from, int to) throws EventTooLargeException {
		this.bare = true;
		takeLineAsData(from, to);
		return true;
	}

	/**
	 * Take a line whose field is none of the standard. Such fields are of no concern, but
	 * JSON in one may be an event that has lost its name.
	 */
	private boolean takeUnknown(int from, int to) throws EventTooLargeException {
		int json = SseBytes.startOfJson(this.buffer, from, to);
		if (json < 0) {
			return false;
		}
		this.damaged = true;
		if (this.hasData) {
			return false;
		}
		takeLineAsData(json, to);
		return true;
	}

	private void takeLineAsData(int from, int to) throws EventTooLargeException {
		checkSize(to - from);
		this.hasData = true;
		this.dataStart = from;
		this.dataEnd = to;
	}

	private void fill() throws IOException {
		compact();
		checkSize(length() + this.end - this.lineStart - FIELD_NAME_SIZE);
		if (this.end == this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, (int) Math.min(this.end * 2L, (long) this.limit + FIRST_SIZE));
		}
		int read = this.in.read(this.buffer, this.end, this.buffer.length - this.end);
		this.ended = read < 0;
		this.end += Math.max(read, 0);
	}

	/**
	 * Move what is still needed to the front: the data so far, and the line that has not
	 * ended. Of an unfinished comment line, only the colon is kept; the rest is not
	 * needed.
	 */
	private void compact() {
		int dataLength = length();
		moveTo(0, this.dataStart, dataLength);
		this.dataStart = 0;
		this.dataEnd = dataLength;
		int lineLength = this.end - this.lineStart;
		if (lineLength > 1 && this.buffer[this.lineStart] == ':') {
			lineLength = 1;
		}
		moveTo(dataLength, this.lineStart, lineLength);
		this.lineStart = dataLength;
		this.end = dataLength + lineLength;
		this.scanned = this.end;
	}

	private void moveTo(int target, int from, int length) {
		if (length != 0 && from != target) {
			System.arraycopy(this.buffer, from, this.buffer, target, length);
		}
	}

	private void checkSize(int size) throws EventTooLargeException {
		if (size > this.limit) {
			throw new EventTooLargeException();
		}
	}

	/** An event is larger than allowed. */
	public static final class EventTooLargeException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
