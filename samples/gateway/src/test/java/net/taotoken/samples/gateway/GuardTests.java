package net.taotoken.samples.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.TestPropertySource;

import static net.taotoken.samples.gateway.Client.ask;
import static net.taotoken.samples.gateway.Client.askForStream;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the gateway keeps away: clients without a key, requests that are too large, and
 * streams that begin again.
 */
@TestPropertySource(properties = { "gateway.api-keys=gk-one,gk-two", "gateway.max-request-size=1KB",
		"taotoken.stream.on-interruption=restart" })
class GuardTests extends GatewayTest {

	private static final String LARGE = "x".repeat(1100);

	@ParameterizedTest
	@ValueSource(strings = { "Bearer gk-one", "Bearer gk-two", "bearer gk-two" })
	void eachKeyOpensTheGateway(String authorization) {
		upstream.answers(this.one, "Hi");
		assertThat(this.client.post(ask("auto"), "Authorization", authorization).statusCode()).isEqualTo(200);
		assertThat(upstream.asked().get(0).head()).contains("Bearer " + UPSTREAM_KEY).doesNotContain("gk-");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer gk-three", "Bearer gk-on", "Bearer gk-one,gk-two", "Bearer ", "gk-one",
			"Basic gk-one", "Bearer tt-TheUpstreamKey0123456789" })
	void noOtherKeyOpensIt(String authorization) {
		assertRefused(this.client.post(ask("auto"), "Authorization", authorization));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/models", "/v1;x=y/models", "//v1/models", "/actuator/health/../../v1/models",
			"/actuator/health/..;/..;/v1/models", "/v1/nothing", "/actuator" })
	void nothingButTheHealthIsOpen(String path) throws IOException {
		try (Socket socket = this.client.sendRaw("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
			assertThat(Client.readUntil(socket, "\r\n")).matches("HTTP/1.1 40[014] \r\n");
		}
		assertThat(this.client.get("/actuator/health").statusCode()).isEqualTo(200);
	}

	@Test
	void missingKeyIsToldInTheShapeOfOpenAi() {
		assertRefused(this.client.get("/v1/models"));
	}

	@Test
	void requestThatAnnouncesTooMuchIsRefusedUnread() throws IOException {
		try (Socket socket = this.client.sendRaw(head() + "Content-Length: 1025\r\n\r\n")) {
			assertTooLarge(socket);
		}
	}

	@Test
	void chunkedRequestIsRefusedWhenItBecomesTooLarge() throws IOException {
		try (Socket socket = this.client.sendRaw(head() + "Transfer-Encoding: chunked\r\n\r\n"
				+ Integer.toHexString(LARGE.length()) + "\r\n" + LARGE + "\r\n")) {
			assertTooLarge(socket);
		}
	}

	@Test
	void requestOfTheLargestSizeIsServed() {
		upstream.answers(this.one, "Hi");
		String request = ask("auto");
		String full = request + " ".repeat(1024 - request.length());
		assertThat(this.client.post(full, "Authorization", "Bearer gk-one").statusCode()).isEqualTo(200);
		assertThat(this.client.post(full + " ", "Authorization", "Bearer gk-one").statusCode()).isEqualTo(413);
	}

	@Test
	void streamThatWouldBeginAgainIsBrokenOff() throws IOException {
		upstream.sends(this.one, Upstream.SSE, Upstream.words(this.one, "half"));
		upstream.streams(this.two, "again");
		String json = askForStream("auto");
		try (Socket socket = this.client.sendRaw(head() + "Content-Length: " + json.length() + "\r\n\r\n" + json)) {
			String response = new String(socket.getInputStream().readAllBytes());
			assertThat(response).contains("half", "stream_interrupted")
				.doesNotContain("[DONE]", "restart", "\"again\"");
		}
	}

	private static String head() {
		return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
				+ "Authorization: Bearer gk-one\r\n";
	}

	private static void assertTooLarge(Socket socket) throws IOException {
		assertThat(Client.readUntil(socket, "}}")).startsWith("HTTP/1.1 413 ").contains("{\"error\":{\"message\":");
		assertThat(upstream.asked()).isEmpty();
	}

	private static void assertRefused(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(Client.json(response).at("/error/code").asString()).isEqualTo("invalid_api_key");
		assertThat(response.body()).doesNotContain("gk-");
		assertThat(upstream.asked()).isEmpty();
	}

}
