package net.taotoken.failover.autoconfigure;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.console.ConsoleSnapshot;
import net.taotoken.failover.console.ConsoleSync;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base URLs as vendors print them.
 */
class BaseUrlTests {

	private final WireMockServer server = new WireMockServer(options().dynamicPort());

	@BeforeEach
	void start() {
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@ParameterizedTest
	@CsvSource({ "'',/v1", "/,/v1", "/api,/api/v1", "/v1,/v1", "/v1/,/v1", "/v4,/v4", "/coding/v1,/coding/v1",
			"/api/v3,/api/v3", "/compatible-mode/v1/chat/completions,/compatible-mode/v1",
			"/gateway/v2beta,/gateway/v2beta", "/v1/models,/v1", "/api/v1/models/,/api/v1", "/v1/completions,/v1",
			"/v1beta/openai,/v1beta/openai", "/v1beta/openai/,/v1beta/openai", "/v1/openai,/v1/openai",
			"/openai/v1,/openai/v1", "/openai,/openai/v1", "/v1beta/openai/chat/completions,/v1beta/openai",
			"/v1/\uff0c,/v1", "'/v1,',/v1", "/v1\u3002,/v1", "/v1/;,/v1", "/v1\u3001,/v1", "'/api ',/api/v1",
			"/api.,/api/v1", "/api\u300b,/api/v1", "/v1/embeddings,/v1", "/models,/models/v1",
			"/proxy/messages/,/proxy/messages/v1" })
	void chatAndConsoleFindTheirPaths(String written, String root) {
		this.server.stubFor(post(urlEqualTo(root + "/chat/completions")).willReturn(okJson("""
				{"choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}]}""")));
		this.server.stubFor(get(urlEqualTo(root + "/models")).willReturn(okJson("""
				{"data":[{"id":"model-a"},{"id":"model-b"}]}""")));
		this.server.stubFor(get(urlEqualTo(root + "/dashboard/billing/subscription")).willReturn(okJson("""
				{"hard_limit_usd":10}""")));
		this.server.stubFor(get(urlEqualTo(root + "/dashboard/billing/usage")).willReturn(okJson("""
				{"total_usage":100}""")));
		Startup
			.with("taotoken.base-url=" + this.server.baseUrl() + written, "taotoken.console.models.enabled=true",
					"taotoken.console.models.fail-on-missing=true", "taotoken.console.balance.enabled=true")
			.run((context) -> {
				assertThat(context.getBean(TaotokenTemplate.class).chat("Well?")).isEqualTo("yes");
				ConsoleSync console = context.getBean(ConsoleSync.class);
				console.sync();
				assertThat(console.snapshot().sources()).hasSize(2)
					.extracting(ConsoleSnapshot.Source::problem)
					.containsOnlyNulls();
			});
		assertThat(this.server.findAllUnmatchedRequests()).isEmpty();
	}

}
