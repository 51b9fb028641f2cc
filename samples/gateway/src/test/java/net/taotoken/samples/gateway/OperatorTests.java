package net.taotoken.samples.gateway;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What those see who run the gateway: the first page, the page of the models, metrics;
 * and what they decide about callers.
 */
@TestPropertySource(properties = { "gateway.api-keys=team-a:gk-one,gk-two", "gateway.models=routes",
		"gateway.cors.allowed-origins=https://chat.example.com" })
class OperatorTests extends GatewayTest {

	private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

	private static String basic(String password) {
		return "Basic " + Base64.getEncoder().encodeToString(("me:" + password).getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void firstPageTellsEverybodyHowToPointAClientHere() {
		HttpResponse<String> page = this.client.get("/");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
		assertThat(page.body()).contains("base_url=\"" + this.client.uri("/v1") + "\"", "your-key-for-this-gateway")
			.doesNotContain("gk-", UPSTREAM_KEY, "{base}", "{key}");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/taotoken", "/actuator/taotoken/live", "/actuator/taotoken/page.js",
			"/actuator/prometheus" })
	void pageAndMetricsAreBehindTheKeys(String path) {
		HttpResponse<String> refused = this.client.get(path, "Accept", BROWSER);
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
		assertThat(this.client.get(path, "Authorization", basic("wrong")).statusCode()).isEqualTo(401);
		assertThat(this.client.get(path, "Authorization", "Basic %").statusCode()).isEqualTo(401);
		assertThat(this.client.get(path, "Authorization", basic("gk-two")).statusCode()).isEqualTo(200);
		assertThat(this.client.get(path, "Authorization", "Bearer gk-one").statusCode()).isEqualTo(200);
	}

	@Test
	void passwordOfABrowserAsksNoModels() {
		HttpResponse<String> refused = this.client.post(Client.ask("auto"), "Authorization", basic("gk-one"));
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
		assertThat(upstream.asked()).isEmpty();
	}

	@Test
	void requestsAreCountedByTheNameOfTheirKey() {
		upstream.answers(this.one, "Hi");
		this.client.post(Client.ask("auto"), "Authorization", "Bearer gk-one");
		this.client.post(Client.ask("auto"), "Authorization", "Bearer gk-two");
		this.client.post(Client.ask("auto"), "Authorization", "Bearer gk-three");
		String metrics = this.client.get("/actuator/prometheus", "Authorization", "Bearer gk-one").body();
		assertThat(metrics)
			.contains("gateway_requests_total{key=\"team-a\",status=\"200\"}",
					"gateway_requests_total{key=\"key-2\",status=\"200\"}",
					"gateway_requests_total{key=\"unknown\",status=\"401\"}")
			.doesNotContain("gk-");
	}

	@Test
	void modelOutsideOfTheRoutesIsRefused() {
		upstream.answers(this.one, "Hi").answers(this.two, "Hi");
		HttpResponse<String> refused = this.client.post(Client.ask("dear-model"), "Authorization", "Bearer gk-one");
		assertThat(refused.statusCode()).isEqualTo(404);
		assertThat(Client.json(refused).at("/error/code").asString()).isEqualTo("model_not_found");
		assertThat(upstream.asked()).isEmpty();
		for (String model : new String[] { "auto", "default", "cheap", this.one, this.two }) {
			assertThat(this.client.post(Client.ask(model), "Authorization", "Bearer gk-one").statusCode()).as(model)
				.isEqualTo(200);
		}
	}

	@Test
	void pagesOfAllowedOriginsMayAskAndNoOthers() {
		HttpResponse<String> answer = this.client.get("/v1/models", "Origin", "https://chat.example.com",
				"Authorization", "Bearer gk-one");
		assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("https://chat.example.com");
		assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
			.contains("x-taotoken-model");
		assertThat(this.client.get("/v1/models", "Origin", "https://evil.example.com", "Authorization", "Bearer gk-one")
			.statusCode()).isEqualTo(403);
		assertThat(this.client
			.get("/actuator/taotoken", "Origin", "https://chat.example.com", "Authorization", "Bearer gk-one")
			.headers()
			.firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	@Test
	void browserThatAsksWhetherItMayAskNeedsNoKey() throws Exception {
		try (Socket socket = this.client.sendRaw("""
				OPTIONS /v1/chat/completions HTTP/1.1\r
				Host: x\r
				Origin: https://chat.example.com\r
				Access-Control-Request-Method: POST\r
				Access-Control-Request-Headers: authorization,content-type\r
				\r
				""")) {
			assertThat(Client.readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 200")
				.contains("Access-Control-Allow-Headers: authorization, content-type");
		}
	}

}
