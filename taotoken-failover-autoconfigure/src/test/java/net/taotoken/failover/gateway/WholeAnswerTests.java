package net.taotoken.failover.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer.Script;
import net.taotoken.failover.gateway.sse.SseReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an answer counts for whole if it is, and only then, whatever stands around
 * its content.
 */
@Timeout(120)
class WholeAnswerTests {

	private static final StreamLimits LIMITS = new StreamLimits(Gateways.LONG, Gateways.LONG, null);

	private static final String[] PADDING = { "data: null\n\n", "data: keep-alive\n\n", "data:\n\n", "data: []\n\n",
			"data: 0\n\n", "data: true\n\n", "data: \"ping\"\n\n", "data: [heartbeat]\n\n", "data: {}\n\n",
			"data: <ping/>\n\n", "data: \u5fc3\u8df3\n\n", "event: ping\ndata: {\"type\":\"ping\"}\n\n",
			"data: {\"status\":\"processing\",\"message\":\"queued, position 3\"}\n\n",
			"data: {\"code\":0,\"msg\":\"ok\"}\n\n", "data: {\"event\":\"progress\",\"detail\":\"warming up\"}\n\n",
			"data: {\"choices\":[],\"error\":{\"message\":\"\",\"code\":null,\"details\":[{}]}}\n\n",
			"data: {\"error\":\"none\",\"choices\":[{\"index\":0,\"delta\":{}}]}\n\n", "data: {\"choices\":{}}\n\n",
			"data: {\"choices\":[{\"index\":0,\"delta\":[]}],\"usage\":[]}\n\n", ": comment\n\n", "retry: 5\n\n",
			": {\"a\":1}\n\n", "id: {\"a\":1}\n\n", "note: waiting {3}\n\n",
			"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":null},\"finish_reason\":\"running\"}]}\n\n",
			"data: {\"choices\":[{\"index\":0,\"delta\":{},\"error\":{},\"finish_reason\":false}],\"x\":NaN}\n\n" };

	@Test
	void paddingBetweenChunksIsNoHarm() throws IOException {
		Random random = new Random(7);
		for (int run = 0; run < 60; run++) {
			StringBuilder wire = new StringBuilder();
			for (String chunk : List.of(Streams.ROLE, Streams.HELLO, Streams.WORLD, Streams.STOP, Streams.USAGE,
					"data: [done]\n\n")) {
				for (int count = random.nextInt(3); count > 0; count--) {
					wire.append(PADDING[random.nextInt(PADDING.length)]);
				}
				wire.append(chunk);
			}
			ChatCompletion answer = assemble(Streams.chunked(wire.toString()));
			assertThat(answer.text()).as(wire.toString()).isEqualTo("Hello world");
			assertThat(answer.finishReason()).isEqualTo("stop");
			assertThat(requireNonNull(answer.usage()).totalTokens()).as(wire.toString()).isEqualTo(3);
		}
	}

	@Test
	void eachPaddingAloneIsNoHarm() throws IOException {
		for (String padding : PADDING) {
			String wire = padding + Streams.HELLO + padding + Streams.STOP + padding + Streams.DONE;
			assertThat(assemble(Streams.chunked(wire)).text()).as(padding).isEqualTo("Hello");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			data: {"message":"Rate limit reached for this key"} | rate-limited
			data: {"status":"waiting","message":"the model is overloaded"} | overloaded
			data: "plain words" | invalid-response
			""")
	void messageBeforeAnEndWithoutContentTellsTheFault(String event, String kind) throws IOException {
		assertThat(fault(Streams.chunked(Streams.ROLE, event + "\n\n", Streams.DONE)).kind().id()).isEqualTo(kind);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: {\"success\":false,\"message\":\"the model is overloaded\"}",
			"data: {\"status\":\"failed\",\"message\":\"the model is overloaded\"}",
			"data: {\"code\":\"busy\",\"msg\":\"the model is overloaded\"}",
			"data: {\"code\":503,\"message\":\"the model is overloaded\"}",
			"data: {\"data\":{\"error\":{\"message\":\"the model is overloaded\"}}}" })
	void errorAmongChunksIsAFault(String event) throws IOException {
		String wire = Streams.HEAD + Streams.HELLO + event + "\n\n" + Streams.WORLD + Streams.STOP + Streams.DONE;
		assertThat(fault(wire).kind()).isEqualTo(FaultKind.OVERLOADED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "STOP", "end_turn", "Completed" })
	void reasonOnEachChunkProvesOnlyTheLast(String reason) throws IOException {
		String chunk = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"" + reason
				+ "\"}]}";
		String role = chunk.replace("\"a\"", "\"\"");
		ChatCompletion answer = assemble(
				Streams.chunked(Streams.event(role), Streams.event(chunk).repeat(5), Streams.DONE));
		assertThat(answer.text()).isEqualTo("aaaaa");
		assertThat(answer.finishReason()).isEqualTo("stop");
		assertThat(answer.choices().get(0).extra()).containsEntry("native_finish_reason", reason);
		assertThat(fault(Streams.HEAD + Streams.event(chunk) + Streams.WORLD).hint())
			.isEqualTo("the stream ended without finish_reason");
	}

	@Test
	void endOfWhatIsNoAnswerIsNotShown() throws IOException {
		String thinking = Streams.event(Streams.delta("{\"reasoning_content\":\"Hm\"}"));
		for (String end : List.of("stop", "tool_calls", "aborted", "SAFETY")) {
			String wire = Streams.HEAD + thinking + Streams.event(Streams.finish(end)) + Streams.USAGE + Streams.DONE;
			try (RawServer server = new RawServer(Script.sendAndClose(wire));
					Gateways gateway = new Gateways(server.url());
					GatewayStream stream = gateway.stream(LIMITS)) {
				assertThat(requireNonNull(stream.next()).choices().get(0).finishReason()).isNull();
				GatewayException failure = Streams.readUntilBreak(stream, new StringBuilder());
				assertThat(failure.fault().kind()).as(end).isIn(FaultKind.INVALID_RESPONSE, FaultKind.CONTENT_REJECTED);
			}
		}
	}

	@Test
	void contentWhoseFieldHasLostItsNameIsMissed() throws IOException {
		for (String name : damagedNames()) {
			String wire = Streams.ROLE + Streams.HELLO + Streams.WORLD.replace("data: ", name) + Streams.STOP
					+ Streams.USAGE + Streams.DONE;
			SseReader events = new SseReader(new ByteArrayInputStream(wire.getBytes(StandardCharsets.UTF_8)), 10_000);
			boolean isMissed = false;
			while (events.next()) {
				isMissed |= events.isDamaged() || events.isBare() || !events.isDone() && !events.startsWith('{');
			}
			assertThat(isMissed).as(name).isTrue();
		}
		assertThat(fault(Streams.chunked(Streams.ROLE, Streams.HELLO, Streams.WORLD.replace("data", "dxta"),
				Streams.STOP, Streams.DONE))
			.hint()).isEqualTo("an event of the stream is not JSON");
	}

	/** Each with one sign lost, changed or too much, and none a comment. */
	private static List<String> damagedNames() {
		List<String> names = new ArrayList<>();
		String signs = "adet:\"{ \n\u00e9";
		for (int at = 0; at < "data:".length(); at++) {
			String before = "data: ".substring(0, at);
			String after = "data: ".substring(at + 1);
			names.add(before + after);
			for (char sign : signs.toCharArray()) {
				names.add(before + sign + after);
				names.add(before + sign + "data: ".charAt(at) + after);
			}
		}
		names.removeIf((name) -> name.strip().startsWith(":") || name.contains("\n:") || name.strip().equals("data:")
				|| name.equals("data::"));
		return names;
	}

	@ParameterizedTest
	@ValueSource(strings = { "error: {\"message\":\"the model is overloaded\",\"code\":503}",
			"Error - {\"error\":{\"message\":\"the model is overloaded\"}}" })
	void errorInAFieldOfItsOwnIsAFault(String line) throws IOException {
		assertThat(fault(Streams.HEAD + Streams.HELLO + line + "\n\n").kind()).isEqualTo(FaultKind.OVERLOADED);
	}

	@Test
	void reasonlessContentAfterAnEmptyEndIsShownInOrder() throws IOException {
		List<ChatCompletionChunk> chunks;
		String early = Streams.event(Streams.finish("stop"));
		String thinking = Streams.event(Streams.delta("{\"reasoning_content\":\"Hm\"}"));
		try (RawServer server = new RawServer(
				Script.always(Streams.chunked(thinking, early, early, Streams.HELLO, Streams.STOP, Streams.DONE)));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream(LIMITS)) {
			chunks = Streams.readAll(stream);
		}
		assertThat(chunks).hasSize(5);
		assertThat(chunks).extracting((chunk) -> chunk.choices().get(0).finishReason())
			.containsExactly(null, "stop", "stop", null, "stop");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"x_groq\":{\"id\":\"r\",\"usage\":{\"total_tokens\":3}},\"choices\":[]}",
			"{\"choices\":[{\"index\":0,\"delta\":{},\"usage\":{\"total_tokens\":3}}]}",
			"{\"choices\":[],\"usage\":{\"total_tokens\":\"3\"}}" })
	void usageCountsWhereverItStands(String event) throws IOException {
		ChatCompletion answer = assemble(Streams.chunked(Streams.HELLO, Streams.STOP, Streams.event(event),
				"data: {\"choices\":[],\"usage\":{}}\n\n", "data: {\"id\":\"c-1\",\"choices\":[],\"usage\":true}\n\n",
				Streams.DONE));
		assertThat(requireNonNull(answer.usage()).totalTokens()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ": PROCESSING\n\n", "\uFEFF", "event: message\n", "\n\n" })
	void eventsAreReadWhereJsonWasAskedFor(String before) throws IOException {
		String events = before + "data: null\n\n" + Streams.ROLE + Streams.HELLO + Streams.WORLD + Streams.STOP
				+ Streams.USAGE + Streams.DONE;
		ChatCompletion answer = ask(RawServer.ok(events));
		assertThat(answer.text()).isEqualTo("Hello world");
		assertThat(requireNonNull(answer.usage()).totalTokens()).isEqualTo(3);
		assertThat(answer.requestedModel()).isEqualTo("m-1");
	}

	@Test
	void eventsWhereJsonWasAskedForAreCheckedLikeAStream() throws IOException {
		assertThat(askInVain(Streams.HELLO + Streams.DONE).hint()).isEqualTo("the stream ended without finish_reason");
		assertThat(askInVain(Streams.HELLO + Streams.event("{\"error\":{\"code\":\"rate_limit_exceeded\"}}")).kind())
			.isEqualTo(FaultKind.RATE_LIMITED);
		assertThat(askInVain(Streams.HELLO + "data: {\"choices\":[{\"ind").kind())
			.isEqualTo(FaultKind.INVALID_RESPONSE);
		assertThat(askInVain(Streams.HELLO + Streams.event(Streams.finish("cancelled"))).kind())
			.isEqualTo(FaultKind.INVALID_RESPONSE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: [DONE]\n\n", "\n\ndata: [DONE]", " ", "\0", "{\"choices\":[" })
	void whatFollowsAWholeAnswerIsNoHarm(String after) throws IOException {
		assertThat(ask(RawServer.ok(Gateways.JSON + after)).text()).isEqualTo(Gateways.ANSWER);
	}

	@Test
	void brokenCharactersAreNoHarm() throws IOException {
		Script script = (connection) -> {
			byte[] body = Gateways.JSON.replace(Gateways.ANSWER, "a?b")
				.getBytes(java.nio.charset.StandardCharsets.UTF_8);
			body[new String(body, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("a?b") + 1] = (byte) 0xE4;
			connection.readRequest();
			connection.send(Streams.CHUNKED_HEAD);
			connection.send(body, 0, body.length);
			connection.send(Streams.END_OF_CHUNKS);
		};
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo("a\uFFFDb");
		}
	}

	@Test
	void eventMayBeAsLargeAsAnAnswer() throws IOException {
		String large = Streams.event(Streams.delta("{\"content\":\"" + "x".repeat(3_000_000) + "\"}"));
		assertThat(assemble(Streams.chunked(large, Streams.STOP, Streams.DONE)).text()).hasSize(3_000_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"content\":\"VALUE\"}", "{\"reasoning_content\":\"VALUE\"}",
			"{\"reasoning\":\"VALUE\"}", "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"VALUE\"}}]}",
			"{\"images\":[{\"image_url\":{\"url\":\"VALUE\"}}]}",
			"{\"content\":[{\"type\":\"text\",\"text\":\"VALUE\"}]}" })
	void streamIsRefusedAsSoonAsItsContentIsTooLarge(String delta) throws IOException {
		String event = Streams.event(Streams.delta(delta.replace("VALUE", "x".repeat(1000))));
		Script endless = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD);
			while (true) {
				connection.send(event);
			}
		};
		try (RawServer server = new RawServer(endless);
				Gateways gateway = new Gateways(server.url(), GatewaySettings.defaults().withMaxResponseSize(100_000));
				GatewayStream stream = gateway.stream(LIMITS)) {
			GatewayException failure = Streams.readUntilBreak(stream, new StringBuilder());
			assertThat(failure.fault().hint()).isEqualTo("the answer is larger than taotoken.max-response-size");
			assertThat(failure.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
			assertThat(failure.fault().proven()).isFalse();
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void whatRepeatsInEachChunkIsNoContent() throws IOException {
		String chunk = Streams
			.event("{\"id\":\"" + "i".repeat(500) + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}");
		String wire = Streams.chunked(chunk.repeat(1000), Streams.STOP, Streams.DONE);
		try (RawServer server = new RawServer(Script.always(wire));
				Gateways gateway = new Gateways(server.url(), GatewaySettings.defaults().withMaxResponseSize(10_000));
				GatewayStream stream = gateway.stream(LIMITS)) {
			assertThat(stream.assemble().text()).hasSize(1000);
		}
	}

	@Test
	void silenceAfterAProvenEndIsAnEnd() throws IOException {
		StreamLimits limits = new StreamLimits(Gateways.LONG, Duration.ofMillis(500), null);
		try (RawServer server = new RawServer(Script.sendAndStall(Streams.HEAD + Streams.HELLO + Streams.STOP));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream(limits)) {
			assertThat(stream.assemble().text()).isEqualTo("Hello");
			gateway.assertThatNothingIsLeased();
		}
	}

	private static ChatCompletion assemble(String wire) throws IOException {
		try (RawServer server = new RawServer(Script.always(wire));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream(LIMITS)) {
			ChatCompletion answer = stream.assemble();
			assertThat(answer.requestedModel()).isEqualTo("m-1");
			assertThat(stream.next()).isNull();
			return answer;
		}
	}

	private static Fault fault(String wire) throws IOException {
		try (RawServer server = new RawServer(Script.sendAndClose(wire));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream(LIMITS)) {
			return Streams.readUntilBreak(stream, new StringBuilder()).fault();
		}
		catch (GatewayException ex) {
			return ex.fault();
		}
	}

	private static ChatCompletion ask(String wire) throws IOException {
		try (RawServer server = new RawServer(Script.always(wire)); Gateways gateway = new Gateways(server.url())) {
			return gateway.ask(Gateways.LONG);
		}
	}

	private static Fault askInVain(String events) throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(events)));
				Gateways gateway = new Gateways(server.url())) {
			return gateway.askInVain(Gateways.LONG).fault();
		}
	}

}
