package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that break the rules, over real sockets.
 */
@Timeout(30)
class GatewayClientBrokenServerTests {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

	@Test
	void silentServerEndsAtTheLimit() throws IOException {
		assertFault(Script.sendAndStall(""), Gateways.SHORT, FaultKind.TIMEOUT);
	}

	@Test
	void headersThatDribbleEndAtTheLimit() throws IOException {
		assertFault(Script.dribble("HTTP/1.1 200 OK\r\n", "X-Wait: more\r\n"), Gateways.SHORT, FaultKind.TIMEOUT);
	}

	@Test
	void bodyThatDribblesEndsAtTheLimit() throws IOException {
		assertFault(Script.dribble(HEAD + "Content-Length: 100000\r\n\r\n{", " "), Gateways.SHORT, FaultKind.TIMEOUT);
	}

	@Test
	void chunkedBodyThatDribblesEndsAtTheLimit() throws IOException {
		assertFault(Script.dribble(HEAD + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"), Gateways.SHORT,
				FaultKind.TIMEOUT);
	}

	@Test
	void tlsHandshakeThatStallsEndsAtTheLimit() throws IOException {
		try (RawServer server = new RawServer((connection) -> connection.stall());
				Gateways gateway = new Gateways(URI.create("https://127.0.0.1:" + server.url().getPort()))) {
			assertThat(gateway.askInVain(Gateways.SHORT).fault().kind()).isEqualTo(FaultKind.TIMEOUT);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void requestThatNobodyReadsEndsAtTheLimit() throws IOException, InterruptedException {
		CountDownLatch end = new CountDownLatch(1);
		try (RawServer server = new RawServer((connection) -> end.await());
				Gateways gateway = new Gateways(server.url(), GatewaySettings.defaults(),
						(request, model) -> request.addHeader("X-Large", "x".repeat(30_000_000)))) {
			assertThat(gateway.askInVain(Gateways.SHORT).fault().kind()).isEqualTo(FaultKind.TIMEOUT);
			gateway.assertThatNothingIsLeased();
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void resetBeforeTheAnswerIsUnreachable() throws IOException {
		assertFault(Script.sendAndReset(""), Gateways.LONG, FaultKind.UNREACHABLE);
	}

	@Test
	void closeBeforeTheAnswerIsUnreachable() throws IOException {
		Fault fault = assertFault(Script.sendAndClose(""), Gateways.LONG, FaultKind.UNREACHABLE);
		assertThat(fault.hint()).isEqualTo("the connection was closed before an answer");
	}

	@Test
	void refusedConnectionIsUnreachable() throws IOException {
		URI nobodyThere;
		try (RawServer server = new RawServer()) {
			nobodyThere = server.url();
		}
		try (Gateways gateway = new Gateways(nobodyThere)) {
			GatewayException exception = gateway.askInVain(Gateways.LONG);
			assertThat(exception.fault()).isEqualTo(Fault.of(FaultKind.UNREACHABLE).withHint("no connection"));
			assertThat(exception).hasCauseInstanceOf(IOException.class);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void hostThatDoesNotExistIsUnreachable() {
		try (Gateways gateway = new Gateways(URI.create("http://gateway.invalid"))) {
			assertThat(gateway.askInVain(Gateways.LONG).fault().hint()).isEqualTo("the host name cannot be resolved");
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void connectTimeoutIsUnreachable() throws IOException {
		try (FullServer server = new FullServer();
				Gateways gateway = new Gateways(server.url(),
						GatewaySettings.defaults().withConnectTimeout(Gateways.SHORT))) {
			Fault fault = gateway.askInVain(Gateways.LONG).fault();
			assertThat(fault.kind()).isEqualTo(FaultKind.UNREACHABLE);
			assertThat(fault.hint()).isEqualTo("no connection within the connect timeout");
		}
	}

	@Test
	void limitHoldsDuringConnect() throws IOException {
		try (FullServer server = new FullServer();
				Gateways gateway = new Gateways(server.url(),
						GatewaySettings.defaults().withConnectTimeout(Gateways.LONG))) {
			assertThat(gateway.askInVain(Gateways.SHORT).fault().kind()).isEqualTo(FaultKind.TIMEOUT);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void tlsToAPlainServerIsUnreachable() throws IOException {
		try (RawServer server = new RawServer((connection) -> connection.send("no TLS here\r\n\r\n"));
				Gateways gateway = new Gateways(URI.create("https://127.0.0.1:" + server.url().getPort()))) {
			assertThat(gateway.askInVain(Gateways.LONG).fault())
				.isEqualTo(Fault.of(FaultKind.UNREACHABLE).withHint("no TLS connection"));
		}
	}

	@Test
	void bodyShorterThanAnnouncedIsInvalid() throws IOException {
		Fault fault = assertFault(Script.sendAndClose(HEAD + "Content-Length: 5000\r\n\r\n" + Gateways.JSON),
				Gateways.LONG, FaultKind.INVALID_RESPONSE);
		assertThat(fault.status()).isEqualTo(200);
		assertThat(fault.scope()).isEqualTo(FaultScope.MODEL);
	}

	@Test
	void cutChunkedBodyIsInvalid() throws IOException {
		assertFault(Script.sendAndClose(HEAD + "Transfer-Encoding: chunked\r\n\r\n40\r\n{\"choices\":["), Gateways.LONG,
				FaultKind.INVALID_RESPONSE);
	}

	@Test
	void resetInTheBodyIsInvalid() throws IOException {
		assertFault(Script.sendAndReset(HEAD + "Content-Length: 5000\r\n\r\n{"), Gateways.LONG,
				FaultKind.INVALID_RESPONSE);
	}

	@Test
	void cutJsonInAWholeBodyIsInvalid() throws IOException {
		assertFault(Script.always(RawServer.ok(Gateways.JSON.substring(0, 60))), Gateways.LONG,
				FaultKind.INVALID_RESPONSE);
	}

	@Test
	void htmlIsInvalid() throws IOException {
		assertFault(Script.always(RawServer.ok("<html><body>Hello</body></html>")), Gateways.LONG,
				FaultKind.INVALID_RESPONSE);
	}

	@Test
	void emptyBodyIsInvalid() throws IOException {
		assertFault(Script.always(RawServer.ok("")), Gateways.LONG, FaultKind.INVALID_RESPONSE);
	}

	@Test
	void noContentIsInvalid() throws IOException {
		assertFault(Script.always("HTTP/1.1 204 No Content\r\n\r\n"), Gateways.LONG, FaultKind.INVALID_RESPONSE);
	}

	@Test
	void answerThatIsNotHttpIsInvalid() throws IOException {
		Fault fault = assertFault(Script.sendAndClose("SSH-2.0-OpenSSH\r\n".repeat(20)), Gateways.LONG,
				FaultKind.INVALID_RESPONSE, FaultKind.UNREACHABLE);
		assertThat(fault.status()).isNull();
	}

	@Test
	void endlessHeaderLineIsInvalid() throws IOException {
		assertFault(Script.sendAndStall("HTTP/1.1 200 OK\r\nX-Endless: " + "x".repeat(100_000)), Gateways.LONG,
				FaultKind.INVALID_RESPONSE);
	}

	@Test
	void answerAnnouncedTooLargeIsNotRead() throws IOException {
		Fault fault = assertFault(Script.sendAndStall(HEAD + "Content-Length: 1073741824\r\n\r\n{"), Gateways.LONG,
				FaultKind.INVALID_REQUEST);
		assertThat(fault.proven()).isFalse();
		assertThat(fault.hint()).contains("taotoken.max-response-size");
	}

	@Test
	void chunkedAnswerIsReadUpToTheLargestSizeOnly() throws IOException {
		GatewaySettings settings = GatewaySettings.defaults().withMaxResponseSize(Gateways.JSON.length() - 1);
		String chunk = Integer.toHexString(Gateways.JSON.length()) + "\r\n" + Gateways.JSON + "\r\n";
		try (RawServer server = new RawServer(Script.sendAndStall(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk));
				Gateways gateway = new Gateways(server.url(), settings)) {
			Fault fault = gateway.askInVain(Gateways.LONG).fault();
			assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
			assertThat(fault.proven()).isFalse();
			assertThat(fault.hint()).contains("taotoken.max-response-size");
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void answerOfExactlyTheLargestSizeIsRead() throws IOException {
		GatewaySettings settings = GatewaySettings.defaults().withMaxResponseSize(Gateways.JSON.length());
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url(), settings)) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
	}

	@Test
	void errorBodyThatIsCutKeepsItsStatus() throws IOException {
		String head = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 5000\r\n\r\n";
		assertFault(Script.sendAndClose(head + "{\"error\":"), Gateways.LONG, FaultKind.RATE_LIMITED);
		assertFault(Script.sendAndReset(head), Gateways.LONG, FaultKind.RATE_LIMITED);
	}

	@Test
	void errorBodyThatStallsKeepsItsStatus() throws IOException {
		assertFault(Script.sendAndStall("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 5000\r\n\r\n{"),
				Gateways.SHORT, FaultKind.RATE_LIMITED);
	}

	@Test
	void errorBodyWithoutEndIsReadInPartOnly() throws IOException {
		assertFault(Script.sendAndStall("HTTP/1.1 429 Too Many Requests\r\n\r\n" + "x".repeat(64 * 1024)),
				Gateways.LONG, FaultKind.RATE_LIMITED);
	}

	@Test
	void staleConnectionIsNoticedBeforeItIsUsed() throws IOException, InterruptedException {
		CountDownLatch closed = new CountDownLatch(1);
		Script answerOnce = (connection) -> {
			connection.readRequest();
			connection.send(RawServer.ok(Gateways.JSON));
			connection.finish();
			closed.countDown();
		};
		try (RawServer server = new RawServer(answerOnce, Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url())) {
			gateway.ask(Gateways.LONG);
			closed.await();
			gateway.ask(Gateways.LONG);
			assertThat(server.requests()).hasSize(2);
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	private static Fault assertFault(Script script, Duration limit, FaultKind... expected) throws IOException {
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			long start = System.nanoTime();
			GatewayException exception = gateway.askInVain(limit);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
			assertThat(exception.fault().kind()).isIn((Object[]) expected);
			assertThat(exception.model()).isEqualTo("m-1");
			gateway.assertThatNothingIsLeased();
			assertThat(server.requests()).hasSizeLessThanOrEqualTo(1);
			return exception.fault();
		}
	}

	/** A server whose queue of connections is full, so that connecting hangs. */
	private static final class FullServer implements AutoCloseable {

		private final ServerSocket serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

		private final List<SocketChannel> fillers = new ArrayList<>();

		FullServer() throws IOException {
			for (int index = 0; index < 8; index++) {
				SocketChannel filler = SocketChannel.open();
				filler.configureBlocking(false);
				filler
					.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.serverSocket.getLocalPort()));
				this.fillers.add(filler);
			}
		}

		URI url() {
			return URI.create("http://127.0.0.1:" + this.serverSocket.getLocalPort());
		}

		@Override
		public void close() throws IOException {
			for (SocketChannel filler : this.fillers) {
				filler.close();
			}
			this.serverSocket.close();
		}

	}

}
