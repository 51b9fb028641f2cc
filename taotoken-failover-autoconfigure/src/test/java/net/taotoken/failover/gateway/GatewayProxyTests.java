package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer.Script;
import net.taotoken.failover.gateway.connection.GatewayHttpOptions;
import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways to the gateway that lead through proxies. The name of the gateway is one that only
 * the proxy understands.
 */
@Timeout(60)
class GatewayProxyTests {

	private static final String LOGIN = "me:p:ss wörd";

	private static final URI PLAIN = URI.create("http://gateway.invalid/api");

	private static final URI SECURE = URI.create("https://gateway.invalid/api");

	private static Certificates certificates;

	private final List<String> properties = new ArrayList<>();

	@BeforeAll
	static void createCertificates(@TempDir Path directory) {
		certificates = Certificates.create(directory, "gateway", "dns:gateway.invalid");
	}

	@AfterEach
	void clearProperties() {
		this.properties.forEach(System::clearProperty);
		Authenticator.setDefault(null);
	}

	@Test
	void tunnelOfTheJvmIsUsed() throws IOException {
		try (RawServer server = secureServer(); TestProxy proxy = new TestProxy(server.url(), null)) {
			set(Map.of("https.proxyHost", "localhost", "https.proxyPort", String.valueOf(proxy.port())));
			askTwice(SECURE, null);
			assertThat(proxy.asked()).hasSize(1);
			assertThat(proxy.asked().get(0)).startsWith("CONNECT gateway.invalid:443 HTTP/1.1\r\n")
				.contains("Host: gateway.invalid:443\r\n")
				.doesNotContain(Gateways.KEY);
			assertThat(server.connections()).isEqualTo(1);
			assertThat(server.requests().get(0)).startsWith("POST /api/v1/chat/completions HTTP/1.1\r\n")
				.doesNotContain("Proxy-");
		}
	}

	@Test
	void forwardingProxyOfTheJvmIsUsed() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				TestProxy proxy = new TestProxy(server.url(), null)) {
			set(Map.of("http.proxyHost", "localhost", "http.proxyPort", String.valueOf(proxy.port())));
			askTwice(PLAIN, null);
			assertThat(proxy.asked()).hasSize(1);
			assertThat(server.requests()).hasSize(2)
				.allMatch((request) -> request
					.startsWith("POST http://gateway.invalid/api/v1/chat/completions HTTP/1.1\r\n"));
		}
	}

	@Test
	void socksProxyOfTheJvmIsUsedAndFindsTheGateway() throws IOException {
		try (RawServer server = secureServer(); TestProxy proxy = new TestProxy(server.url(), null)) {
			set(Map.of("socksProxyHost", "localhost", "socksProxyPort", String.valueOf(proxy.port())));
			askTwice(SECURE, null);
			assertThat(proxy.asked()).containsExactly("gateway.invalid:443");
		}
	}

	@Test
	void socksProxyIsToldUserAndPassword() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				TestProxy proxy = new TestProxy(server.url(), "me:secret")) {
			Authenticator.setDefault(authenticator("me", "secret"));
			askTwice(PLAIN, (options) -> options.setProxySelector(always(proxy.as(Proxy.Type.SOCKS))));
			assertThat(proxy.asked()).containsExactly("gateway.invalid:80");
		}
	}

	@Test
	void tunnelIsToldUserAndPasswordOfTheSystemProperties() throws IOException {
		try (RawServer server = secureServer(); TestProxy proxy = new TestProxy(server.url(), LOGIN)) {
			set(Map.of("https.proxyHost", "localhost", "https.proxyPort", String.valueOf(proxy.port()),
					"https.proxyUser", "me", "https.proxyPassword", "p:ss wörd"));
			askTwice(SECURE, null);
			assertThat(proxy.asked()).hasSize(2);
			assertThat(server.requests().get(0)).doesNotContain("Proxy-");
		}
	}

	@Test
	void tunnelIsToldUserAndPasswordOfTheAuthenticatorAndAtOnceTheNextTime() throws IOException {
		try (RawServer server = new RawServer(certificates.server(), (connection) -> {
			connection.readRequest();
			connection.send(RawServer.response("200 OK", Gateways.JSON, "Connection: close"));
		}); TestProxy proxy = new TestProxy(server.url(), LOGIN)) {
			askTwice(SECURE, (options) -> {
				options.setProxySelector(always(proxy.as(Proxy.Type.HTTP)));
				options.setProxyAuthenticator(authenticator("me", "p:ss wörd"));
			});
			assertThat(proxy.asked()).hasSize(3);
		}
	}

	@Test
	void forwardingProxyIsToldUserAndPassword() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				TestProxy proxy = new TestProxy(server.url(), LOGIN)) {
			Authenticator.setDefault(authenticator("me", "p:ss wörd"));
			askTwice(PLAIN, (options) -> options.setProxySelector(always(proxy.as(Proxy.Type.HTTP))));
			assertThat(proxy.asked()).hasSize(2);
			assertThat(server.requests()).hasSize(2);
		}
	}

	@Test
	void proxyThatIsToldNothingOrTheWrongThingIsUnreachable() throws IOException {
		try (RawServer server = secureServer(); TestProxy proxy = new TestProxy(server.url(), LOGIN)) {
			assertThat(hint(SECURE, (options) -> options.setProxySelector(always(proxy.as(Proxy.Type.HTTP)))))
				.startsWith("the proxy asks for a user and a password");
			assertThat(hint(PLAIN, (options) -> options.setProxySelector(always(proxy.as(Proxy.Type.HTTP)))))
				.startsWith("the proxy asks for a user and a password");
			assertThat(hint(SECURE, (options) -> {
				options.setProxySelector(always(proxy.as(Proxy.Type.HTTP)));
				options.setProxyAuthenticator(authenticator("me", "wrong"));
			})).isEqualTo("the proxy refused user and password");
			assertThat(server.connections()).isZero();
		}
	}

	@Test
	void proxyThatRefusesSaysItsStatus() throws IOException {
		try (RawServer server = secureServer(); TestProxy proxy = new TestProxy(server.url(), null)) {
			assertThat(hint(URI.create("https://refused.invalid"),
					(options) -> options.setProxySelector(always(proxy.as(Proxy.Type.HTTP)))))
				.isEqualTo("the proxy refused the connection with status 403");
		}
	}

	@Test
	void proxyThatDoesNotSpeakHttpShowsNothingOfItsText() throws IOException {
		try (RawServer proxy = new RawServer(Script.sendAndClose("SECRET greeting\r\n\r\n"))) {
			Proxy as = new Proxy(Proxy.Type.HTTP,
					java.net.InetSocketAddress.createUnresolved("localhost", proxy.url().getPort()));
			assertThat(hint(SECURE, (options) -> options.setProxySelector(always(as)))).doesNotContain("SECRET");
		}
	}

	@Test
	void authenticatorOfTheJvmIsNotAskedForTheGateway() throws IOException {
		Authenticator.setDefault(authenticator("me", "secret"));
		try (RawServer server = new RawServer(
				Script.always(RawServer.response("401 No", "{}", "WWW-Authenticate: Basic realm=\"x\"")));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.askInVain(Gateways.LONG).fault().status()).isEqualTo(401);
			assertThat(server.requests()).hasSize(1);
		}
	}

	private static RawServer secureServer() {
		return new RawServer(certificates.server(), Script.always(RawServer.ok(Gateways.JSON)));
	}

	private static void askTwice(URI url, @Nullable Consumer<GatewayHttpOptions> options) {
		try (Gateways gateway = gateway(url, options)) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
	}

	private static String hint(URI url, Consumer<GatewayHttpOptions> options) {
		try (Gateways gateway = gateway(url, options)) {
			GatewayException exception = gateway.askInVain(Gateways.LONG);
			assertThat(exception.fault().kind()).isEqualTo(FaultKind.UNREACHABLE);
			return String.valueOf(exception.fault().hint());
		}
	}

	private static Gateways gateway(URI url, @Nullable Consumer<GatewayHttpOptions> options) {
		List<GatewayClientCustomizer> customizers = (options != null) ? List.of(options::accept) : List.of();
		return new Gateways(url,
				GatewayHttpClients.create(GatewaySettings.defaults(), certificates.trusting(), customizers));
	}

	private void set(Map<String, String> properties) {
		properties.forEach((name, value) -> {
			this.properties.add(name);
			System.setProperty(name, value);
		});
	}

	private static Authenticator authenticator(String user, String password) {
		return new Authenticator() {

			@Override
			protected PasswordAuthentication getPasswordAuthentication() {
				return new PasswordAuthentication(user, password.toCharArray());
			}

		};
	}

	private static ProxySelector always(Proxy proxy) {
		return new ProxySelector() {

			@Override
			public List<Proxy> select(URI uri) {
				return List.of(proxy);
			}

			@Override
			public void connectFailed(URI uri, SocketAddress address, IOException failure) {
			}

		};
	}

}
