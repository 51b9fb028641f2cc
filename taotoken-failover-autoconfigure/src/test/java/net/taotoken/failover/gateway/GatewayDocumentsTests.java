package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

import net.taotoken.failover.console.Consoles;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(60)
class GatewayDocumentsTests {

	private static final String JSON = "{\"data\":[]}";

	private final RawServer gateway = new RawServer(Script.always(RawServer.ok(JSON)));

	private static GatewayException failure(Script script, GatewaySettings settings, Duration limit)
			throws IOException {
		try (RawServer server = new RawServer(script);
				GatewayDocuments documents = Consoles.documents(server.url(), settings)) {
			return catchThrowableOfType(GatewayException.class, () -> documents.get("/v1/models?x=secret", limit));
		}
	}

	private static FaultKind fault(Script script) throws IOException {
		return failure(script, GatewaySettings.defaults(), Gateways.LONG).fault().kind();
	}

	@Test
	void documentOfTheGatewayIsFetchedWithTheKey() throws IOException {
		try (this.gateway;
				GatewayDocuments documents = Consoles.documents(URI.create(this.gateway.url() + "/api/"),
						(request, model) -> request.addHeader("X-Title", "title" + model))) {
			assertThat(documents.get("/v1/models", Gateways.LONG)).isEqualTo(JSON);
			assertThat(this.gateway.requests()).singleElement()
				.asString()
				.startsWith("GET /api/v1/models HTTP/1.1\r\n")
				.contains("Authorization: Bearer " + Consoles.KEY + "\r\n", "Accept: application/json\r\n",
						"X-Title: title\r\n");
		}
	}

	@Test
	void documentElsewhereIsFetchedWithoutTheKeyAndWithoutTheHeadersOfTheGateway() throws IOException {
		try (this.gateway;
				RawServer elsewhere = new RawServer(Script.always(RawServer.ok(JSON)));
				GatewayDocuments documents = Consoles.documents(this.gateway.url(),
						(request, model) -> request.addHeader("X-Title", "title"))) {
			URI address = URI.create(elsewhere.url() + "/status?token=t");
			assertThat(documents.get(address, Map.of("X-Token", "own"), Gateways.LONG)).isEqualTo(JSON);
			assertThat(elsewhere.requests()).singleElement()
				.asString()
				.startsWith("GET /status?token=t HTTP/1.1\r\n")
				.contains("X-Token: own\r\n")
				.doesNotContainIgnoringCase("authorization", "x-title")
				.doesNotContain(Consoles.KEY);
		}
	}

	@Test
	void headersOfTheUserWinAtTheGateway() throws IOException {
		try (this.gateway; GatewayDocuments documents = Consoles.documents(this.gateway.url())) {
			URI address = URI.create(this.gateway.url() + "/status");
			documents.get(address, Map.of(), Gateways.LONG);
			documents.get(address, Map.of("authorization", "own"), Gateways.LONG);
			assertThat(this.gateway.requests().get(0)).contains("Bearer " + Consoles.KEY);
			assertThat(this.gateway.requests().get(1)).contains("authorization: own").doesNotContain(Consoles.KEY);
		}
	}

	@Test
	void redirectIsNotFollowed() throws IOException {
		try (this.gateway) {
			fault(Script.always(RawServer.response("302 Found", "", "Location: " + this.gateway.url() + "/v1/models")));
			assertThat(this.gateway.connections()).isZero();
		}
	}

	@Test
	void badStatusIsAFaultThatHoldsNoSecret() throws IOException {
		GatewayException failure = failure(
				Script.always(RawServer.response("401 Unauthorized",
						"{\"error\":{\"message\":\"no\",\"code\":\"" + Consoles.KEY + "\"}}")),
				GatewaySettings.defaults(), Gateways.LONG);
		assertThat(failure.fault().kind()).isEqualTo(FaultKind.AUTHENTICATION);
		assertThat(failure).message().startsWith("/v1/models: ").doesNotContain("secret", Consoles.KEY);
	}

	@Test
	void hugeDocumentIsNotRead() throws IOException {
		GatewayException failure = failure(
				Script.sendAndStall("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n" + "x".repeat(8192)),
				GatewaySettings.defaults().withMaxResponseSize(1000), Gateways.LONG);
		assertThat(failure).message().contains("larger than taotoken.max-response-size");
	}

	@Test
	void silentServerEndsAtTheLimit() throws IOException {
		assertThat(failure(Script.sendAndStall(""), GatewaySettings.defaults(), Gateways.SHORT).fault().kind())
			.isEqualTo(FaultKind.TIMEOUT);
	}

	@Test
	void documentThatWasCompressedUnaskedIsRefused() throws IOException {
		assertThat(fault(Script.always(RawServer.response("200 OK", "abc", "Content-Encoding: gzip"))))
			.isEqualTo(FaultKind.INVALID_RESPONSE);
	}

}
