package net.taotoken.failover.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A request as it came over a connection.
 *
 * @param method the method
 * @param path the path, without a query
 * @param headers the headers by their names in lower case
 * @param body the body
 * @param keepsAlive whether the client may send more on its connection
 */
record HttpRequest(String method, String path, Map<String, String> headers, String body, boolean keepsAlive) {

	private static final int LONGEST_HEAD = 256 * 1024;

	/**
	 * Read the next request.
	 * @param in the bytes of the client
	 * @param out where a client that waits before it sends its body is told to go on
	 * @return the request, or {@code null} if the client has closed the connection
	 */
	static @Nullable HttpRequest read(InputStream in, OutputStream out) throws IOException {
		String head = head(in);
		if (head == null) {
			return null;
		}
		String[] lines = head.split("\r\n", -1);
		String[] first = lines[0].split(" ", -1);
		if (first.length != 3) {
			throw new IOException("not HTTP");
		}
		Map<String, String> headers = new TreeMap<>();
		// the last two are empty: the end of the head
		for (int index = 1; index < lines.length - 2; index++) {
			String[] header = lines[index].split(":", 2);
			headers.put(header[0].strip().toLowerCase(Locale.ROOT), (header.length > 1) ? header[1].strip() : "");
		}
		if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
			out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
		}
		return new HttpRequest(first[0], first[1].split("\\?", 2)[0], headers, body(in, headers),
				keepsAlive(first[2], headers.getOrDefault("connection", "")));
	}

	private static boolean keepsAlive(String version, String connection) {
		return version.equals("HTTP/1.0") ? connection.equalsIgnoreCase("keep-alive")
				: !connection.equalsIgnoreCase("close");
	}

	private static String body(InputStream in, Map<String, String> headers) throws IOException {
		boolean chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
		byte[] body = chunked ? chunks(in) : bytes(in, headers.getOrDefault("content-length", "0"), 10);
		return new String(body, StandardCharsets.UTF_8);
	}

	private static byte[] chunks(InputStream in) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size;
		do {
			byte[] chunk = bytes(in, line(in).split(";", 2)[0].strip(), 16);
			body.write(chunk);
			size = chunk.length;
			if (size > 0) {
				line(in);
			}
		}
		while (size > 0);
		skipTrailers(in);
		return body.toByteArray();
	}

	private static void skipTrailers(InputStream in) throws IOException {
		String line;
		do {
			line = line(in);
		}
		while (!line.isEmpty());
	}

	private static byte[] bytes(InputStream in, String length, int radix) throws IOException {
		int wanted;
		try {
			wanted = Integer.parseUnsignedInt(length, radix);
		}
		catch (NumberFormatException ex) {
			throw new IOException("not HTTP", ex);
		}
		byte[] bytes = (wanted >= 0) ? in.readNBytes(wanted) : new byte[0];
		if (bytes.length != wanted) {
			throw new EOFException();
		}
		return bytes;
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
			line.append((char) read);
		}
		return line.toString().strip();
	}

	private static @Nullable String head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream(512);
		int ends = 0;
		while (ends < 4) {
			int read = in.read();
			if (read < 0 || head.size() > LONGEST_HEAD) {
				return null;
			}
			head.write(read);
			ends = (read == "\r\n\r\n".charAt(ends)) ? ends + 1 : (read == '\r') ? 1 : 0;
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

}
