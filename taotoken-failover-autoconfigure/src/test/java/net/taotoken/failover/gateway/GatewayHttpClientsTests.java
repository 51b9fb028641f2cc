package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer.Script;
import net.taotoken.failover.gateway.connection.GatewayHttpOptions;
import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ssl.SslBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class GatewayHttpClientsTests {

	private static Certificates gateway;

	private static Certificates other;

	@BeforeAll
	static void createCertificates(@TempDir Path directory) {
		gateway = Certificates.ofThisHost(directory);
		other = Certificates.create(directory, "other", "dns:other.invalid");
	}

	@Test
	void sslBundleIsHonoured() throws IOException {
		try (RawServer server = new RawServer(gateway.server(), Script.always(RawServer.ok(Gateways.JSON)));
				Gateways stranger = new Gateways(server.url());
				Gateways friend = with(server.url(), gateway.trusting())) {
			assertThat(stranger.askInVain(Gateways.LONG).fault())
				.isEqualTo(Fault.of(FaultKind.UNREACHABLE).withHint("no TLS connection"));
			assertThat(friend.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
	}

	@Test
	void certificateOfAnotherHostIsRefused() throws IOException {
		try (RawServer server = new RawServer(other.server(), Script.always(RawServer.ok(Gateways.JSON)));
				Gateways trusting = with(server.url(), other.trusting())) {
			assertThat(trusting.askInVain(Gateways.LONG).fault().hint()).isEqualTo("no TLS connection");
			assertThat(server.requests()).isEmpty();
		}
	}

	@Test
	void clientCertificateIsShownAndItsConnectionKept() throws IOException {
		try (RawServer server = new RawServer(gateway.serverDemanding(other),
				Script.always(RawServer.ok(Gateways.JSON)));
				Gateways unknown = with(server.url(), gateway.trusting());
				Gateways known = with(server.url(), gateway.trusting(other))) {
			assertThat(unknown.askInVain(Gateways.LONG).fault().kind()).isEqualTo(FaultKind.UNREACHABLE);
			int connections = server.connections();
			known.ask(Gateways.LONG);
			known.ask(Gateways.LONG);
			assertThat(server.connections()).isEqualTo(connections + 1);
		}
	}

	@Test
	void changedBundleIsUsedByTheNextRequest() throws IOException {
		try (RawServer server = new RawServer(gateway.server(), Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateways = with(server.url(), gateway.trusting())) {
			gateways.ask(Gateways.LONG);
			gateways.http().use(other.trusting());
			assertThat(gateways.askInVain(Gateways.LONG).fault().hint()).isEqualTo("no TLS connection");
			gateways.http().use(gateway.trusting());
			assertThat(gateways.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(server.requests()).hasSize(2);
		}
	}

	@Test
	void tlsOfACustomizerStaysWhateverTheBundle() throws IOException {
		GatewayClientCustomizer own = (options) -> options.setSslContext(gateway.context(null));
		try (RawServer server = new RawServer(gateway.server(), Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateways = new Gateways(server.url(),
						GatewayHttpClients.create(GatewaySettings.defaults(), other.trusting(), List.of(own)))) {
			assertThat(gateways.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			gateways.http().use(other.trusting());
			assertThat(gateways.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
	}

	@Test
	void customizersHaveTheLastWordInTheirOrder() throws IOException {
		AtomicInteger sockets = new AtomicInteger();
		List<GatewayClientCustomizer> customizers = List.of((options) -> options.setUserAgent("first"), (options) -> {
			options.setUserAgent("mine");
			options.setSocketCustomizer((socket) -> sockets.incrementAndGet());
		});
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = customized(server.url(), customizers)) {
			gateway.ask(Gateways.LONG);
			gateway.ask(Gateways.LONG);
			assertThat(server.requests().get(0)).contains("User-Agent: mine\r\n");
			assertThat(sockets).hasValue(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a\nb", "ä" })
	void userAgentThatCannotBeSentIsRefused(String userAgent) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new GatewayHttpOptions().setUserAgent(userAgent));
	}

	@Test
	void resolverOfACustomizerFindsTheGateway() throws IOException {
		GatewayClientCustomizer resolver = (options) -> options.setHostResolver((host) -> {
			if (!host.equals("my_gateway.internal")) {
				throw new UnknownHostException(host);
			}
			return List.of(InetAddress.getLoopbackAddress());
		});
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = customized(URI.create("http://my_gateway.internal:" + server.url().getPort()),
						List.of(resolver))) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(server.requests().get(0))
				.contains("Host: my_gateway.internal:" + server.url().getPort() + "\r\n");
		}
	}

	@Test
	void pathThatIsNotAsciiGoesOutEscaped() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(URI.create(server.url() + "/网关/a%20b"))) {
			gateway.ask(Gateways.LONG);
			assertThat(server.requests().get(0))
				.startsWith("POST /%E7%BD%91%E5%85%B3/a%20b/v1/chat/completions HTTP/1.1\r\n");
		}
	}

	@Test
	void clientOutlivesAnError() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		GatewayRequestCustomizer broken = (request, model) -> {
			if (calls.getAndIncrement() == 0) {
				throw new StackOverflowError();
			}
		};
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url(), GatewaySettings.defaults().withMaxConnections(1),
						broken)) {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> gateway.ask(Gateways.LONG));
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
	}

	@Test
	void closingTheClientClosesItsConnections() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(RawServer.ok(Gateways.JSON));
			connection.stall();
			closed.countDown();
		};
		try (RawServer server = new RawServer(script)) {
			try (Gateways gateway = new Gateways(server.url())) {
				gateway.ask(Gateways.LONG);
			}
			assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static Gateways with(URI url, SslBundle bundle) {
		return new Gateways(url, GatewayHttpClients.create(GatewaySettings.defaults(), bundle, List.of()));
	}

	private static Gateways customized(URI url, List<GatewayClientCustomizer> customizers) {
		return new Gateways(url, GatewayHttpClients.create(GatewaySettings.defaults(), null, customizers));
	}

}
