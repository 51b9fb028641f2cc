package net.taotoken.samples.gateway;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static net.taotoken.samples.gateway.Client.ask;
import static net.taotoken.samples.gateway.Client.askForStream;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers who go away while nothing comes from upstream, whose silence is allowed for
 * much longer.
 */
class DisconnectTests extends GatewayTest {

	private static final String ANSWER = "{\"role\":\"assistant\",\"content\":\"Hi\"}";

	@Test
	void callerWhoLeavesAStreamEndsTheRequestToTheModel() throws Exception {
		upstream.sendsAndStalls(this.one, Upstream.SSE, Upstream.words(this.one, "Be"));
		try (Socket socket = this.client.open(askForStream("auto"))) {
			Client.readUntil(socket, "Be");
			assertThat(upstream.abandoned().tryAcquire(700, TimeUnit.MILLISECONDS)).isFalse();
		}
		assertThatRequestIsAbandoned();
	}

	@Test
	void callerWhoResetsTheConnectionEndsTheRequestToTheModel() throws Exception {
		upstream.sendsAndStalls(this.one, Upstream.SSE, Upstream.words(this.one, "Be"));
		try (Socket socket = this.client.open(askForStream("auto"))) {
			Client.readUntil(socket, "Be");
			socket.setSoLinger(true, 0);
		}
		assertThatRequestIsAbandoned();
	}

	@Test
	void callerWhoLeavesBeforeTheFirstTokenEndsTheRequestToTheModel() throws Exception {
		upstream.sendsAndStalls(this.one, Upstream.SSE, ": wait\n\n");
		leaveWhenUpstreamWaits(this.client.open(askForStream("auto")));
		assertThatRequestIsAbandoned();
	}

	@Test
	void callerWhoLeavesWithoutAnAnswerEndsTheRequestToTheModel() throws Exception {
		upstream.sendsAndStalls(this.one);
		leaveWhenUpstreamWaits(this.client.open(ask("auto")));
		assertThatRequestIsAbandoned();
	}

	@Test
	void callerWhoSentAChunkedRequestIsWatchedToo() throws Exception {
		upstream.sendsAndStalls(this.one);
		String json = ask("auto");
		leaveWhenUpstreamWaits(this.client.sendRaw("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
				+ "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ Integer.toHexString(json.length()) + "\r\n" + json + "\r\n0\r\n\r\n"));
		assertThatRequestIsAbandoned();
	}

	@Test
	void callerWhoHasSentAByteTooManyIsStillThere() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		upstream.does(this.one, (connection) -> {
			go.await();
			connection.send(Upstream.ok(Upstream.completion(this.one, ANSWER, "stop")));
		});
		try (Socket socket = this.client.open(ask("auto"))) {
			socket.getOutputStream().write('\n');
			Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> upstream.asked().size() == 1);
			go.countDown();
			assertThat(Client.readUntil(socket, "\"Hi\"")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void connectionServesAsManyQuickCallsAsItsCallerLikes() throws Exception {
		upstream.answers(this.one, "Hi").answers(this.one, "Ho");
		try (Socket socket = this.client.open(ask("auto"))) {
			Client.readUntil(socket, "\"Hi\"");
			socket.getOutputStream().write(Client.bytes(ask("auto")));
			assertThat(Client.readUntil(socket, "\"Ho\"")).contains("HTTP/1.1 200 ");
		}
	}

	@Test
	void connectionOfAStreamIsForNoFurtherRequest() throws Exception {
		upstream.streams(this.one, "Hi");
		try (Socket socket = this.client.open(askForStream("auto"))) {
			assertThat(Client.readUntil(socket, "\r\n\r\n")).contains("Connection: close\r\n");
		}
	}

	@Test
	void requestThatIsSentAheadIsNotAnsweredAndDoesNoHarm() throws Exception {
		upstream.does(this.one, (connection) -> {
			TimeUnit.MILLISECONDS.sleep(700);
			connection.send(Upstream.ok(Upstream.completion(this.one, ANSWER, "stop")));
		});
		String json = ask("auto");
		try (Socket socket = this.client.sendRaw("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
				+ "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json
				+ "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(response).startsWith("HTTP/1.1 200 ").contains("Connection: close", "\"Hi\"").endsWith("}}");
			assertThat(response.split("HTTP/1.1 ")).hasSize(2);
		}
	}

	@Test
	void modelIsNotBlamedForACallerWhoLeaves() throws Exception {
		upstream.sendsAndStalls(this.one).answers(this.one, "Hi");
		leaveWhenUpstreamWaits(this.client.open(ask("auto")));
		assertThatRequestIsAbandoned();
		this.client.post(ask("auto"));
		assertThat(models()).containsExactly(this.one, this.one);
	}

	private static void leaveWhenUpstreamWaits(Socket socket) throws IOException, InterruptedException {
		try (socket) {
			assertThat(upstream.waiting().tryAcquire(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static void assertThatRequestIsAbandoned() throws InterruptedException {
		assertThat(upstream.abandoned().tryAcquire(5, TimeUnit.SECONDS)).isTrue();
	}

}
