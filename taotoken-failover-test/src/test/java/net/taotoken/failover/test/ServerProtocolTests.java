package net.taotoken.failover.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.engine.FailoverException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static net.taotoken.failover.test.Replies.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * HTTP as other clients than ours speak it to a {@link TaotokenServer}.
 */
@Timeout(60)
class ServerProtocolTests {

	private static final String BODY = "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

	private static final String POST = "POST /api/v1/chat/completions HTTP/1.1\r\nHost: x\r\n";

	private final TaotokenServer server = TaotokenServer.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void clientThatWaitsForAWordBeforeItSendsItsBodyGetsIt() throws IOException {
		try (Socket client = connect()) {
			send(client, POST + "Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
			assertThat(until(client, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			send(client, BODY);
			assertThat(until(client, "This is a.")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void clientThatExpectsContinueHasItsAnswer() throws Exception {
		java.net.http.HttpRequest request = java.net.http.HttpRequest
			.newBuilder(URI.create(this.server.baseUrl() + "/v1/chat/completions"))
			.expectContinue(true)
			.POST(BodyPublishers.ofString(BODY))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
		assertThat(response.body()).contains("This is a.");
	}

	@Test
	void answerToHeadHasNoBody() throws IOException {
		try (Socket client = connect()) {
			send(client, "HEAD /api/v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
			assertThat(all(client)).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "OPTIONS /api/v1/models", "GET /", "GET /api/v1/chat/completions", "POST //api/v1/models",
			"DELETE /api/v1/models/x", "GET /api/../models", "GET http://127.0.0.1/api/v1/models", "PUT *" })
	void whatIsNotThereIsSaidAndTheConnectionGoesOn(String what) throws IOException {
		try (Socket client = connect()) {
			send(client, what + " HTTP/1.1\r\nHost: x\r\n\r\nGET /api/v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
			assertThat(until(client, "\"object\":\"list\"")).startsWith("HTTP/1.1 404 ");
		}
	}

	@Test
	void requestsThatWereSentAtOnceAreAnsweredInOrder() throws IOException {
		this.server.model("a").willOnce(answer("one")).willOnce(answer("two")).willOnce(answer("three"));
		String request = POST + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
		try (Socket client = connect()) {
			send(client, request.repeat(3));
			assertThat(until(client, "three")).containsSubsequence("one", "two", "three");
		}
	}

	@Test
	void bodyInChunksWithTrailersIsRead() throws IOException {
		String chunks = Integer.toHexString(10) + ";x=y\r\n" + BODY.substring(0, 10) + "\r\n"
				+ Integer.toHexString(BODY.length() - 10) + "\r\n" + BODY.substring(10)
				+ "\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n";
		String request = POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
		try (Socket client = connect()) {
			send(client, request.repeat(2));
			until(client, "This is a.");
			until(client, "This is a.");
		}
		assertThat(this.server.asked()).containsExactly("a", "a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.0\r\nHost: x\r\n", "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" })
	void connectionEndsWhereTheClientWantsThat(String version) throws IOException {
		try (Socket client = connect()) {
			send(client, "GET /api/v1/models " + version + "\r\n");
			assertThat(all(client)).startsWith("HTTP/1.1 200 ").endsWith("}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: x\r\n\r\n", "Content-Length: -1\r\n\r\n",
			"Content-Length: 99999999999999\r\n\r\n", "Content-Length: 5\r\n\r\n1234",
			"Transfer-Encoding: chunked\r\n\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n-5\r\n",
			"Transfer-Encoding: chunked\r\n\r\n5\r\n1234" })
	void whatIsNoHttpEndsTheConnection(String rest) {
		InputStream in = new ByteArrayInputStream((POST + rest).getBytes(StandardCharsets.UTF_8));
		assertThatIOException().isThrownBy(() -> HttpRequest.read(in, OutputStream.nullOutputStream()));
	}

	@Test
	void answerOfManyMegabytesArrivesWhole() {
		String text = "好".repeat(4_000_000);
		this.server.model("a").will(answer(text));
		assertThat(this.server.template("a").chat("Why?")).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void scriptThatThrowsFailsTheTest(boolean error) {
		Throwable thrown = error ? new AssertionError("expected: 1") : new IllegalArgumentException("expected: 1");
		this.server.model("a").will(answer((request) -> sneak(thrown)));
		assertThatExceptionOfType(FailoverException.class)
			.isThrownBy(() -> this.server.template("a", "b").chat("Why?"));
		assertThat(this.server.asked()).containsExactly("a");
		assertThatIllegalStateException().isThrownBy(this.server::checkScripts)
			.withMessageContaining("The script of a threw " + thrown)
			.withCause(thrown);
		this.server.reset();
		this.server.checkScripts();
	}

	@Test
	void codeOfAScriptIsAskedOnceForEachRequest() {
		AtomicInteger asked = new AtomicInteger();
		this.server.model("a").will(answer((request) -> "number " + asked.incrementAndGet()));
		TaotokenTemplate template = this.server.template("a");
		assertThat(template.chat("Why?")).isEqualTo("number 1");
		assertThat(template.chat("Why?")).isEqualTo("number 2");
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <E extends Throwable> String sneak(Throwable thrown) throws E {
		throw (E) thrown;
	}

	private Socket connect() throws IOException {
		Socket client = new Socket("127.0.0.1", this.server.baseUrl().getPort());
		client.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
		return client;
	}

	private static void send(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String until(Socket client, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		InputStream in = client.getInputStream();
		while (text.indexOf(end) < 0) {
			int read = in.read();
			assertThat(read).as("ended after: %s", text).isNotNegative();
			text.append((char) read);
		}
		return text.toString();
	}

	private static String all(Socket client) throws IOException {
		return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
