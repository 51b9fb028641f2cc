package net.taotoken.failover.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.console.ConsoleSync;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the console's sources are doing, as the endpoint and the health indicator show it.
 */
class ConsoleBlockTests {

	private final WireMockServer gateway = new WireMockServer(options().dynamicPort());

	@AfterEach
	void stop() {
		this.gateway.stop();
	}

	@Test
	void endpointShowsTheSourcesAsTheHealthIndicatorDoes() throws Exception {
		this.gateway.start();
		answer("/v1/models", "{\"data\":[{\"id\":\"b\"}]}");
		answer("/v1/dashboard/billing/subscription", "{\"hard_limit_usd\":20}");
		answer("/v1/dashboard/billing/usage", "{\"total_usage\":1676}");
		this.gateway.stubFor(get(urlEqualTo("/status")).willReturn(serverError()));
		try (ConfigurableApplicationContext application = start()) {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> everySourceWasRead(application));
			JsonNode shown = read(application, "taotoken");
			JsonNode console = shown.path("console");
			assertThat(console.propertyNames()).containsExactly("taotoken.console.models",
					"taotoken.console.status-url", "taotoken.console.balance");
			JsonNode models = console.path("taotoken.console.models");
			assertThat(models.path("state").asString()).isEqualTo("ok");
			assertThat(models.path("lastSync").asString()).matches("[0-9T:-]{19}(\\.\\d{3})?Z");
			JsonNode status = console.path("taotoken.console.status-url");
			assertThat(status.path("state").asString()).isEqualTo("failing");
			assertThat(status.path("failingSince").asString()).matches("[0-9T:-]{19}(\\.\\d{3})?Z");
			assertThat(status.path("problem").asString()).contains("server-error");
			assertThat(console.path("taotoken.console.balance").path("balanceLow").asBoolean()).isTrue();
			assertThat(read(application, "health/taotoken").at("/details/console")).isEqualTo(console);
			assertThat(shown.at("/models/a/demotedBecause").asString()).contains("does not list it");
			assertThat(shown.toString()).doesNotContain("sk-console");
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).run("--server.port=0", "--taotoken.api-key=sk-console",
				"--taotoken.base-url=" + this.gateway.baseUrl(), "--taotoken.model-priority=a,b",
				"--taotoken.console.models.enabled=true", "--taotoken.console.models.interval=1h",
				"--taotoken.console.status-url=" + this.gateway.baseUrl() + "/status",
				"--taotoken.console.status.state=/state", "--taotoken.console.status.interval=1h",
				"--taotoken.console.balance.enabled=true", "--taotoken.console.balance.low=5",
				"--taotoken.console.balance.interval=1h", "--management.endpoints.web.exposure.include=health,taotoken",
				"--management.endpoint.health.show-details=always");
	}

	private void answer(String path, String body) {
		this.gateway.stubFor(get(urlEqualTo(path)).willReturn(okJson(body)));
	}

	private static boolean everySourceWasRead(ConfigurableApplicationContext application) {
		return application.getBean(ConsoleSync.class)
			.snapshot()
			.sources()
			.stream()
			.allMatch((source) -> source.lastSync() != null || source.failingSince() != null);
	}

	private static JsonNode read(ConfigurableApplicationContext application, String path) throws Exception {
		String port = application.getEnvironment().getProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
