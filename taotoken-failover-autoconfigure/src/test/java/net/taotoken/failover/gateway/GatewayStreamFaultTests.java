package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(60)
class GatewayStreamFaultTests {

	private static final String ERRORS = """
			{"error":{"message":"x","type":"rate_limit_error","code":"rate_limit_exceeded"}} | rate-limited
			{"error":{"code":429,"message":"Rate limited"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]} | rate-limited
			{"error":{"code":502,"message":"Bad"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]} | server-error
			{"choices":[{"index":0,"delta":{},"error":{"code":429,"message":"Rate limited"},"finish_reason":"error"}]} | rate-limited
			{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} | overloaded
			{"error":{"message":"load_shed","type":"load_shed"}} | overloaded
			{"error":{"code":"ResourceExhausted","message":"x"}} | overloaded
			{"error":"The engine is currently overloaded"} | overloaded
			{"object":"error","message":"The model is overloaded","code":503} | overloaded
			{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}} | quota-exhausted
			{"choices":[{"index":0,"delta":{}}],"base_resp":{"status_code":1002,"status_msg":"rate limit"}} | rate-limited
			{"choices":[{"index":0,"delta":{},"finish_reason":"error"}]} | invalid-response
			{"choices":[{"index":0,"delta":{},"finish_reason":"network_error"}]} | invalid-response
			{"choices":[{"index":0,"delta":{},"finish_reason":"sensitive"}]} | content-rejected
			{"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]} | content-rejected
			{"id":"c-1","choices":[{"index":0,"delta":{"content":"lo | invalid-response
			{"choices":[]}{"choices":[]} | invalid-response
			[{"choices":[{"index":0,"delta":{"content":"lost"}}]}] | invalid-response
			{'choices':[]} | invalid-response
			""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "nothing", textBlock = ERRORS)
	void errorBeforeContentHasItsFault(String data, String kind) throws IOException {
		String event = Streams.event(data);
		Fault fault = faultBeforeContent(Streams.chunked(": ping\n\n", Streams.ROLE, event, Streams.DONE));
		assertThat(fault.kind().id()).isEqualTo(kind);
		assertThat(fault.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "nothing", textBlock = ERRORS)
	void errorAfterContentHasItsFault(String data, String kind) throws IOException {
		String event = Streams.event(data);
		assertThat(faultAfterContent(event + Streams.WORLD + Streams.STOP + Streams.DONE).kind().id()).isEqualTo(kind);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} | overloaded
			{"message":"Rate limit reached","code":"rate_limit_exceeded"} | rate-limited
			oops | invalid-response
			`` | invalid-response
			{"choices":[{"index":0,"delta":{"content":"a"}}]} | invalid-response
			""")
	void errorEventHasItsFault(String data, String kind) throws IOException {
		String event = "event: error\n" + Streams.event(data);
		assertThat(faultBeforeContent(Streams.chunked(Streams.ROLE, event)).kind().id()).isEqualTo(kind);
		assertThat(faultAfterContent(event).kind().id()).isEqualTo(kind);
		assertThat(faultAfterContent(Streams.STOP + event).kind().id()).isEqualTo(kind);
	}

	@Test
	void bareErrorOfTheGatewayHasItsFault() throws IOException {
		String error = "{\"error\":{\"message\":\"x\",\"code\":\"insufficient_user_quota\"}}";
		assertThat(faultBeforeContent(Streams.chunked(": PING\n\n", error)).kind().id()).isEqualTo("quota-exhausted");
		assertThat(faultAfterContent(error).kind().id()).isEqualTo("quota-exhausted");
		assertThat(faultAfterContent(error + "\n\n" + Streams.STOP).kind().id()).isEqualTo("quota-exhausted");
	}

	@Test
	void jsonErrorInsteadOfAStreamHasItsFault() throws IOException {
		String error = "{\n  \"error\":{\"message\":\"x\",\"code\":\"insufficient_user_quota\"}\n}";
		assertThat(faultBeforeContent(RawServer.ok(error)).kind().id()).isEqualTo("quota-exhausted");
		assertThat(faultBeforeContent(Streams.chunked(error)).kind().id()).isEqualTo("quota-exhausted");
		assertThat(faultBeforeContent(RawServer.response("429 Busy", "", "Retry-After: 7")).retryAfter()).hasSeconds(7);
		assertThat(faultBeforeContent(RawServer.response("503 Busy", error)).kind().id()).isEqualTo("quota-exhausted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>Login</html>", "", "welcome", "{\"choices\":[]}", "{\"choices\":[{\"index\":0,",
			"{\"choices\":[{\"index\":0,\"message\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}" })
	void whatIsNeitherStreamNorAnswerIsInvalid(String body) throws IOException {
		assertThat(faultBeforeContent(RawServer.ok(body)).kind().id()).isEqualTo("invalid-response");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			DONE           | the stream ended without content
			ROLE,DONE      | the stream ended without content
			ROLE,USAGE,DONE | the stream ended without content
			ROLE           | the stream ended without content
			USAGE          | the stream ended without content
			BLANK,STOP,DONE | the answer is empty
			ROLE,STOP,DONE | the answer is empty
			STOP           | the answer is empty
			""")
	void endWithoutContentIsInvalid(String events, String hint) throws IOException {
		Fault fault = faultBeforeContent(Streams.chunked(body(events)));
		assertThat(fault.kind().id()).isEqualTo("invalid-response");
		assertThat(fault.hint()).isEqualTo(hint);
		Fault closed = faultBeforeContent(Streams.HEAD + body(events));
		assertThat(closed.hint()).isEqualTo(hint);
	}

	@Test
	void thinkingAloneIsNoAnswer() throws IOException {
		String thinking = Streams.event(Streams.delta("{\"reasoning_content\":\"Hm\"}"));
		assertThat(faultAfterContent(thinking + Streams.STOP + Streams.DONE, thinking).hint())
			.isEqualTo("the answer is empty");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			WORLD,DONE          | the stream ended without finish_reason
			WORLD               | the stream ended without finish_reason
			WORLD,USAGE,DONE    | the stream ended without finish_reason
			STOP,WORLD,DONE     | the stream ended without finish_reason
			NOREASON,DONE       | the stream ended without finish_reason
			""")
	void endWithoutFinishReasonIsInvalid(String events, String hint) throws IOException {
		Fault fault = faultAfterContent(body(events));
		assertThat(fault.kind().id()).isEqualTo("invalid-response");
		assertThat(fault.hint()).isEqualTo(hint);
	}

	@Test
	void cutInsideHttpChunksIsInvalid() throws IOException {
		Script script = Script.sendAndClose(Streams.CHUNKED_HEAD + Streams.httpChunk(Streams.HELLO) + "99\r\ndata: {");
		Fault fault = faultAfterContent(script);
		assertThat(fault.kind().id()).isEqualTo("invalid-response");
		assertThat(fault.hint()).isEqualTo("the answer was cut or is not HTTP");
	}

	@Test
	void cutInsideAnEventIsInvalid() throws IOException {
		Fault fault = faultAfterContent("data: {\"id\":\"c-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"wo");
		assertThat(fault.kind().id()).isEqualTo("invalid-response");
	}

	@Test
	void resetIsInvalid() throws Exception {
		CountDownLatch opened = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD + Streams.HELLO);
			opened.await();
			connection.reset();
		};
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			opened.countDown();
			GatewayException exception = Streams.readUntilBreak(stream, new StringBuilder());
			assertThat(exception.fault().kind().id()).isEqualTo("invalid-response");
		}
	}

	@Test
	void halfClosedConnectionIsAnEnd() throws IOException {
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD + Streams.HELLO);
			connection.halfClose();
			connection.stall();
		};
		assertThat(faultAfterContent(script).hint()).isEqualTo("the stream ended without finish_reason");
	}

	@Test
	void serverThatIsNotThereIsUnreachable() throws IOException {
		RawServer server = new RawServer(Script.always(""));
		server.close();
		try (Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.streamInVain().fault().kind().id()).isEqualTo("unreachable");
		}
	}

	@Test
	void floodWithoutContentIsInvalid() throws IOException {
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD);
			while (true) {
				connection.send(Streams.ROLE.repeat(100));
			}
		};
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url(),
						GatewaySettings.defaults().withMaxResponseSize(100_000))) {
			assertThat(gateway.streamInVain().fault().hint()).isEqualTo("the stream is large and without content");
		}
	}

	@Test
	void answerInAnUnknownEncodingIsInvalid() throws IOException {
		String wire = RawServer.response("200 OK", "\u001f\u008b\u0008", "Content-Encoding: br");
		assertThat(faultBeforeContent(wire).hint()).isEqualTo("the answer is compressed, unasked");
	}

	@Test
	void brokenStreamFailsTheSameWayForEver() throws IOException {
		try (RawServer server = new RawServer(Script.sendAndClose(Streams.HEAD + Streams.HELLO));
				Gateways gateway = new Gateways(server.url())) {
			GatewayStream stream = gateway.stream();
			GatewayException first = Streams.readUntilBreak(stream, new StringBuilder());
			assertThat(catchThrowable(stream::next)).isSameAs(first);
			stream.close();
			assertThat(catchThrowable(stream::next)).isSameAs(first);
		}
	}

	@Test
	void exceptionHidesWhatTheServerWrote() throws IOException {
		String error = "{\"error\":{\"message\":\"" + Gateways.PROMPT + "\",\"code\":\"rate_limit_exceeded\"}}";
		try (RawServer server = new RawServer(Script.sendAndClose(Streams.HEAD + Streams.HELLO + error));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			GatewayException exception = Streams.readUntilBreak(stream, new StringBuilder());
			assertThat(exception).hasMessage("m-1: rate-limited (200, rate_limit_exceeded)");
			assertThat(exception.serverMessage()).isEqualTo(Gateways.PROMPT);
			assertThat(exception).hasNoCause();
		}
	}

	private static String body(String names) {
		StringBuilder body = new StringBuilder();
		for (String name : names.split(",")) {
			body.append(switch (name) {
				case "ROLE" -> Streams.ROLE;
				case "WORLD" -> Streams.WORLD;
				case "STOP" -> Streams.STOP;
				case "USAGE" -> Streams.USAGE;
				case "BLANK" -> Streams.event(Streams.delta("{\"content\":\" \\n\"}"));
				case "NOREASON" -> Streams.event(Streams.finish("")) + Streams.event(Streams.finish("null"));
				default -> Streams.DONE;
			});
		}
		return body.toString();
	}

	private static Fault faultBeforeContent(String wire) throws IOException {
		try (RawServer server = new RawServer(Script.sendAndClose(wire));
				Gateways gateway = new Gateways(server.url())) {
			GatewayException exception = gateway.streamInVain();
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
			assertThat(server.requests()).hasSize(1);
			return exception.fault();
		}
	}

	private static Fault faultAfterContent(String body) throws IOException {
		return faultAfterContent(body, Streams.HELLO);
	}

	private static Fault faultAfterContent(String body, String content) throws IOException {
		return faultAfterContent(Script.sendAndClose(Streams.HEAD + content + body));
	}

	private static Fault faultAfterContent(Script script) throws IOException {
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			GatewayException exception = Streams.readUntilBreak(stream, new StringBuilder());
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
			return exception.fault();
		}
	}

}
