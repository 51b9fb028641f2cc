package net.taotoken.failover.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.event.CallFailedOverEvent;
import net.taotoken.failover.event.ModelCooledDownEvent;
import net.taotoken.failover.event.ModelRecoveredEvent;
import net.taotoken.failover.event.TaotokenEvent;
import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serviceUnavailable;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A model breaks: who, why, since when and until when can be read wherever somebody would
 * look at night, and in each place it is the same story.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoryTests {

	private final WireMockServer gateway = new WireMockServer(options().dynamicPort());

	private final HttpClient http = HttpClient.newHttpClient();

	@AfterEach
	void stop() {
		this.gateway.stop();
	}

	@Test
	void brokenModelIsTheSameStoryEverywhere(CapturedOutput output) throws Exception {
		this.gateway.start();
		try (ConfigurableApplicationContext application = start()) {
			answers("sunny", "{\"error\":{\"message\":\"无可用渠道\",\"type\":\"new_api_error\"}}", 503);
			answers("rainy", completion("rainy"), 200);
			String answer = application.getBean(TaotokenTemplate.class).chat("Is my prompt a secret?");
			assertThat(answer).isEqualTo("I am rainy");

			JsonNode health = get(application, "/actuator/health/taotoken").path("details");
			assertThat(health.path("state").asString()).isEqualTo("degraded");
			JsonNode sunny = health.path("models").path("sunny");
			assertThat(sunny.path("state").asString()).isEqualTo("cooling-down");
			assertThat(sunny.path("lastFault").path("kind").asString()).isEqualTo("model-unavailable");
			assertThat(sunny.path("lastFaultAt").asString()).isNotEmpty();
			assertThat(sunny.path("cooldownRemaining").asString()).matches("(600|5\\d\\d)s");

			String endpoint = get(application, "/actuator/taotoken").toString();
			assertThat(endpoint).contains("sunny", "rainy", "model-unavailable", "cooling-down");
			assertThat(text(application, "/actuator/prometheus")).containsPattern("taotoken_faults_total\\{.*sunny")
				.containsPattern("taotoken_switches_total\\{.*rainy");

			assertThat(output).contains("Model sunny is out for 600000 ms: model-unavailable (503)");
			assertThat(events(application))
				.anySatisfy((event) -> assertThat(event).isInstanceOfSatisfying(ModelCooledDownEvent.class,
						(out) -> assertThat(out.fault().kind()).isEqualTo(FaultKind.MODEL_UNAVAILABLE)));
			assertThat(events(application)).hasAtLeastOneElementOfType(CallFailedOverEvent.class);

			answers("sunny", completion("sunny"), 200);
			write(application, "/actuator/taotoken/models/sunny", "{\"action\":\"put-back\"}");
			assertThat(application.getBean(TaotokenTemplate.class).chat("And now?")).isEqualTo("I am sunny");
			assertThat(events(application)).hasAtLeastOneElementOfType(ModelRecoveredEvent.class);
			assertThat(output).contains("Model sunny is back");
			assertThat(output.toString() + endpoint).doesNotContain("secret", "sk-story");
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).run("--server.port=0", "--taotoken.api-key=sk-story",
				"--taotoken.base-url=" + this.gateway.baseUrl(), "--taotoken.model-priority=sunny,rainy",
				"--management.endpoints.web.exposure.include=health,taotoken,prometheus",
				"--management.endpoint.health.show-details=always",
				"--management.endpoint.taotoken.access=unrestricted");
	}

	private void answers(String model, String body, int status) {
		this.gateway.stubFor(
				post(urlEqualTo("/v1/chat/completions")).withRequestBody(matchingJsonPath("$.model", equalTo(model)))
					.willReturn((status == 200) ? okJson(body) : serviceUnavailable().withBody(body)));
	}

	private static String completion(String model) {
		return """
				{"model": "%s", "choices": [{"index": 0, "message": {"role": "assistant", "content": "I am %s"},
				"finish_reason": "stop"}]}
				""".formatted(model, model);
	}

	private static List<TaotokenEvent> events(ConfigurableApplicationContext application) {
		return application.getBean(Application.class).events;
	}

	private JsonNode get(ConfigurableApplicationContext application, String path) throws Exception {
		return JsonMapper.shared().readTree(text(application, path));
	}

	private String text(ConfigurableApplicationContext application, String path) throws Exception {
		return send(HttpRequest.newBuilder(uri(application, path)).build());
	}

	private void write(ConfigurableApplicationContext application, String path, String json) throws Exception {
		send(HttpRequest.newBuilder(uri(application, path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
	}

	private String send(HttpRequest request) throws IOException, InterruptedException {
		var response = this.http.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
		return response.body();
	}

	private static URI uri(ConfigurableApplicationContext application, String path) {
		return URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + path);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final List<TaotokenEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void hear(TaotokenEvent event) {
			this.events.add(event);
		}

	}

}
