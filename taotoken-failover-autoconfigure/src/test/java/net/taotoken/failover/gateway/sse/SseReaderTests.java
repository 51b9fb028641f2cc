package net.taotoken.failover.gateway.sse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.taotoken.failover.gateway.sse.SseReader.EventTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class SseReaderTests {

	private static final int LIMIT = 1024 * 1024;

	private static final String SAMPLE = "\uFEFF: welcome\n\ndata: {\"a\":\"\u00e4\u4e2d\ud83d\ude00\u2028\u2029\u0085\"}\r\n\r\n"
			+ "event: error\rid: 1\rretry: 5\rdata:x\r\r: ping\r\ndata: one\n: between\ndata:  two\ndata\n\n"
			+ "event: lost\n\ndata:\n\n{\"error\":{}}\nnonsense\ndata: [DONE]";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "nothing", textBlock = """
			data: a\\n\\n                       | a
			data: a\\r\\r                       | a
			data: a\\r\\n\\r\\n                 | a
			data: a\\r\\n\\n                    | a
			data:a\\n\\n                        | a
			data:  a\\n\\n                      | ` a`
			data: a\\ndata: b\\n\\n             | a⏎b
			data: a\\rdata:b\\r\\ndata\\n\\n    | a⏎b⏎
			data\\n\\n                          | ``
			data\\ndata\\n\\n                   | ⏎
			data\\n\\ndata\\ndata\\n\\ndata:    | `,⏎,!`
			data: a\\n\\ndata: b\\n\\n          | a,b
			data: a\\n\\n\\n\\ndata: b\\n\\n    | a,b
			data: a                             | a!
			data: a\\n                          | a!
			data: a\\r                          | a!
			<BOM>data: a\\n\\n                 | a
			<BOM><BOM>data: a\\n\\n           | a
			data: <BOM>a\\n\\n                 | <BOM>a
			: a\\n\\n                           | nothing
			:\\n\\ndata: a\\n\\n                | a
			: data: a\\n\\n                     | nothing
			data: a\\n: b\\ndata: c\\n\\n       | a⏎c
			datax: a\\n\\n                      | nothing
			dat: a\\n\\n                        | nothing
			data : a\\n\\n                      | nothing
			` data: a\\n\\n`                    | nothing
			Data: a\\n\\n                       | nothing
			event: e\\n\\n                      | nothing
			event: e\\n\\ndata: a\\n\\n         | a
			event: e\\ndata: a\\n\\n            | e=a
			data: a\\nevent: e\\nevent: f\\n\\n | f=a
			event: e\\ndata: a\\n\\ndata: b\\n\\n | e=a,b
			event\\ndata: a\\n\\n               | =a
			id: 1\\nretry: 2\\ndata: a\\n\\n    | a
			data: a:b: c\\n\\n                  | a:b: c
			data: a<NEL>b<LS>c<PS>d\\n\\n | a<NEL>b<LS>c<PS>d
			data: a<NUL>b\\nid: <NUL>\\n\\n | a<NUL>b
			{"a":1}\\n                          | bare{"a":1}
			{"a":1}                             | bare{"a":1}!
			: p\\n\\n{"a":1}\\ndata: b\\n\\n    | bare{"a":1},b
			data: b\\n{"a":1}\\n\\n             | b?
			data: b\\n{"a":1}\\n\\ndata: c\\n\\n | b?,c
			data: b\\n {"a":1}                  | b?!
			dota: {"a":1}\\ndata: b\\n\\n      | {"a":1}?,b
			dat: {"a":1}\\n\\n                | {"a":1}?
			ata: [{ "a":1}]                     | { "a":1}]?!
			data {"a":1}\\n\\n                | {"a":1}?
			` data: {"a":1}\\n\\n`            | {"a":1}?
			{"b":2}\\n "a" : 1\\n\\n          | `bare{"b":2}, "a" : 1?`
			eve\\nnt: {"a":1}\\n\\n           | {"a":1}?
			ids: {"a":1}\\nretr: {"b":2}\\n\\n | {"a":1}?,{"b":2}?
			event: e\\nDATA: {"a":1}\\n\\n    | e={"a":1}?
			id: {"a":1}\\nretry:{"a":1}\\n\\n   | nothing
			: {"a":1}\\n:{"a":1}\\n\\n         | nothing
			note: {a}, "b" {}: [x]\\n\\n      | nothing
			""")
	void eventsAreReadByTheRules(String stream, String events) throws IOException {
		InputStream in = new ByteArrayInputStream(bytes(unescape(stream)));
		assertThat(String.join(",", read(in))).isEqualTo((events != null) ? unescape(events) : "");
	}

	private static String unescape(String text) {
		return text.replace("\\n", "\n")
			.replace("\\r", "\r")
			.replace("<NUL>", "\0")
			.replace("<NEL>", "\u0085")
			.replace("<LS>", "\u2028")
			.replace("<PS>", "\u2029")
			.replace("<BOM>", "\uFEFF");
	}

	@Test
	void splitsMakeNoDifference() throws IOException {
		byte[] sample = bytes(SAMPLE);
		List<String> events = List.of("{\"a\":\"\u00e4\u4e2d\ud83d\ude00\u2028\u2029\u0085\"}", "error=x", "one⏎ two⏎",
				"", "bare{\"error\":{}}", "[DONE]!");
		for (int split = 0; split <= sample.length; split++) {
			InputStream first = new ByteArrayInputStream(sample, 0, split);
			InputStream second = new ByteArrayInputStream(sample, split, sample.length - split);
			assertThat(read(new SequenceInputStream(first, second))).as("split at %d", split).isEqualTo(events);
		}
		assertThat(read(new Pieces(sample, () -> 1))).isEqualTo(events);
	}

	@Test
	void everyWayToSplitAndCutReadsLikeTheReference() throws IOException {
		Random random = new Random(20250711);
		for (int run = 0; run < 5_000; run++) {
			byte[] stream = randomStream(random);
			List<String> expected = SseReference.read(stream);
			assertThat(read(new Pieces(stream, () -> 1 + random.nextInt(5))))
				.as("run %d: %s", run, new String(stream, StandardCharsets.UTF_8))
				.isEqualTo(expected);
		}
	}

	@Test
	void largeEventsReadLikeTheReference() throws IOException {
		Random random = new Random(7);
		for (int run = 0; run < 30; run++) {
			ByteArrayOutputStream stream = new ByteArrayOutputStream();
			for (int line = 0; line < 40; line++) {
				String field = switch (random.nextInt(4)) {
					case 0 -> ":";
					case 1 -> "\n";
					default -> "data: ";
				};
				stream.writeBytes(bytes(field + "\u4e2d".repeat(random.nextInt(5000)) + "\r\n"));
			}
			byte[] bytes = stream.toByteArray();
			assertThat(read(new Pieces(bytes, () -> 1 + random.nextInt(9000)))).isEqualTo(SseReference.read(bytes));
		}
	}

	@Test
	void eventThatHasEndedIsHandedOnBeforeMoreIsRead() throws IOException {
		for (String end : List.of("\n\n", "\r\r", "\r\n\r\n", "\r\n\r")) {
			SseReader reader = new SseReader(new ThenFails("data: a" + end), LIMIT);
			assertThat(reader.next()).as(end.replace("\r", "CR").replace("\n", "LF")).isTrue();
			assertThat(reader.text()).isEqualTo("a");
		}
	}

	@Test
	void eventThatIsTooLargeIsRefused() throws IOException {
		assertThat(read(events(100, 100))).hasSize(1);
		assertThatExceptionOfType(EventTooLargeException.class).isThrownBy(() -> read(events(101, 100)));
		assertThatExceptionOfType(EventTooLargeException.class).isThrownBy(() -> read(events(50_000, 100)));
		String lines = "data: 0123456789\n".repeat(10);
		assertThatExceptionOfType(EventTooLargeException.class)
			.isThrownBy(() -> read(new SseReader(new ByteArrayInputStream(bytes(lines)), 100)));
		InputStream endless = new Endless("data: a");
		assertThatExceptionOfType(EventTooLargeException.class).isThrownBy(() -> new SseReader(endless, LIMIT).next());
	}

	@Test
	void commentsMayBeAsLongAsTheyLike() throws IOException {
		String stream = ":" + "x".repeat(100_000) + "\ndata: a\n:" + "x".repeat(100_000) + "\ndata: b\n\n";
		assertThat(read(new SseReader(new Pieces(bytes(stream), () -> 999), 100))).containsExactly("a⏎b");
		String comments = ": ping\n\n".repeat(100_000);
		SseReader reader = new SseReader(new ByteArrayInputStream(bytes(comments)), 100);
		assertThat(read(reader)).isEmpty();
		assertThat(reader.array()).hasSize(1024);
	}

	@Test
	void firstByteIsSeenWithoutBeingTaken() throws IOException {
		SseReader events = new SseReader(new Pieces(bytes("\uFEFF \r\n\n data: a\ndata: b\n\n"), () -> 1), LIMIT);
		assertThat(events.peek()).isEqualTo('d');
		assertThat(read(events)).containsExactly("b");
		SseReader blank = new SseReader(new Pieces(bytes("\n\ndata: a\n\n"), () -> 1), LIMIT);
		assertThat(blank.peek()).isEqualTo('d');
		assertThat(read(blank)).containsExactly("a");
		SseReader json = new SseReader(new Pieces(bytes("\n {\"a\":1}"), () -> 1), LIMIT);
		assertThat(json.peek()).isEqualTo('{');
		assertThat(new String(json.unread().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("\n {\"a\":1}");
		assertThat(new SseReader(new ByteArrayInputStream(bytes("\n\uFEFF")), LIMIT).peek()).isEqualTo(-1);
		assertThat(new SseReader(new ByteArrayInputStream(bytes("\u4e2d")), LIMIT).peek()).isEqualTo(0xE4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[DONE]", "  [DONE] \t", "[done]", "[ Done ]", "DONE", "[DONE", "[DO\ndata: NE]" })
	void announcementOfTheEndIsRecognisedInAnySpelling(String data) throws IOException {
		assertThat(first(data).isDone()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "[]", "[DON]", "[DONE]!", "UNDONE", "{\"done\":true}", "[DONE 1]", "\"DONE\"", "\u4e2d" })
	void nothingElseAnnouncesTheEnd(String data) throws IOException {
		assertThat(first(data).isDone()).isFalse();
	}

	@Test
	void eventIsBlankIfItBringsNothingVisible() throws IOException {
		assertThat(first("").isBlank()).isTrue();
		assertThat(first(" \t\ndata:").isBlank()).isTrue();
		assertThat(first(" x").isBlank()).isFalse();
		assertThat(first(" {").startsWith('{')).isTrue();
		assertThat(first(" x{").startsWith('{')).isFalse();
		assertThat(first("").startsWith('{')).isFalse();
	}

	private static SseReader first(String data) throws IOException {
		SseReader reader = new SseReader(new ByteArrayInputStream(bytes("data: " + data + "\n\n")), LIMIT);
		reader.next();
		return reader;
	}

	private static SseReader events(int length, int limit) {
		String event = "data: " + "x".repeat(length) + "\n\n";
		return new SseReader(new ByteArrayInputStream(bytes(event)), limit);
	}

	private static List<String> read(InputStream in) throws IOException {
		return read(new SseReader(in, LIMIT));
	}

	private static List<String> read(SseReader reader) throws IOException {
		List<String> events = new ArrayList<>();
		while (reader.next()) {
			events.add(((reader.name() != null) ? reader.name() + "=" : "") + (reader.isBare() ? "bare" : "")
					+ reader.text().replace('\n', '⏎') + (reader.isDamaged() ? "?" : "")
					+ (reader.isCutOff() ? "!" : ""));
		}
		assertThat(reader.next()).isFalse();
		return events;
	}

	private static byte[] randomStream(Random random) {
		String[] words = { "data", "data:", "data: ", "event", "event: ", "id:", ":", "{", "\"", "x", " ", "\n", "\n",
				"\r", "\r\n", "\n\n", "\u4e2d", "\ud83d\ude00", "\u2028", "\uFEFF", "\u0000" };
		StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
		int count = random.nextInt(40);
		for (int index = 0; index < count; index++) {
			text.append(words[random.nextInt(words.length)]);
		}
		return bytes(text.toString());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private interface Sizes {

		int next();

	}

	/** Gives its bytes in pieces of given sizes. */
	private static final class Pieces extends InputStream {

		private final InputStream in;

		private final Sizes sizes;

		Pieces(byte[] bytes, Sizes sizes) {
			this.in = new ByteArrayInputStream(bytes);
			this.sizes = sizes;
		}

		@Override
		public int read() throws IOException {
			return this.in.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			return this.in.read(target, offset, Math.min(length, this.sizes.next()));
		}

	}

	/** Gives a text, and then nothing but an error. */
	private static final class ThenFails extends InputStream {

		private final InputStream in;

		ThenFails(String text) {
			this.in = new ByteArrayInputStream(bytes(text));
		}

		@Override
		public int read() throws IOException {
			throw new IOException("not by single bytes");
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			int read = this.in.read(target, offset, length);
			if (read < 0) {
				throw new IOException("must not be read again");
			}
			return read;
		}

	}

	/** Gives a text and then its last byte for ever. */
	private static final class Endless extends InputStream {

		private final byte[] text;

		private int position;

		Endless(String text) {
			this.text = bytes(text);
		}

		@Override
		public int read() {
			return this.text[Math.min(this.position++, this.text.length - 1)];
		}

	}

}
