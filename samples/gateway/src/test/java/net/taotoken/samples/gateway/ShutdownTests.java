package net.taotoken.samples.gateway;

import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ShutdownTests {

	@Test
	void streamUnderWayComesToItsEndWhileNewCallersAreTurnedAway() throws Exception {
		CountDownLatch stopping = new CountDownLatch(1);
		try (Upstream upstream = new Upstream()) {
			upstream.does("m", (connection) -> {
				connection.send(Upstream.SSE + Upstream.words("m", "first"));
				stopping.await();
				connection.send(Upstream.words("m", "second") + Upstream.finish("m") + "data: [DONE]\n\n");
			});
			ConfigurableApplicationContext gateway = SpringApplication.run(GatewayApplication.class, "--server.port=0",
					"--taotoken.api-key=k", "--taotoken.model-priority=m", "--taotoken.base-url=" + upstream.url());
			int port = Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer()).getPort();
			Client client = new Client(port);
			try (Socket socket = client.open(Client.askForStream("auto"))) {
				Client.readUntil(socket, "first\"}");
				CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
				awaitClosedDoor(client);
				assertThat(closed).isNotDone();
				stopping.countDown();
				assertThat(Client.readUntil(socket, "[DONE]")).contains("second");
				closed.get(30, TimeUnit.SECONDS);
			}
		}
	}

	private static void awaitClosedDoor(Client client) {
		assertThatIOException().isThrownBy(() -> {
			for (int attempt = 0; attempt < 300; attempt++) {
				try (Socket socket = client.sendRaw("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
					Client.readUntil(socket, "\r\n");
					TimeUnit.MILLISECONDS.sleep(50);
				}
			}
		});
	}

}
