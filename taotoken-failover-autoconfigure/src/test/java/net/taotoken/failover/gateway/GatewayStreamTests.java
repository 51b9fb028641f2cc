package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.StreamOptions;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.gateway.RawServer.Script;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class GatewayStreamTests {

	private static final StreamLimits LIMITS = new StreamLimits(Gateways.LONG, Gateways.LONG, null);

	@Test
	void chunksComeInOrderWithNothingLeftOut() throws IOException {
		String comment = ": OPENROUTER PROCESSING\n\n";
		String wire = Streams.chunked(comment, Streams.ROLE, Streams.HELLO, comment, Streams.WORLD, Streams.STOP,
				Streams.USAGE, Streams.DONE);
		List<ChatCompletionChunk> chunks = read(Script.always(wire));
		assertThat(Streams.text(chunks)).isEqualTo("Hello world");
		assertThat(Streams.json(chunks)).containsExactly(Streams.delta("{\"role\":\"assistant\",\"content\":\"\"}"),
				Streams.delta("{\"content\":\"Hello\"}"), Streams.delta("{\"content\":\" world\"}"),
				Streams.finish("stop"), "{\"id\":\"c-1\",\"choices\":[],\"usage\":{\"total_tokens\":3}}");
	}

	@Test
	void requestAsksForAStreamAndItsUsage() throws IOException {
		JsonNode body = sent(ChatCompletionRequest.of(Gateways.PROMPT), Map.of());
		assertThat(body.get("model").stringValue()).isEqualTo("m-1");
		assertThat(body.get("stream").booleanValue()).isTrue();
		assertThat(body.get("stream_options").toString()).isEqualTo("{\"include_usage\":true}");
	}

	@Test
	void ownStreamOptionsOfTheRequestStay() throws IOException {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.user(Gateways.PROMPT)
			.stream(false)
			.streamOptions(new StreamOptions(false, Map.of("x", 1)))
			.build();
		JsonNode body = sent(request, Map.of("stream", false, "top_k", 5));
		assertThat(body.get("stream").booleanValue()).isTrue();
		assertThat(body.get("stream_options").toString()).isEqualTo("{\"include_usage\":false,\"x\":1}");
		assertThat(body.get("top_k").intValue()).isEqualTo(5);
	}

	@Test
	void parametersOfAModelCanTakeStreamOptionsAway() throws IOException {
		Map<String, @Nullable Object> parameters = new HashMap<>();
		parameters.put("stream_options", null);
		JsonNode body = sent(ChatCompletionRequest.of(Gateways.PROMPT), parameters);
		assertThat(body.has("stream_options")).isFalse();
		assertThat(body.get("stream").booleanValue()).isTrue();
	}

	@Test
	void chunkWithToolCallKeepsEveryField() throws IOException {
		String call = Streams.delta("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,"
				+ "\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"},"
				+ "\"extra_content\":{\"a\":1}}]}");
		String arguments = Streams.delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
				+ "\"{\\\"city\\\":\\\"K\u00f6ln \ud83c\udf27\u2028\\\"}\"}}]}");
		List<ChatCompletionChunk> chunks = read(Script.always(Streams.chunked(Streams.event(call),
				Streams.event(arguments), Streams.event(Streams.finish("tool_calls")), Streams.DONE)));
		assertThat(Streams.json(chunks)).containsExactly(call, arguments, Streams.finish("tool_calls"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"content\":\"a\"}", "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}",
			"{\"reasoning_content\":\"a\"}", "{\"reasoning\":\"a\"}", "{\"reasoning_details\":[{\"text\":\"a\"}]}",
			"{\"refusal\":\"a\"}", "{\"tool_calls\":[{\"index\":0,\"id\":\"1\"}]}", "{\"audio\":{\"id\":\"a\"}}",
			"{\"function_call\":{\"name\":\"f\"}}" })
	void contentOfEveryKindOpensTheStream(String delta) throws Exception {
		CountDownLatch opened = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD + Streams.ROLE + Streams.event(Streams.delta(delta)));
			opened.await();
			connection.send(Streams.HELLO + Streams.STOP + Streams.DONE);
		};
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			opened.countDown();
			assertThat(Streams.readAll(stream)).hasSize(4);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "length", "MAX_TOKENS", "max_output_reached" })
	void answerThatMayBeEmptyIsAnAnswer(String reason) throws IOException {
		String end = Streams.event(Streams.finish(reason));
		List<ChatCompletionChunk> chunks = read(
				Script.always(Streams.chunked(Streams.ROLE, end, Streams.USAGE, Streams.DONE)));
		assertThat(chunks).hasSize(3);
		assertThat(chunks.get(1).choices().get(0).finishReason()).isEqualTo("length");
	}

	@Test
	void answerIsTheSameHoweverItsBytesAreSplit() throws IOException {
		String body = ": hi\r\n\r\n" + Streams.ROLE + "data:"
				+ Streams.delta("{\"content\":\"\u4e2d\ud83d\ude00\u2028\"}") + "\r\r"
				+ Streams.STOP.replace("\n", "\r\n") + Streams.USAGE + Streams.DONE;
		byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
		Script script = (connection) -> {
			for (int split = 1; connection.readRequest() != null; split++) {
				connection.send(Streams.CHUNKED_HEAD);
				connection.send(bytes, 0, split);
				connection.send(bytes, split, bytes.length);
				connection.send(Streams.END_OF_CHUNKS);
			}
		};
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			for (int split = 1; split < bytes.length; split++) {
				try (GatewayStream stream = gateway.stream()) {
					List<ChatCompletionChunk> chunks = Streams.readAll(stream);
					assertThat(chunks).hasSize(4);
					assertThat(Streams.text(chunks)).isEqualTo("\u4e2d\ud83d\ude00\u2028");
				}
			}
			// one, unless this machine stands still for as long as an end may take that
			// follows all else
			assertThat(server.connections()).isLessThan(5);
		}
	}

	@Test
	void connectionOfAStreamReadToItsEndServesTheNextRequest() throws IOException {
		String wire = Streams.chunked(Streams.HELLO, Streams.STOP, Streams.DONE);
		try (RawServer server = new RawServer(Script.always(wire)); Gateways gateway = new Gateways(server.url())) {
			IntStream.range(0, 50).forEach((index) -> {
				try (GatewayStream stream = gateway.stream()) {
					Streams.readAll(stream);
				}
			});
			assertThat(server.requests()).hasSize(50);
			assertThat(server.connections()).isEqualTo(1);
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
		}
	}

	@Test
	void endOfTheBodyAfterFinishReasonIsAGoodEnd() throws IOException {
		assertThat(read(Script.sendAndClose(Streams.HEAD + Streams.HELLO + Streams.STOP))).hasSize(2);
		assertThat(read(Script.always(Streams.chunked(Streams.HELLO, Streams.STOP, Streams.USAGE)))).hasSize(3);
		assertThat(read(Script.sendAndClose(Streams.HEAD + Streams.HELLO + Streams.STOP + "data: {\"cho")))
			.as("cut inside the trailer")
			.hasSize(2);
	}

	@Test
	void resetAfterFinishReasonIsAGoodEnd() throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.CHUNKED_HEAD + Streams.httpChunk(Streams.HELLO + Streams.STOP));
			seen.await();
			connection.reset();
		};
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			stream.next();
			assertThat(requireNonNull(stream.next()).choices().get(0).finishReason()).isEqualTo("stop");
			seen.countDown();
			assertThat(stream.next()).isNull();
			assertThat(stream.next()).isNull();
		}
	}

	@Test
	void missingLastBlankLineIsForgiven() throws IOException {
		String end = "data: " + Streams.finish("stop");
		assertThat(read(Script.sendAndClose(Streams.HEAD + Streams.HELLO + end))).hasSize(2);
		assertThat(read(Script.sendAndClose(Streams.HEAD + Streams.HELLO + Streams.STOP + "data: [DONE]"))).hasSize(2);
	}

	@Test
	void eventsWithoutDataAndBareJsonThatIsNoErrorAreNoHarm() throws IOException {
		List<ChatCompletionChunk> chunks = read(Script.always(Streams.chunked("data:\n\n", Streams.HELLO, "data: \n\n",
				"{\"ping\":1}\n", "event: ping\ndata: {\"type\":\"ping\"}\n\n", Streams.STOP, Streams.DONE)));
		assertThat(Streams.text(chunks)).isEqualTo("Hello");
	}

	@Test
	void everyChoiceHasToFinish() throws IOException {
		String body = Streams.event(Streams.delta(0, "{\"content\":\"a\"}"))
				+ Streams.event(Streams.delta(1, "{\"content\":\"b\"}")) + Streams.event(Streams.finish(1, "stop"));
		List<ChatCompletionChunk> chunks = read(
				Script.always(Streams.chunked(body, Streams.event(Streams.finish(0, "length")), Streams.DONE)));
		assertThat(chunks).hasSize(4);
		try (RawServer server = new RawServer(Script.always(Streams.chunked(body, Streams.DONE)));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			GatewayException exception = Streams.readUntilBreak(stream, new StringBuilder());
			assertThat(exception.fault().hint()).isEqualTo("the stream ended without finish_reason");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/event-stream", "text/plain" })
	void wholeCompletionIsUnderstood(String contentType) throws IOException {
		String response = RawServer.ok(Gateways.JSON).replace("application/json", contentType);
		List<ChatCompletionChunk> chunks = read(Script.always(response));
		assertThat(Streams.json(chunks)).containsExactly(
				"{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m-1\",\"choices\":"
						+ "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"AnswerThatNobodyMaySee\"},"
						+ "\"finish_reason\":null}],\"x_vendor\":{\"a\":1}}",
				"{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m-1\",\"choices\":"
						+ "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
				"{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m-1\",\"choices\":[],"
						+ "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}");
	}

	@Test
	void eventsUnderAnyContentTypeAreUnderstood() throws IOException {
		String wire = Streams.chunked("\n\n", Streams.HELLO, Streams.STOP, Streams.DONE);
		assertThat(read(Script.always(wire.replace("text/event-stream", "application/json")))).hasSize(2);
	}

	private static JsonNode sent(ChatCompletionRequest request, Map<String, ? extends @Nullable Object> parameters)
			throws IOException {
		String wire = Streams.chunked(Streams.HELLO, Streams.STOP, Streams.DONE);
		try (RawServer server = new RawServer(Script.always(wire)); Gateways gateway = new Gateways(server.url())) {
			gateway.client().stream(gateway.client().prepare(request), "m-1", parameters, LIMITS).close();
			String sent = server.requests().get(0);
			assertThat(sent.lines()).contains("Accept: text/event-stream", "Content-Type: application/json");
			return WireJson.mapper().readTree(sent.substring(sent.indexOf("\r\n\r\n")));
		}
	}

	private static List<ChatCompletionChunk> read(Script script) throws IOException {
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream(LIMITS)) {
			List<ChatCompletionChunk> chunks = Streams.readAll(stream);
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
			assertThat(server.requests()).hasSize(1);
			return chunks;
		}
	}

}
