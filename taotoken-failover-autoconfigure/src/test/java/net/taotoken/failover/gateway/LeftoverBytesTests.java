package net.taotoken.failover.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ServerSocketFactory;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.gateway.RawServer.Connection;
import net.taotoken.failover.gateway.RawServer.Script;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Servers that send more than a response, or at the wrong time: nobody but the caller who
 * asked gets it, and the next caller waits for nothing.
 */
@Timeout(30)
class LeftoverBytesTests {

	private static final Pattern MODEL = Pattern.compile("\"model\":\"([^\"]+)\"");

	private static final String FOREIGN = RawServer.ok(json("FOREIGN"));

	private static final String TIMED_OUT = "HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\n"
			+ "Connection: close\r\n\r\n";

	private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n";

	private static Certificates certificates;

	@BeforeAll
	static void createCertificates(@TempDir Path directory) {
		certificates = Certificates.ofThisHost(directory);
	}

	static Stream<Arguments> leftovers() {
		return Stream.of(false, true)
			.flatMap((tls) -> Stream.of(argumentSet("a second response, TLS " + tls, tls, FOREIGN),
					argumentSet("a beginning without end, TLS " + tls, tls, "garbage"),
					argumentSet("line ends, TLS " + tls, tls, "\r\n\r\n"),
					argumentSet("one byte, TLS " + tls, tls, "}"),
					argumentSet("a large rest, TLS " + tls, tls, "x".repeat(100_000)),
					argumentSet("a time-out, TLS " + tls, tls, TIMED_OUT)));
	}

	@ParameterizedTest
	@MethodSource("leftovers")
	void nothingBehindAnAnswerReachesAnybody(boolean tls, String leftover) throws IOException {
		try (RawServer server = server(tls, answering("D", (connection) -> connection.send(answer("D") + leftover)));
				Gateways gateway = gateway(server, tls)) {
			for (String model : List.of("A", "D", "A", "A", "D", "D", "A")) {
				assertThat(ask(gateway, model)).isEqualTo(model);
			}
			assertThat(server.requests()).hasSize(7);
			gateway.assertThatNothingIsLeased();
		}
	}

	@ParameterizedTest
	@MethodSource("leftovers")
	void nothingBehindAStreamReachesAnybody(boolean tls, String leftover) throws IOException {
		String events = "data: " + chunk("D") + "\n\ndata: [DONE]\n\n";
		String stream = STREAM + Integer.toHexString(events.length()) + "\r\n" + events + "\r\n0\r\n\r\n";
		try (RawServer server = server(tls, answering("D", (connection) -> connection.send(stream + leftover)));
				Gateways gateway = gateway(server, tls)) {
			for (int round = 0; round < 3; round++) {
				assertThat(ask(gateway, "A")).isEqualTo("A");
				assertThat(stream(gateway, "D")).isEqualTo("D");
			}
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(server.requests()).hasSize(7);
		}
	}

	@ParameterizedTest
	@MethodSource("leftovers")
	void nothingBehindAnErrorReachesAnybody(boolean tls, String leftover) throws IOException {
		String error = RawServer.response("429 Too Many Requests", "{\"error\":{\"message\":\"later\"}}");
		try (RawServer server = server(tls, answering("D", (connection) -> connection.send(error + leftover)));
				Gateways gateway = gateway(server, tls)) {
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(gateway.askInVain("D", Gateways.LONG).fault().status()).isEqualTo(429);
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(server.requests()).hasSize(3);
		}
	}

	@ParameterizedTest
	@MethodSource("leftovers")
	void nothingThatComesWhileAConnectionIsIdleReachesAnybody(boolean tls, String leftover) throws Exception {
		assertThatNextCallIsAnswered(tls, (connection) -> connection.send(leftover));
	}

	@ParameterizedTest
	@MethodSource("leftovers")
	void connectionThatEndsWithAnExplanationIsReplaced(boolean tls, String leftover) throws Exception {
		assertThatNextCallIsAnswered(tls, (connection) -> {
			connection.send(leftover);
			connection.finish();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionThatWasClosedWhileItWasIdleIsReplaced(boolean tls) throws Exception {
		assertThatNextCallIsAnswered(tls, Connection::finish);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionThatWasResetWhileItWasIdleIsReplaced(boolean tls) throws Exception {
		assertThatNextCallIsAnswered(tls, Connection::reset);
	}

	private static void assertThatNextCallIsAnswered(boolean tls, Script whileIdle) throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Script first = (connection) -> {
			connection.readRequest();
			connection.send(answer("A"));
			answered.await();
			whileIdle.serve(connection);
			done.countDown();
			connection.stall();
		};
		try (RawServer server = server(tls, first, answering("D", Connection::reset));
				Gateways gateway = gateway(server, tls)) {
			assertThat(ask(gateway, "A")).isEqualTo("A");
			answered.countDown();
			assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(ask(gateway, "B")).isEqualTo("B");
			assertThat(ask(gateway, "C")).isEqualTo("C");
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "close", "reset", "time-out" })
	void reusedConnectionThatEndsInsteadOfAnAnswerIsReplacedOnce(String end) throws IOException {
		Script failing = (connection) -> {
			connection.readRequest();
			connection.send(answer("A"));
			connection.readRequest();
			end(connection, end);
		};
		try (RawServer server = new RawServer(failing, answering("D", Connection::reset));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(ask(gateway, "B")).isEqualTo("B");
			assertThat(server.connections()).isEqualTo(2);
			assertThat(server.requests()).hasSize(3);
		}
	}

	private static void end(Connection connection, String end) throws IOException {
		switch (end) {
			case "close" -> connection.finish();
			case "reset" -> connection.reset();
			default -> connection.send(TIMED_OUT);
		}
	}

	@Test
	void newConnectionThatEndsInsteadOfAnAnswerIsAFault() throws IOException {
		try (RawServer server = new RawServer(answering("D", Connection::finish), answering("D", Connection::finish));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(gateway.askInVain("D", Gateways.LONG).fault().hint())
				.isEqualTo("the connection was closed before an answer");
		}
	}

	@Test
	void reusedConnectionThatBreaksInsideAnAnswerIsAFault() throws IOException {
		try (RawServer server = new RawServer(answering("D", (connection) -> {
			connection.send("HTT");
			connection.finish();
		})); Gateways gateway = new Gateways(server.url())) {
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(gateway.askInVain("D", Gateways.LONG)).isNotNull();
			assertThat(server.requests()).hasSize(2);
		}
	}

	@Test
	void answerWithTwoLengthsIsReadAndItsConnectionClosed() throws IOException {
		String body = json("D");
		String both = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
		try (RawServer server = new RawServer(answering("D", (connection) -> connection.send(both)));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(ask(gateway, "D")).isEqualTo("D");
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@Test
	void idleConnectionThatTheServerClosesIsClosedWithoutAnotherCall() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(answer("A"));
			connection.halfClose();
			connection.stall();
			closed.countDown();
		};
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	/**
	 * Over TLS, the end comes as bytes: a close_notify.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionThatEndsAtRestCostsNoCall(boolean tls) throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		Script ends = (connection) -> {
			connection.readRequest();
			connection.send(answer("A"));
			connection.finish();
			ended.countDown();
		};
		try (RawServer server = server(tls, ends, answering("", (connection) -> {
		})); Gateways gateway = gateway(server, tls)) {
			assertThat(ask(gateway, "A")).isEqualTo("A");
			assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(ask(gateway, "B")).isEqualTo("B");
			assertThat(server.requests()).hasSize(2);
			assertThat(server.connections()).isEqualTo(2);
			gateway.assertThatNothingIsLeased();
		}
	}

	private static RawServer server(boolean tls, Script... scripts) {
		return new RawServer(tls ? certificates.server() : ServerSocketFactory.getDefault(), scripts);
	}

	private static Gateways gateway(RawServer server, boolean tls) {
		return new Gateways(server.url(),
				GatewayHttpClients.create(GatewaySettings.defaults(), tls ? certificates.trusting() : null, List.of()));
	}

	/** Answers each request with the name of its model, and one model otherwise. */
	private static Script answering(String special, Script otherwise) {
		return (connection) -> {
			String request = connection.readRequest();
			while (request != null) {
				Matcher model = MODEL.matcher(request);
				assertThat(model.find()).isTrue();
				if (model.group(1).equals(special)) {
					otherwise.serve(connection);
				}
				else {
					connection.send(answer(model.group(1)));
				}
				request = connection.readRequest();
			}
		};
	}

	private static @Nullable String ask(Gateways gateway, String model) {
		return gateway.client()
			.complete(gateway.client().prepare(ChatCompletionRequest.of("hi")), model, Map.of(), Gateways.LONG)
			.text();
	}

	private static String stream(Gateways gateway, String model) {
		StringBuilder text = new StringBuilder();
		try (GatewayStream stream = gateway.client()
			.stream(gateway.client().prepare(ChatCompletionRequest.of("hi")), model, Map.of(),
					new StreamLimits(Gateways.LONG, Gateways.LONG, null))) {
			ChatCompletionChunk chunk = stream.next();
			while (chunk != null) {
				text.append(chunk.text());
				chunk = stream.next();
			}
		}
		return text.toString();
	}

	private static String answer(String text) {
		return RawServer.ok(json(text));
	}

	private static String json(String text) {
		return "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":"
				+ "{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}";
	}

	private static String chunk(String text) {
		return "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
				+ "{\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}";
	}

}
