package net.taotoken.failover.autoconfigure.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import net.taotoken.failover.health.ModelHealthTracker;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "taotoken.api-key=secret-key-4711", "taotoken.model-priority=gpt-4.1,meta/llama",
				"management.endpoint.health.show-details=always", "management.endpoints.web.exposure.include=*" })
@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
class HealthEndpointTests {

	@Autowired
	private ModelHealthTracker tracker;

	@Autowired
	private Environment environment;

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest
				.newBuilder(URI.create("http://localhost:" + this.environment.getProperty("local.server.port") + path))
				.build(), BodyHandlers.ofString());
	}

	@Test
	void endpointShowsDegradedModelsByTheirWholeNames() throws Exception {
		TaotokenHealthAutoConfigurationTests.takeOut(this.tracker, "gpt-4.1");
		HttpResponse<String> response = get("/actuator/health/taotoken");
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode health = JsonMapper.shared().readTree(response.body());
		assertThat(health.at("/status").asString()).isEqualTo("UP");
		assertThat(health.at("/details/state").asString()).isEqualTo("degraded");
		assertThat(health.at("/details/healthiest").asString()).isEqualTo("meta/llama");
		assertThat(health.at("/details/models").path("gpt-4.1").path("lastFault").path("kind").asString())
			.isEqualTo("rate-limited");
		assertThat(health.at("/details/routes/default/out/0").asString()).isEqualTo("gpt-4.1");
	}

	@Test
	void endpointIsDownWhenNoModelCanAnswer() throws Exception {
		TaotokenHealthAutoConfigurationTests.takeOut(this.tracker, "gpt-4.1");
		TaotokenHealthAutoConfigurationTests.takeOut(this.tracker, "meta/llama");
		assertThat(get("/actuator/health").statusCode()).isEqualTo(503);
	}

	@Test
	void noEndpointShowsTheKey() throws Exception {
		for (String path : new String[] { "/actuator/health", "/actuator/configprops/taotoken", "/actuator/env",
				"/actuator/beans" }) {
			assertThat(get(path).body()).doesNotContain("secret-key-4711");
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
