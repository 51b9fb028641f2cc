package net.taotoken.failover;

import java.io.IOException;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A request that is sent again over a new connection, since a kept one had ended, is
 * shown by its attempt. Counts requests at the server.
 */
@Timeout(60)
class SentAgainTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Hi");

	private static final String JSON = """
			{"id":"c","object":"chat.completion","created":1,"model":"a","choices":[{"index":0,\
			"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
			"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

	private static final String OK = RawServer.ok(JSON);

	/** Answers one request, and ends with the next one. */
	private static final Script ENDS_WITH_THE_SECOND = (connection) -> {
		connection.readRequest();
		connection.send(OK);
		connection.readRequest();
	};

	@Test
	void answerShowsBothRequests() throws IOException {
		try (RawServer server = new RawServer(ENDS_WITH_THE_SECOND, Script.always(OK));
				TemplateOver over = new TemplateOver(server.url())) {
			TaotokenTemplate template = over.models("a");
			assertThat(requests(template.chat(REQUEST).attempts())).containsExactly(1);
			ChatCompletion second = template.chat(REQUEST);
			assertThat(requests(second.attempts())).containsExactly(2);
			assertThat(second.attempts().get(0).describe()).endsWith(" and 2 requests");
			assertThat(server.requests()).hasSize(3);
		}
	}

	@Test
	void answerInOnePieceShowsBothRequests() throws IOException {
		try (RawServer server = new RawServer(ENDS_WITH_THE_SECOND, Script.always(OK));
				TemplateOver over = new TemplateOver(server.url()).inOnePiece()) {
			TaotokenTemplate template = over.models("a");
			template.chat(REQUEST);
			assertThat(requests(template.chat(REQUEST).attempts())).containsExactly(2);
			assertThat(server.requests()).hasSize(3);
		}
	}

	@Test
	void answerBehindTheEndOfAnIdleTimeShowsBothRequests() throws IOException {
		Script timesOut = (connection) -> {
			connection.readRequest();
			connection.send(OK);
			connection.readRequest();
			connection.send(RawServer.response("408 Request Timeout", "", "Connection: close"));
		};
		try (RawServer server = new RawServer(timesOut, Script.always(OK));
				TemplateOver over = new TemplateOver(server.url())) {
			TaotokenTemplate template = over.models("a");
			template.chat(REQUEST);
			assertThat(requests(template.chat(REQUEST).attempts())).containsExactly(2);
			assertThat(server.requests()).hasSize(3);
		}
	}

	@Test
	void failureShowsBothRequests() throws IOException {
		Script refuses = Script.always(RawServer.response("404 Not Found", "{}"));
		try (RawServer server = new RawServer(ENDS_WITH_THE_SECOND, refuses);
				TemplateOver over = new TemplateOver(server.url())) {
			TaotokenTemplate template = over.models("a", "b");
			template.chat(REQUEST);
			FailoverException exception = catchThrowableOfType(FailoverException.class, () -> template.chat(REQUEST));
			assertThat(requests(exception.attempts())).containsExactly(2, 1);
			assertThat(exception).hasMessageContaining(" and 2 requests; b: ");
			assertThat(server.requests()).hasSize(4);
		}
	}

	@Test
	void streamShowsBothRequestsAlsoWhenItBreaks() throws IOException {
		Script breaks = (connection) -> {
			connection.readRequest();
			connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
					+ "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n");
		};
		try (RawServer server = new RawServer(ENDS_WITH_THE_SECOND, breaks);
				TemplateOver over = new TemplateOver(server.url())) {
			TaotokenTemplate template = over.models("a");
			template.chat(REQUEST);
			try (ChatStream stream = template.stream(REQUEST)) {
				assertThat(requests(stream.attempts())).containsExactly(2);
				StreamInterruptedException broken = catchThrowableOfType(StreamInterruptedException.class,
						stream::complete);
				assertThat(requests(broken.attempts())).containsExactly(2);
			}
			assertThat(server.requests()).hasSize(3);
		}
	}

	private static List<Integer> requests(List<Attempt> attempts) {
		return attempts.stream().map(Attempt::requests).toList();
	}

}
