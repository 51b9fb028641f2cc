package net.taotoken.failover.soak;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A response in the making: right, until some damage changes it. All texts are bytes, one
 * in each character.
 */
final class Draft {

	/** What becomes of the connection when the response is sent. */
	enum Ending {

		KEEP, CLOSE, CLOSE_LATER, HALF_CLOSE, RESET, STALL

	}

	/** How the end of the body is told. */
	enum Framing {

		LENGTH, CHUNKED, CLOSE

	}

	final boolean streamed;

	String statusLine = "HTTP/1.1 200 OK";

	final List<String> headers = new ArrayList<>();

	List<String> parts;

	Framing framing;

	/** What stands before the response, such as one of 1xx. */
	String before = "";

	/** What stands behind the response, and how long after it. */
	String behind = "";

	int behindAfterMillis;

	/** Whether the answer is sent before the body of the request is read. */
	boolean early;

	/** After how many bytes nothing more comes, or -1. */
	int cutAt = -1;

	/** Milliseconds of silence, by the number of bytes before them. */
	final Map<Integer, Integer> pauses = new TreeMap<>();

	/** How many bytes are written at once. */
	int step = Integer.MAX_VALUE;

	/** Changes what is written around a chunk of HTTP. */
	ChunkCoding chunks = ChunkCoding.RIGHT;

	Ending ending = Ending.KEEP;

	private String lineEnd = "\r\n";

	Draft(boolean streamed, List<String> parts, Framing framing) {
		this.streamed = streamed;
		this.parts = new ArrayList<>(parts);
		this.framing = framing;
		this.headers.add("Content-Type: " + (streamed ? "text/event-stream" : "application/json"));
	}

	static String bytes(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	static byte[] raw(String bytes) {
		return bytes.getBytes(StandardCharsets.ISO_8859_1);
	}

	String body() {
		return String.join("", this.parts);
	}

	void body(String bytes) {
		this.parts = new ArrayList<>(List.of(bytes));
	}

	void lineEnd(String lineEnd) {
		this.lineEnd = lineEnd;
	}

	/** An error in place of the answer. */
	void error(String status, String body) {
		this.statusLine = "HTTP/1.1 " + status;
		this.framing = Framing.LENGTH;
		this.headers.set(0, "Content-Type: application/json");
		body(body);
	}

	boolean isKept() {
		return this.ending == Ending.KEEP && this.framing != Framing.CLOSE;
	}

	/** All of it, as it goes over the wire. */
	byte[] wire() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(raw(this.before));
		StringBuilder head = new StringBuilder(this.statusLine).append(this.lineEnd);
		this.headers.forEach((header) -> head.append(header).append(this.lineEnd));
		switch (this.framing) {
			case LENGTH -> head.append("Content-Length: ").append(body().length()).append(this.lineEnd);
			case CHUNKED -> head.append("Transfer-Encoding: chunked").append(this.lineEnd);
			case CLOSE -> head.append("Connection: close").append(this.lineEnd);
		}
		out.writeBytes(raw(head.append(this.lineEnd).toString()));
		if (this.framing == Framing.CHUNKED) {
			for (int index = 0; index < this.parts.size(); index++) {
				out.writeBytes(raw(this.chunks.write(this.parts.get(index), index)));
			}
			out.writeBytes(raw(this.chunks.end()));
		}
		else {
			out.writeBytes(raw(body()));
		}
		return out.toByteArray();
	}

	/**
	 * How a part of a body becomes a chunk of HTTP.
	 */
	interface ChunkCoding {

		ChunkCoding RIGHT = (part, index) -> part.isEmpty() ? ""
				: Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";

		String write(String part, int index);

		default String end() {
			return "0\r\n\r\n";
		}

	}

}
