package net.taotoken.failover.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Damage to the head of a response, and what the head says of the body.
 */
enum HeadDamage implements Damage {

	GARBAGE_FOR_STATUS((draft,
			random) -> draft.statusLine = any(random, "\u0000\u0001 no HTTP at all", "HTTP/1.1", "HTTP/1.1 2x0 OK",
					"HTP/1.1 200 OK", "HTTP/9.9 200 OK", "HTTP/1.1 -1 OK", "HTTP/1.1 99999 OK", "", " ",
					"SSH-2.0-OpenSSH", "HTTP/1.1 200 " + "x".repeat(100_000), "ICY 200 OK")),

	ODD_STATUS((draft,
			random) -> draft.statusLine = any(random, "HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.0 200 OK",
					"HTTP/1.1 200 \u00e5\u00ad\u0097", "HTTP/1.1 201 Created", "HTTP/1.1 202 Accepted",
					"HTTP/1.1 203 Non-Authoritative")),

	NO_CONTENT((draft,
			random) -> draft.statusLine = any(random, "HTTP/1.1 204 No Content", "HTTP/1.1 205 Reset Content",
					"HTTP/1.1 304 Not Modified", "HTTP/1.1 206 Partial Content")),

	ERROR((draft, random) -> {
		String status = any(random, "400 x", "401 x", "402 x", "403 x", "404 x", "408 x", "409 x", "413 x", "422 x",
				"425 x", "429 x", "500 x", "501 x", "502 x", "503 x", "504 x", "520 x", "529 x", "599 x", "418 x");
		draft.error(status,
				any(random, "{\"error\":{\"message\":\"no\"}}", "", "no", "<html>Bad Gateway</html>", "null", "[]",
						"{\"error\":\"no\"}", "{\"detail\":[{\"msg\":\"no\"}]}", "{\"error\":{\"code\":429}}",
						"{\"message\":\"Insufficient balance\"}", "{\"error\":{\"message\":\"Incorrect API key\"}}",
						"{\"error\":{\"type\":\"overloaded_error\"}}", "{".repeat(5000), "\"Invalid token\""));
		if (random.nextBoolean()) {
			draft.headers.add("Retry-After: " + any(random, "0", "1", "-5", "1e9", "99999999999999", "soon",
					"Wed, 21 Oct 2015 07:28:00 GMT", ""));
		}
	}),

	REDIRECT((draft, random) -> {
		draft.error(any(random, "301 x", "302 x", "303 x", "307 x", "308 x"), "");
		draft.headers.add("Location: " + any(random, "/", "http://127.0.0.1:1/", "//", "", "http://[", "ftp://x/"));
	}),

	GARBAGE_HEADER((draft, random) -> draft.headers.add(random.nextInt(draft.headers.size() + 1),
			any(random, "no colon", ": no name", "A\u0000B: c", "X: " + "y".repeat(100_000), "X:\u00ff\u00fe",
					" folded", "\tfolded", "X : y", "Content-Type:", "Set-Cookie: a=b; Expires=never", "X: a\rY: b"))),

	MANY_HEADERS((draft, random) -> draft.headers.addAll(Collections.nCopies(3000, "X: y"))),

	WRONG_LENGTH((draft, random) -> {
		int length = draft.body().length();
		String told = any(random, String.valueOf(length / 2), String.valueOf(length + 7), "-1", "1x", "",
				"99999999999999999999", "0x10", "0", length + ", " + length, length + ", 3");
		draft.framing = Draft.Framing.CLOSE;
		draft.headers.add("Content-Length: " + told);
		draft.ending = any(random, Draft.Ending.CLOSE, Draft.Ending.STALL);
	}),

	LENGTH_TWICE((draft, random) -> {
		draft.framing = Draft.Framing.LENGTH;
		draft.headers.add("Content-Length: " + random.nextInt(draft.body().length() + 1));
	}),

	LENGTH_AND_CHUNKS((draft, random) -> {
		draft.framing = Draft.Framing.CHUNKED;
		draft.headers.add("Content-Length: " + random.nextInt(draft.body().length() + 1));
	}),

	/** The chunks are told, but do not come. */
	CHUNKS_TOLD((draft, random) -> {
		draft.framing = Draft.Framing.CLOSE;
		draft.headers.add("Transfer-Encoding: "
				+ any(random, "chunked", "gzip, chunked", "identity", "chunked, chunked", "x", ""));
	}),

	OTHER_TYPE((draft, random) -> draft.headers.set(0,
			any(random, "Content-Type: text/plain", "Content-Type: application/octet-stream", "X: y",
					"Content-Type: text/html; charset=utf-16", "Content-Type: ;;;",
					"Content-Type: application/x-ndjson", "Content-Type: TEXT/EVENT-STREAM; charset=\"utf-8\""))),

	/** Compressed, though nobody has asked for it. */
	COMPRESSED((draft, random) -> {
		boolean gzip = random.nextInt(3) != 0;
		draft.headers.add("Content-Encoding: " + (gzip ? "gzip" : "deflate"));
		String body = draft.body();
		draft.body(compressed(body, gzip));
	}),

	/** Compressed by halves, wrongly, or not at all. */
	BADLY_COMPRESSED((draft, random) -> {
		draft.headers.add("Content-Encoding: " + any(random, "gzip", "br", "zstd", "gzip, gzip", "x"));
		String packed = compressed(draft.body(), true);
		switch (random.nextInt(3)) {
			case 0 -> draft.body(packed.substring(0, random.nextInt(packed.length())));
			case 1 -> draft.body(packed.substring(0, 12) + "\u0001" + packed.substring(13));
			default -> {
			}
		}
	}),

	LINE_FEEDS_ONLY((draft, random) -> draft.lineEnd("\n")),

	CONNECTION_CLOSE((draft,
			random) -> draft.headers.add("Connection: " + any(random, "close", "CLOSE", "upgrade", "keep-alive, close",
					"Keep-Alive\r\nKeep-Alive: timeout=0", "Keep-Alive\r\nKeep-Alive: timeout=x"))),

	INFORMATION_FIRST((draft, random) -> {
		String one = "HTTP/1.1 " + any(random, "100 Continue", "102 Processing", "103 Early Hints\r\nLink: </x>",
				"101 Switching Protocols", "199 x") + "\r\n\r\n";
		draft.before = one.repeat(any(random, 1, 2, 20, 2000));
	});

	private final BiConsumer<Draft, Random> change;

	HeadDamage(BiConsumer<Draft, Random> change) {
		this.change = change;
	}

	@Override
	public void apply(Draft draft, Random random) {
		this.change.accept(draft, random);
	}

	@SafeVarargs
	@SuppressWarnings("varargs")
	static <T> T any(Random random, T... choices) {
		return List.of(choices).get(random.nextInt(choices.length));
	}

	private static String compressed(String bytes, boolean gzip) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (OutputStream packer = gzip ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
			packer.write(Draft.raw(bytes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toString(StandardCharsets.ISO_8859_1);
	}

}
