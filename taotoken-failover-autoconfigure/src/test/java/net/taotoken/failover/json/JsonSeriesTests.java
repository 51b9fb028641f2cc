package net.taotoken.failover.json;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A series reads each value as the reader would read it alone.
 */
class JsonSeriesTests {

	private static final String PIECE = """
			{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1763856000,"model":"a",\
			"choices":[{"index":0,"delta":{"content":"Tag \\u00fc \\ud83d\\ude00"},"finish_reason":null}]}""";

	private static final String OTHER = """
			{"id":"chatcmpl-1","model":"b","choices":[],"usage":{"total_tokens":3},"service_tier":"x","more":[1,{"a":2.50}]}""";

	private final ObjectReader reader = WireJson.answerReader(ChatCompletionChunk.class);

	private final JsonSeries<ChatCompletionChunk> series = new JsonSeries<>(this.reader);

	@Test
	void valuesAreReadOneAfterTheOther() {
		for (String json : List.of(PIECE, OTHER, PIECE, OTHER)) {
			assertThat(read(json)).isEqualTo(alone(json));
		}
	}

	@Test
	void onlyTheGivenBytesAreRead() {
		byte[] bytes = ("x" + PIECE + OTHER).getBytes(StandardCharsets.UTF_8);
		int length = PIECE.getBytes(StandardCharsets.UTF_8).length;
		assertThat(this.series.read(bytes, 1, length)).isEqualTo(alone(PIECE));
		assertThat(this.series.read(bytes, 1 + length, bytes.length - 1 - length)).isEqualTo(alone(OTHER));
	}

	@Test
	void textThatIsRepeatedIsKeptOnce() {
		ChatCompletionChunk first = read(PIECE);
		ChatCompletionChunk second = read(PIECE);
		assertThat(second.id()).isSameAs(first.id());
		assertThat(second.object()).isSameAs(first.object());
		assertThat(second.model()).isSameAs(first.model());
		assertThat(read(OTHER).model()).isEqualTo("b");
		assertThat(read(PIECE).model()).isEqualTo("a");
		assertThat(read(PIECE.replace("\"a\"", "\"c\"")).model()).isEqualTo("c");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "{\"id\":", "{\"id\":\"1\"}{\"id\":\"2\"}", "{\"id\":\"1\"} x",
			"{\"id\":\"1\"}]", "[{\"id\":\"1\"}]", "7", "\"text\"", "{\"id\":\"1\",\"choices\":7.5e}",
			"{\"choices\":[{\"delta\":{\"tool_calls\":\"x\"}}]}", "{'id':1}", "nul" })
	void whatIsNotOneValueIsRefusedAndDisturbsNoOther(String json) {
		read(PIECE);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(json))
			.withMessage(refusal(json).getMessage());
		assertThat(read(OTHER)).isEqualTo(alone(OTHER));
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "\n", "\r\n\t ", "  \n" })
	void whiteSpaceAroundAValueIsRead(String space) {
		assertThat(read(PIECE + space)).isEqualTo(alone(PIECE));
		assertThat(read(space + OTHER + space)).isEqualTo(alone(OTHER));
	}

	@Test
	void valueThatIsLargerThanTheBuffersIsRead() {
		String text = "ä€😀".repeat(20_000);
		String json = PIECE.replace("Tag", text);
		assertThat(read(PIECE)).isEqualTo(alone(PIECE));
		assertThat(read(json)).isEqualTo(alone(json)).extracting(ChatCompletionChunk::text).asString().startsWith(text);
		assertThat(read(json + " ".repeat(5000))).isEqualTo(alone(json));
		assertThat(read(PIECE)).isEqualTo(alone(PIECE));
	}

	@Test
	void whatStandsFarBehindAValueIsSeen() {
		assertThat(read(PIECE)).isEqualTo(alone(PIECE));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(PIECE + " ".repeat(5000) + "x"));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(PIECE + " ".repeat(5000) + OTHER));
		assertThat(read(OTHER)).isEqualTo(alone(OTHER));
	}

	@Test
	void seriesIsReadOnWhenItsParserIsReplaced() {
		for (int i = 0; i < 12_000; i++) {
			String json = "{\"id\":\"%d\",\"usage\":{\"name-%d\":1},\"choices\":[]}".formatted(i, i);
			assertThat(read(json).id()).isEqualTo(String.valueOf(i));
		}
	}

	@Test
	void seriesThatWasClosedCanBeReadOn() {
		read(PIECE);
		this.series.close();
		this.series.close();
		assertThat(read(OTHER)).isEqualTo(alone(OTHER));
	}

	@Test
	void damagedValuesAreReadOrRefusedAsTheReaderWould() {
		Random random = new Random(7);
		int read = 0;
		int refused = 0;
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = damaged((random.nextBoolean() ? PIECE : OTHER).getBytes(StandardCharsets.UTF_8), random);
			ChatCompletionChunk expected = aloneOrNull(bytes);
			ChatCompletionChunk actual = readOrNull(bytes);
			assertThat(actual).as(() -> new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
			read += (actual != null) ? 1 : 0;
			refused += (actual == null) ? 1 : 0;
		}
		assertThat(read).isGreaterThan(1000);
		assertThat(refused).isGreaterThan(1000);
	}

	@Test
	void pieceOfASeriesTakesAThirdOfTheMemoryThatItTakesAlone() {
		byte[] bytes = PIECE.getBytes(StandardCharsets.UTF_8);
		long alone = bytesOf(() -> this.reader.readValue(bytes));
		long inSeries = bytesOf(() -> this.series.read(bytes, 0, bytes.length));
		assertThat(inSeries).isLessThan(alone / 3);
	}

	@Test
	void buffersOfASeriesThatWasClosedAreUsedAgain() {
		byte[] bytes = PIECE.getBytes(StandardCharsets.UTF_8);
		long open = bytesOf(() -> new JsonSeries<>(this.reader).read(bytes, 0, bytes.length));
		long closed = bytesOf(() -> {
			JsonSeries<Object> series = new JsonSeries<>(this.reader);
			series.read(bytes, 0, bytes.length);
			series.close();
		});
		assertThat(closed).isLessThan(open / 2);
	}

	private static long bytesOf(Runnable task) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = 0;
		for (int i = -500; i < 500; i++) {
			before = (i == 0) ? threads.getCurrentThreadAllocatedBytes() : before;
			task.run();
		}
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private static byte[] damaged(byte[] bytes, Random random) {
		String json = new String(bytes, StandardCharsets.ISO_8859_1);
		int damages = random.nextInt(3);
		for (int i = 0; i < damages && !json.isEmpty(); i++) {
			int at = random.nextInt(json.length());
			int to = Math.min(json.length(), at + random.nextInt(4));
			String piece = switch (random.nextInt(6)) {
				case 0 -> "";
				case 1 -> String.valueOf((char) random.nextInt(256));
				case 2 -> String.valueOf("{}[]\",:\\ \n0.-e".charAt(random.nextInt(14)));
				case 3 -> json.substring(0, random.nextInt(json.length()));
				case 4 -> json.substring(at, to).repeat(2);
				default -> "null";
			};
			json = json.substring(0, at) + piece + json.substring(to);
		}
		return json.getBytes(StandardCharsets.ISO_8859_1);
	}

	private ChatCompletionChunk read(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return this.series.read(bytes, 0, bytes.length);
	}

	private @Nullable ChatCompletionChunk readOrNull(byte[] bytes) {
		try {
			return this.series.read(bytes, 0, bytes.length);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private ChatCompletionChunk alone(String json) {
		return this.reader.readValue(json.getBytes(StandardCharsets.UTF_8));
	}

	private @Nullable ChatCompletionChunk aloneOrNull(byte[] bytes) {
		try {
			return this.reader.readValue(bytes, 0, bytes.length);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private JacksonException refusal(String json) {
		try {
			alone(json);
		}
		catch (JacksonException ex) {
			return ex;
		}
		throw new AssertionError("is read: " + json);
	}

}
