package net.taotoken.samples.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static net.taotoken.samples.gateway.Client.askForStream;
import static net.taotoken.samples.gateway.Client.readUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that come in pieces.
 */
class StreamTests extends GatewayTest {

	@Test
	void chunksArePassedOnAndDoneEndsThem() {
		upstream.streams(this.one, "Be", "cause");
		HttpResponse<String> response = this.client.post(askForStream("auto"));
		assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream;charset=utf-8");
		assertThat(response.headers().firstValue("x-taotoken-model")).hasValue(this.one);
		assertThat(response.headers().firstValue("x-taotoken-attempts")).hasValue("1");
		assertThat(response.headers().firstValue("x-taotoken-failovers")).hasValue("0");
		assertThat(response.body())
			.isEqualTo(Upstream.words(this.one, "Be", "cause") + Upstream.finish(this.one) + "data: [DONE]\n\n");
	}

	@Test
	void usageIsPassedOnToThoseWhoAskForIt() {
		upstream.streams(this.one, "Because");
		String body = this.client
			.post(askForStream("auto").replace("}]", "}],\"stream_options\":{\"include_usage\":true}"))
			.body();
		assertThat(body).endsWith(Upstream.usage(this.one) + "data: [DONE]\n\n");
	}

	@Test
	void streamOptionsReachTheUpstreamAsTheyAre() {
		upstream.streams(this.one, "Because");
		String options = "{\"include_usage\":false,\"include_obfuscation\":false}";
		String body = this.client.post(askForStream("auto").replace("}]", "}],\"stream_options\":" + options)).body();
		assertThat(upstream.asked().get(0).body().path("stream_options").toString()).isEqualTo(options);
		assertThat(body).doesNotContain("usage").endsWith("data: [DONE]\n\n");
	}

	@Test
	void toolCallsArePassedOnPieceByPiece() {
		String begin = Upstream.delta(this.one, "{\"tool_calls\":[{\"index\":0,\"id\":\"t-1\",\"type\":\"function\","
				+ "\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}", "null");
		String rest = Upstream.delta(this.one,
				"{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":1}\"}}]}", "null");
		String end = Upstream.delta(this.one, "{}", "\"tool_calls\"");
		upstream.sends(this.one, Upstream.SSE, begin, rest, end, "data: [DONE]\n\n");
		assertThat(this.client.post(askForStream("auto")).body()).isEqualTo(begin + rest + end + "data: [DONE]\n\n");
	}

	@Test
	void nextModelStreamsWhenTheFirstDoesNotBegin() {
		upstream.sends(this.one, Upstream.response("503 x", "{}", "Retry-After: 60"));
		upstream.streams(this.two, "Because");
		HttpResponse<String> response = this.client.post(askForStream("auto"));
		assertThat(response.headers().firstValue("x-taotoken-model")).hasValue(this.two);
		assertThat(response.headers().firstValue("x-taotoken-failovers")).hasValue("1");
		assertThat(response.body()).contains("Because").endsWith("data: [DONE]\n\n");
	}

	@Test
	void chunksAreFlushedAsTheyCome() throws IOException {
		CountDownLatch read = new CountDownLatch(1);
		upstream.does(this.one, (connection) -> {
			connection.send(Upstream.SSE + Upstream.words(this.one, "first"));
			read.await();
			connection.send(Upstream.words(this.one, "second") + Upstream.finish(this.one) + "data: [DONE]\n\n");
		});
		try (Socket socket = this.client.open(askForStream("auto"))) {
			assertThat(readUntil(socket, "first\"}")).doesNotContain("second");
			read.countDown();
			assertThat(readUntil(socket, "[DONE]")).contains("second");
		}
	}

	@Test
	void brokenStreamEndsWithAnErrorAndAConnectionThatIsCutOff() throws IOException {
		upstream.does(this.one, (connection) -> {
			connection.send(Upstream.SSE + Upstream.words(this.one, "half"));
			connection.reset();
		});
		String response = rawStream();
		assertThat(response).contains("half").doesNotContain("[DONE]");
		assertThat(response).contains("data: {\"error\":{\"message\":\"The answer broke off: invalid-response\","
				+ "\"type\":\"server_error\",\"code\":\"stream_interrupted\",\"param\":null}}\n\n");
		assertThat(response).endsWith("}}\n\n\r\n").doesNotContain("\r\n0\r\n");
		assertThat(models()).containsExactly(this.one);
	}

	@Test
	void streamWithoutAFinishIsNotPassedOffAsWhole() throws IOException {
		upstream.sends(this.one, Upstream.SSE, Upstream.words(this.one, "half"), "data: [DONE]\n\n");
		assertThat(rawStream()).contains("stream_interrupted").doesNotContain("[DONE]");
	}

	@Test
	void wholeStreamIsProperlyEnded() throws IOException {
		upstream.streams(this.one, "Because");
		assertThat(rawStream()).contains("Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "data: [DONE]\n\n")
			.endsWith("\r\n0\r\n\r\n");
	}

	@Test
	void breakIsRepairedUnseenWhereTheWholeAnswerIsWanted() {
		upstream.sends(this.one, Upstream.SSE, Upstream.words(this.one, "half"));
		upstream.streams(this.two, "whole");
		HttpResponse<String> response = this.client.post(askForStream("auto"), "x-taotoken-delivery", "whole");
		assertThat(response.body()).contains("whole").doesNotContain("half").endsWith("data: [DONE]\n\n");
		assertThat(response.headers().firstValue("x-taotoken-model")).hasValue(this.two);
	}

	private String rawStream() throws IOException {
		try (Socket socket = this.client.open(askForStream("auto")); InputStream in = socket.getInputStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
