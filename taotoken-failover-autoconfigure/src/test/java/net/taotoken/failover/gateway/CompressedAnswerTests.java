package net.taotoken.failover.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that compress what nobody has asked them to.
 */
@Timeout(30)
class CompressedAnswerTests {

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "x-gzip", "GZIP", "deflate", "raw deflate" })
	void answerIsReadAndItsConnectionKept(String encoding) throws IOException {
		try (RawServer server = new RawServer(always("200 OK", encoding, Gateways.JSON));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(server.connections()).isEqualTo(1);
			assertThat(server.requests().get(0)).contains("Accept-Encoding: identity\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\0\0\0\0", "trailing", "\u001f", "{}" })
	void bytesBehindTheCompressedOnesHarmNobody(String more) throws IOException {
		byte[] body = compressed("gzip", Gateways.JSON);
		byte[] rest = more.getBytes(StandardCharsets.ISO_8859_1);
		try (RawServer server = new RawServer((connection) -> {
			while (connection.readRequest() != null) {
				connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
				connection.send(body, 0, body.length);
				connection.send(rest, 0, rest.length);
				connection.send("0\r\n\r\n");
			}
		}); Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void chunkedAnswerIsReadAndItsConnectionKept() throws IOException {
		byte[] body = compressed("gzip", Gateways.JSON);
		try (RawServer server = new RawServer((connection) -> {
			while (connection.readRequest() != null) {
				connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
				connection.send(body, 0, 1);
				connection.send(body, 1, 20);
				connection.send(body, 20, body.length);
				connection.send("0\r\n\r\n");
			}
		}); Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void streamIsReadAsItComes() throws IOException {
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		OutputStream events = new GZIPOutputStream(wire, 512, true);
		events.write(Streams.HELLO.getBytes(StandardCharsets.UTF_8));
		events.flush();
		int first = wire.size();
		events.write((Streams.STOP + Streams.DONE).getBytes(StandardCharsets.UTF_8));
		events.close();
		byte[] body = wire.toByteArray();
		try (RawServer server = new RawServer((connection) -> {
			connection.readRequest();
			connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n");
			connection.send(body, 0, first);
			connection.readRequest();
		}); Gateways gateway = new Gateways(server.url()); GatewayStream stream = gateway.stream()) {
			assertThat(stream.next()).isNotNull();
		}
	}

	@Test
	void errorIsUnderstood() throws IOException {
		try (RawServer server = new RawServer(
				always("429 Too Many Requests", "gzip", "{\"error\":{\"code\":\"insufficient_quota\"}}"));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.askInVain(Gateways.LONG).fault().code()).isEqualTo("insufficient_quota");
		}
	}

	@Test
	void limitHoldsForWhatComesOut() throws IOException {
		String large = "{\"x\":\"" + "a".repeat(2 << 20) + "\"}";
		try (RawServer server = new RawServer(always("200 OK", "gzip", large));
				Gateways gateway = new Gateways(server.url(),
						GatewaySettings.defaults().withMaxResponseSize(1 << 20))) {
			assertThat(gateway.askInVain(Gateways.LONG).fault().hint())
				.isEqualTo("the answer is larger than taotoken.max-response-size");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate" })
	void whatIsNotCompressedAtAllIsAFault(String encoding) throws IOException {
		try (RawServer server = new RawServer(
				Script.always(RawServer.response("200 OK", Gateways.JSON, "Content-Encoding: " + encoding)));
				Gateways gateway = new Gateways(server.url())) {
			Fault fault = gateway.askInVain(Gateways.LONG).fault();
			assertThat(fault.hint()).isEqualTo("the answer was cut or is not HTTP");
		}
	}

	@Test
	void emptyBodyIsAnEmptyAnswer() throws IOException {
		try (RawServer server = new RawServer(
				Script.always(RawServer.response("503 Busy", "", "Content-Encoding: gzip")));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.askInVain(Gateways.LONG).fault().status()).isEqualTo(503);
		}
	}

	private static Script always(String status, String encoding, String text) throws IOException {
		byte[] body = compressed(encoding, text);
		String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Encoding: "
				+ encoding.replace("raw ", "") + "\r\nTransfer-Encoding: chunked\r\n\r\n";
		return (connection) -> {
			while (connection.readRequest() != null) {
				connection.send(head);
				connection.send(body, 0, body.length);
				connection.send("0\r\n\r\n");
			}
		};
	}

	private static byte[] compressed(String encoding, String text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		OutputStream out = switch (encoding) {
			case "deflate" -> new DeflaterOutputStream(bytes);
			case "raw deflate" -> new DeflaterOutputStream(bytes, new Deflater(9, true));
			default -> new GZIPOutputStream(bytes);
		};
		try (out) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

}
