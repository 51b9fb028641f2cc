package net.taotoken.failover.gateway.connection;

import java.io.IOException;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.Gateways;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseLength}: the ways in which servers and proxies tell how long a
 * response is.
 */
@Timeout(60)
class ResponseLengthTests {

	private static final String CHUNKS = Integer.toHexString(Gateways.JSON.length()) + "\r\n" + Gateways.JSON
			+ "\r\n0\r\n\r\n";

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: #\nContent-Length: #", "Content-Length: #, #", "content-length: # ,#",
			"Content-Length: #\nCONTENT-LENGTH: #\nContent-Length: #", "Transfer-Encoding: identity\nContent-Length: #",
			"Content-Length: #\nTransfer-Encoding: Identity", "Content-Length: 0#, #",
			"Transfer-Encoding:\nContent-Length: #" })
	void lengthWithOneMeaningIsTakenAndTheConnectionIsNotKept(String headers) throws IOException {
		try (RawServer server = new RawServer(Script.always(head(headers) + Gateways.JSON));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Transfer-Encoding: chunked\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked",
			"Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity\nTransfer-Encoding: CHUNKED",
			"Transfer-Encoding: chunked\nContent-Length: 5", "Content-Length: 5, 5\nTransfer-Encoding: chunked" })
	void chunksComeBeforeALength(String headers) throws IOException {
		try (RawServer server = new RawServer(Script.always(head(headers) + CHUNKS));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
	}

	@Test
	void responseWithoutACodingAndALengthEndsWithItsConnection() throws IOException {
		try (RawServer server = new RawServer(Script.sendAndClose(head("Transfer-Encoding: identity") + Gateways.JSON));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: #\nContent-Length: 5", "Content-Length: #, 5", "Content-Length: 5, #",
			"Content-Length: -5", "Content-Length: +5", "Content-Length: five", "Content-Length: 5 5",
			"Content-Length: #,", "Content-Length:", "Content-Length: 99999999999999999999",
			"Transfer-Encoding: gzip, chunked", "Transfer-Encoding: x\nContent-Length: #" })
	void lengthsThatDifferOrMeanNothingAreNoHttp(String headers) throws IOException {
		try (RawServer server = new RawServer(Script.always(head(headers) + Gateways.JSON));
				Gateways gateway = new Gateways(server.url())) {
			GatewayException exception = gateway.askInVain(Gateways.LONG);
			assertThat(exception.fault().kind()).isEqualTo(FaultKind.INVALID_RESPONSE);
			assertThat(exception.fault().describe()).contains("the answer is not HTTP");
			gateway.assertThatNothingIsLeased();
		}
	}

	private static String head(String headers) {
		return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
				+ headers.replace("#", "" + Gateways.JSON.length()).replace("\n", "\r\n") + "\r\n\r\n";
	}

}
