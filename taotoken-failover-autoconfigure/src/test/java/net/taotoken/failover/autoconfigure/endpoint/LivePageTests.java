package net.taotoken.failover.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page of the endpoint, at another path than usual and below a context path.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "taotoken.api-key=secret-key-4711", "taotoken.model-priority=a,b",
				"management.endpoints.web.exposure.include=taotoken", "management.endpoints.web.base-path=/ops",
				"management.endpoints.web.path-mapping.taotoken=ai/models", "server.servlet.context-path=/shop" })
class LivePageTests {

	private static final Pattern ADDRESS = Pattern.compile("(?:href|src|data-endpoint)=\"(?!data:)([^\"]+)\"");

	@Autowired
	private FailoverExecutor executor;

	@Autowired
	private CurrentRoutes routes;

	@LocalServerPort
	private int port;

	private PageTest page;

	@BeforeEach
	void look() {
		this.page = new PageTest(this.port, "/shop/ops/ai/models");
	}

	private void call() {
		this.executor.execute(this.routes.get().get(Route.DEFAULT), (attempt) -> "an answer 4712");
	}

	private JsonNode live() throws Exception {
		return this.page.json("/live");
	}

	@Test
	void browserGetsAPageWhoseAddressesAreRelativeToIt() throws Exception {
		HttpResponse<String> html = this.page.get("", PageTest.BROWSER);
		assertThat(PageTest.type(html)).isEqualTo("text/html;charset=UTF-8");
		List<String> addresses = ADDRESS.matcher(html.body())
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
		assertThat(addresses).containsExactly("models/page.css", "models/page.js", "models");
		for (String address : addresses.subList(0, 2)) {
			URI resolved = html.uri().resolve(address);
			assertThat(resolved.getPath()).startsWith("/shop/ops/ai/models/");
			assertThat(new PageTest(this.port, resolved.getPath()).get("", "*/*").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void pageAllowsNothingButWhatTheEndpointServes() throws Exception {
		String html = this.page.get("", PageTest.BROWSER).body();
		assertThat(html).contains("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
		assertThat(html).doesNotContain("<style", " style=", " on").doesNotContainPattern("<script[^>]*>[^<]");
		for (String file : List.of("/page.js", "/page.css")) {
			assertThat(this.page.get(file, "*/*").body()).doesNotContainPattern("https?://(?!www.w3.org)");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/page.js,*/*,text/javascript;charset=UTF-8",
			"'/page.css','text/css,*/*;q=0.1',text/css;charset=UTF-8", "/live,application/json,application/json" })
	void filesHaveTheirTypes(String file, String accept, String type) throws Exception {
		assertThat(PageTest.type(this.page.get(file, accept))).isEqualTo(type);
	}

	@ParameterizedTest
	@CsvSource({ "*/*,application/vnd.spring-boot.actuator.v3+json", "application/json,application/json",
			"application/vnd.spring-boot.actuator.v2+json,application/vnd.spring-boot.actuator.v2+json",
			"'application/json, text/plain, */*',application/json" })
	void scriptsGetJsonAsBefore(String accept, String type) throws Exception {
		HttpResponse<String> response = this.page.get("", accept);
		assertThat(PageTest.type(response)).isEqualTo(type);
		assertThat(response.body()).startsWith("{\"routes\":");
	}

	@Test
	void clientThatSaysNothingGetsJson() throws Exception {
		assertThat(PageTest.type(PageTest.send(this.page.request("")))).contains("json");
	}

	@Test
	void callsAreListedWithoutWhatWasAsked() throws Exception {
		call();
		HttpResponse<String> calls = this.page.get("/calls", "application/json");
		assertThat(calls.body()).startsWith("{\"calls\":[{\"id\":").contains("\"model\":\"a\"").doesNotContain("4712");
	}

	@Test
	void pageIsToldAllThatItShows() throws Exception {
		call();
		HttpResponse<String> response = this.page.get("/live", "application/json");
		assertThat(response.body()).doesNotContain("4711", "4712");
		JsonNode content = live().path("content");
		assertThat(content.propertyNames()).containsExactly("steering", "routes", "models", "lastFaults", "changes",
				"configuration", "history", "calls");
		assertThat(content.path("steering").asBoolean()).isFalse();
		assertThat(content.at("/history/a/answered").size()).isEqualTo(60);
		assertThat(content.at("/configuration").propertyNames()).containsExactly("baseUrl");
	}

	@Test
	void pageThatKnowsTheLatestIsToldNothing() throws Exception {
		JsonNode before = live();
		String known = before.path("version").asString();
		HttpResponse<String> same = this.page.get("/live?known=" + known, "application/json");
		assertThat(same.statusCode()).isEqualTo(204);
		assertThat(same.body()).isEmpty();
		call();
		await().untilAsserted(() -> assertThat(this.page.get("/live?known=" + known, "application/json").statusCode())
			.isEqualTo(200));
		assertThat(live().path("version").asString()).isNotEqualTo(known).startsWith(known.replaceAll("-.*", "-"));
	}

	@Test
	void steeringIsAsForbiddenAsBefore() throws Exception {
		assertThat(this.page.post("/models/a", "{\"action\":\"disable\"}").statusCode()).isEqualTo(405);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
