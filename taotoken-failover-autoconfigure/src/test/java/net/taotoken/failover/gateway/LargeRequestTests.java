package net.taotoken.failover.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ServerSocketFactory;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Servers that do not want to read a large request to its end.
 */
@Timeout(60)
class LargeRequestTests {

	private static final String LARGE = "x".repeat(24 << 20);

	private static final String TOO_LARGE = RawServer.response("413 Content Too Large",
			"{\"error\":{\"message\":\"too large\"}}", "Connection: close");

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void answerThatComesBeforeTheRequestIsWrittenIsRead(boolean tls, @TempDir Path directory) throws IOException {
		Certificates certificates = Certificates.ofThisHost(directory);
		try (RawServer server = new RawServer(tls ? certificates.server() : ServerSocketFactory.getDefault(),
				refusing((connection) -> {
				}));
				Gateways gateway = new Gateways(server.url(), GatewayHttpClients.create(GatewaySettings.defaults(),
						tls ? certificates.trusting() : null, List.of()))) {
			for (int i = 0; i < 3; i++) {
				assertThat(askInVain(gateway).fault().status()).isEqualTo(413);
			}
			assertThat(server.connections()).isEqualTo(3);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void restOfARequestThatIsAnsweredAlreadyIsNotWritten() throws Exception {
		CompletableFuture<Integer> read = new CompletableFuture<>();
		try (RawServer server = new RawServer(refusing((connection) -> read.complete(connection.readRest())));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(askInVain(gateway).fault().status()).isEqualTo(413);
			assertThat(read.get(10, TimeUnit.SECONDS)).isLessThan(LARGE.length());
		}
	}

	@Test
	void announcementBeforeTheAnswerDoesNotEndTheRequest() throws IOException {
		Script script = (connection) -> {
			int length = connection.readHead();
			connection.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
			connection.readBody(length);
			connection.send(RawServer.ok(Gateways.JSON));
		};
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.client()
				.complete(gateway.client().prepare(ChatCompletionRequest.of(LARGE)), "m-1", Map.of(), Gateways.LONG)
				.text()).isEqualTo(Gateways.ANSWER);
		}
	}

	@Test
	void breakWhileALargeRequestIsWrittenSaysNothingOfTheModel() throws IOException {
		Script breaking = (connection) -> {
			connection.readHead();
			connection.reset();
		};
		try (RawServer server = new RawServer(breaking); Gateways gateway = new Gateways(server.url())) {
			Fault fault = askInVain(gateway).fault();
			assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
			assertThat(fault.scope()).isEqualTo(FaultScope.REQUEST);
			assertThat(fault.proven()).isFalse();
			assertThat(fault.hint()).isEqualTo("the connection broke while a large request was being written");
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void breakWhileASmallRequestIsUnderWayIsAnOutage() throws IOException {
		Script breaking = (connection) -> {
			connection.readHead();
			connection.reset();
		};
		try (RawServer server = new RawServer(breaking); Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.askInVain(Gateways.LONG).fault().kind()).isEqualTo(FaultKind.UNREACHABLE);
		}
	}

	private static Script refusing(Script afterwards) {
		return (connection) -> {
			connection.readHead();
			connection.send(TOO_LARGE);
			afterwards.serve(connection);
		};
	}

	private static GatewayException askInVain(Gateways gateway) {
		return catchThrowableOfType(GatewayException.class, () -> gateway.client()
			.complete(gateway.client().prepare(ChatCompletionRequest.of(LARGE)), "m-1", Map.of(), Gateways.LONG));
	}

}
