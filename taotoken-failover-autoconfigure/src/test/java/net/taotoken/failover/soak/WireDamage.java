package net.taotoken.failover.soak;

import java.util.Locale;
import java.util.Random;
import java.util.function.BiConsumer;

import net.taotoken.failover.soak.Draft.Ending;
import net.taotoken.failover.soak.Draft.Framing;

import static net.taotoken.failover.soak.HeadDamage.any;

/**
 * Damage on the way: chunks, timing, ends of connections, and bytes that belong to no
 * response.
 */
enum WireDamage implements Damage {

	/** The response ends in the middle, or before it has begun. */
	CUT((draft, random) -> {
		draft.cutAt = random.nextInt(draft.wire().length + 1);
		draft.ending = any(random, Ending.CLOSE, Ending.RESET, Ending.HALF_CLOSE);
	}),

	/** The response stops in the middle, and nobody says why. */
	STALLED((draft, random) -> {
		draft.cutAt = random.nextInt(draft.wire().length + 1);
		draft.ending = Ending.STALL;
	}),

	NO_ANSWER((draft, random) -> {
		draft.cutAt = 0;
		draft.ending = any(random, Ending.CLOSE, Ending.RESET, Ending.STALL);
	}),

	/** Short silences, then it goes on. */
	PAUSES((draft, random) -> {
		int length = draft.wire().length;
		for (int pause = 0; pause < 1 + random.nextInt(4); pause++) {
			draft.pauses.put(random.nextInt(length + 1), random.nextInt(300));
		}
	}),

	/** A silence that is longer than any limit of an attempt. */
	LONG_PAUSE(
			(draft, random) -> draft.pauses.put(random.nextInt(draft.wire().length + 1), 2000 + random.nextInt(7000))),

	FEW_BYTES_AT_ONCE((draft, random) -> draft.step = 1 + random.nextInt(10)),

	/**
	 * Bytes that nobody has asked for, in one write with the response. A whole answer
	 * that came later could be taken for that to a further request by anybody.
	 */
	BYTES_BEHIND((draft, random) -> {
		framed(draft);
		draft.behind = any(random, RightAnswers.foreignResponse(), "garbage",
				"HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "\r\n\r\n", "0",
				"HTTP/1.1 200 OK\r\n", RightAnswers.foreignResponse().substring(0, 100),
				"HTTP/1.1 100 Continue\r\n\r\n", RightAnswers.foreignResponse().repeat(3));
	}),

	/** The same, a moment later. */
	BYTES_LATER((draft, random) -> {
		framed(draft);
		draft.behind = any(random, "garbage", "\r\n\r\n", "0");
		draft.behindAfterMillis = any(random, 1, 5, 50);
	}),

	/** A connection that seemed to be kept is closed, at once or a moment later. */
	CLOSED_BEHIND((draft, random) -> {
		framed(draft);
		draft.ending = any(random, Ending.CLOSE, Ending.CLOSE_LATER, Ending.CLOSE_LATER, Ending.RESET);
	}),

	CHUNK_OF_WRONG_SIZE((draft, random) -> {
		draft.framing = Framing.CHUNKED;
		int wrong = random.nextInt(Math.max(1, draft.parts.size()));
		String size = any(random, "zz", "-1", "ffffffffffffffffffff", "7fffffff", "", "0x5", "1", "5 5", " ");
		int by = any(random, -1, 1, 5);
		boolean told = random.nextBoolean();
		draft.chunks = (part, index) -> {
			String right = Draft.ChunkCoding.RIGHT.write(part, index);
			if (index != wrong || part.isEmpty()) {
				return right;
			}
			return (told ? size : Integer.toHexString(part.length() + by)) + right.substring(right.indexOf("\r\n"));
		};
		draft.ending = any(random, Ending.KEEP, Ending.CLOSE, Ending.STALL);
	}),

	CHUNK_WITHOUT_END((draft, random) -> {
		draft.framing = Framing.CHUNKED;
		String end = any(random, "", "0\r\n", "0\r\nX: y\r\n\r\n", "0;x=y\r\n\r\n", "000\r\n\r\n", "0\n\n", "0\r\n\r",
				"x\r\n\r\n", "0\r\n" + "X: y\r\n".repeat(2000) + "\r\n");
		draft.chunks = new Draft.ChunkCoding() {

			@Override
			public String write(String part, int index) {
				return RIGHT.write(part, index);
			}

			@Override
			public String end() {
				return end;
			}

		};
		draft.ending = any(random, Ending.KEEP, Ending.CLOSE, Ending.STALL);
	}),

	/** Sizes of chunks as the standard allows them, but nobody writes them. */
	ODD_CHUNKS((draft, random) -> {
		draft.framing = Framing.CHUNKED;
		String extension = any(random, ";a=b", ";a=\"b\"", "", " ");
		draft.chunks = (part, index) -> part.isEmpty() ? "" : "000"
				+ Integer.toHexString(part.length()).toUpperCase(Locale.ROOT) + extension + "\r\n" + part + "\r\n";
	}),

	/** An answer before the request has been read, as from a server with a limit. */
	EARLY_ANSWER((draft, random) -> {
		draft.early = true;
		if (random.nextInt(4) != 0) {
			draft.error(any(random, "413 x", "429 x", "503 x", "400 x", "502 x"),
					"{\"error\":{\"message\":\"too large\"}}");
			draft.headers.add("Connection: close");
		}
		draft.ending = any(random, Ending.CLOSE, Ending.RESET, Ending.HALF_CLOSE, Ending.STALL);
	});

	private final BiConsumer<Draft, Random> change;

	WireDamage(BiConsumer<Draft, Random> change) {
		this.change = change;
	}

	@Override
	public void apply(Draft draft, Random random) {
		this.change.accept(draft, random);
	}

	/** With an end that does not need the connection's end. */
	private static void framed(Draft draft) {
		if (draft.framing == Framing.CLOSE) {
			draft.framing = Framing.CHUNKED;
		}
	}

}
