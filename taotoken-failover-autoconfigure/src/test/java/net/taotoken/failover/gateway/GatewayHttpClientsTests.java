package net.taotoken.failover.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer.Script;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class GatewayHttpClientsTests {

	private static final String PASSWORD = "changeit";

	@Test
	void sslBundleIsHonoured(@TempDir Path directory) throws Exception {
		Path store = directory.resolve("gateway.p12");
		createKeyStore(store);
		WireMockServer server = new WireMockServer(options().httpDisabled(true)
			.dynamicHttpsPort()
			.keystorePath(store.toString())
			.keystorePassword(PASSWORD)
			.keyManagerPassword(PASSWORD)
			.keystoreType("PKCS12"));
		server.start();
		URI url = URI.create("https://localhost:" + server.httpsPort());
		HttpClientSettings trusting = HttpClientSettings.ofSslBundle(bundle(store));
		try (Gateways stranger = new Gateways(url);
				Gateways friend = new Gateways(url, GatewaySettings.defaults(), trusting)) {
			server.stubFor(any(anyUrl()).willReturn(okJson(Gateways.JSON)));
			assertThat(stranger.askInVain(Gateways.LONG).fault())
				.isEqualTo(Fault.of(FaultKind.UNREACHABLE).withHint("no TLS connection"));
			assertThat(friend.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
		finally {
			server.stop();
		}
	}

	@Test
	void proxyOfTheJvmIsHonoured() throws IOException {
		try (RawServer proxy = new RawServer(Script.always(RawServer.ok(Gateways.JSON)))) {
			System.setProperty("http.proxyHost", "127.0.0.1");
			System.setProperty("http.proxyPort", String.valueOf(proxy.url().getPort()));
			try (Gateways gateway = new Gateways(URI.create("http://gateway.invalid/api"))) {
				assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			}
			assertThat(proxy.requests().get(0))
				.startsWith("POST http://gateway.invalid/api/v1/chat/completions HTTP/1.1");
		}
		finally {
			System.clearProperty("http.proxyHost");
			System.clearProperty("http.proxyPort");
		}
	}

	@Test
	void socksProxyOfTheJvmIsHonoured() throws Exception {
		try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			FutureTask<Integer> firstByte = new FutureTask<>(() -> firstByte(proxy));
			new Thread(firstByte).start();
			System.setProperty("socksProxyHost", "127.0.0.1");
			System.setProperty("socksProxyPort", String.valueOf(proxy.getLocalPort()));
			try (Gateways gateway = new Gateways(URI.create("http://192.0.2.1/api"))) {
				assertThat(gateway.askInVain(Gateways.LONG).fault().kind()).isEqualTo(FaultKind.UNREACHABLE);
			}
			assertThat(firstByte.get(10, TimeUnit.SECONDS)).isEqualTo(5);
		}
		finally {
			System.clearProperty("socksProxyHost");
			System.clearProperty("socksProxyPort");
		}
	}

	private static int firstByte(ServerSocket server) throws IOException {
		try (Socket socket = server.accept()) {
			return socket.getInputStream().read();
		}
	}

	@Test
	void customizersHaveTheLastWord() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		List<GatewayClientCustomizer> customizers = List.of((builder) -> {
			calls.incrementAndGet();
			builder.setUserAgent("first");
		}, (builder) -> builder.setUserAgent("mine"));
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				CloseableHttpClient http = GatewayHttpClients.create(GatewaySettings.defaults(), null, customizers);
				Gateways gateway = new Gateways(server.url(), http)) {
			gateway.ask(Gateways.LONG);
			assertThat(server.requests().get(0)).contains("User-Agent: mine\r\n");
			assertThat(calls).hasValue(1);
		}
	}

	@Test
	void requestsOfOthersAreSentToo() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				CloseableHttpClient http = GatewayHttpClients.create(GatewaySettings.defaults(), null, List.of())) {
			HttpGet request = new HttpGet(server.url());
			assertThat(http.<String>execute(request, (response) -> EntityUtils.toString(response.getEntity())))
				.isEqualTo(Gateways.JSON);
			try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
				assertThat(response.getCode()).isEqualTo(200);
			}
		}
	}

	@Test
	void clientOutlivesAnError() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		GatewayClientCustomizer broken = (builder) -> builder.addRequestInterceptorLast((request, entity, context) -> {
			if (calls.getAndIncrement() == 0) {
				throw new StackOverflowError();
			}
		});
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				CloseableHttpClient http = GatewayHttpClients.create(GatewaySettings.defaults().withMaxConnections(1),
						null, List.of(broken));
				Gateways gateway = new Gateways(server.url(), http)) {
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

	@Test
	void idleTimeThatTheServerTellsIsKeptUpTo30Seconds() throws IOException {
		assertIdleTime("Keep-Alive: timeout=5", 5);
		assertIdleTime("Keep-Alive: timeout=3600", 30);
		assertIdleTime("X-Other: 1", 30);
	}

	private static void assertIdleTime(String header, int seconds) throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.response("200 OK", Gateways.JSON, header)))) {
			AtomicInteger idleTime = new AtomicInteger();
			GatewayClientCustomizer spy = (builder) -> builder
				.addResponseInterceptorLast((response, entity, context) -> idleTime
					.set((int) KeepAlive.IDLE_TIME.getKeepAliveDuration(response, context).toSeconds()));
			try (CloseableHttpClient http = GatewayHttpClients.create(GatewaySettings.defaults(), null, List.of(spy));
					Gateways gateway = new Gateways(server.url(), http)) {
				gateway.ask(Gateways.LONG);
			}
			assertThat(idleTime).hasValue(seconds);
		}
	}

	private static SslBundle bundle(Path store) throws Exception {
		KeyStore keyStore = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
		KeyStore trustStore = KeyStore.getInstance("PKCS12");
		trustStore.load(null, null);
		trustStore.setCertificateEntry("gateway", keyStore.getCertificate("gateway"));
		return SslBundle.of(SslStoreBundle.of(null, null, trustStore));
	}

	private static void createKeyStore(Path store) throws Exception {
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "gateway", "-keyalg", "EC",
				"-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-storepass", PASSWORD,
				"-keystore", store.toString())
			.redirectErrorStream(true)
			.start();
		process.getInputStream().readAllBytes();
		assertThat(process.waitFor()).isZero();
	}

}
