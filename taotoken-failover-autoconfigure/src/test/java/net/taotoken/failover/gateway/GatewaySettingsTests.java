package net.taotoken.failover.gateway;

import java.net.URI;
import java.time.Duration;

import net.taotoken.failover.gateway.http.GatewayTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GatewaySettingsTests {

	private final GatewaySettings defaults = GatewaySettings.defaults();

	@ParameterizedTest
	@ValueSource(strings = { "", "v1", "//v1", "/v 1", "/v1#x", "/\r\n", "/ü", "http://elsewhere/" })
	void pathThatIsNoneIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> new GatewaySettings(path, Duration.ofSeconds(1), 1, 1))
			.withMessageContaining("chatCompletionsPath");
	}

	@Test
	void numbersOutOfRangeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.defaults.withConnectTimeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> this.defaults.withConnectTimeout(Duration.ofDays(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.defaults.withMaxConnections(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.defaults.withMaxResponseSize(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.defaults.withMaxResponseSize(1L << 31));
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example, https://a.example/v1/x", "https://a.example/, https://a.example/v1/x",
			"https://a.example/api, https://a.example/api/v1/x", "https://a.example/api//, https://a.example/api/v1/x",
			"http://127.0.0.1:8080, http://127.0.0.1:8080/v1/x",
			"http://[::1]:8080/a%20b, http://[::1]:8080/a%20b/v1/x", "HTTPS://A.example, HTTPS://A.example/v1/x",
			"http://llm_gateway:3000/api, http://llm_gateway:3000/api/v1/x",
			"http://llm_gateway, http://llm_gateway/v1/x",
			"https://网关.example/模型/a%2Fb, https://xn--d6q013i.example/%E6%A8%A1%E5%9E%8B/a%2Fb/v1/x",
			"https://a.example:443/api, https://a.example/api/v1/x" })
	void baseUrlAndPathAreJoined(String baseUrl, String address) {
		assertThat(GatewayTarget.of(URI.create(baseUrl), "/v1/x").uri()).isEqualTo(URI.create(address));
	}

	@ParameterizedTest
	@CsvSource({ "/v1, /v1/models, /v1/models", "/v1/, /v1/models, /v1/models", "/api/v3, /v1/models, /api/v3/models",
			"/coding/v1, /v1/chat/completions, /coding/v1/chat/completions",
			"/api/paas/v4//, /v1/chat/completions, /api/paas/v4/chat/completions", "/V1, /v1/models, /V1/models",
			"/v1.1, /v1/models, /v1.1/models", "/v1beta2, /v1/models, /v1beta2/models",
			"/v1, /v1beta/models, /v1/models", "/v1, /chat, /v1/chat", "/v1, /openai/v1/x, /v1/openai/v1/x",
			"/api, /v1/models, /api/v1/models", "/v1/team, /v1/models, /v1/team/v1/models",
			"/vendor, /v1/models, /vendor/v1/models", "/v1, /v1, /v1/v1", "/prev1, /v1/models, /prev1/v1/models",
			"/v1, /v1?x=1, /v1/v1?x=1", "/v1/chat/completions, /v1/chat/completions, /v1/chat/completions",
			"/v1/chat/completions/, /v1/models, /v1/models", "/chat/completions, /v1/models, /v1/models",
			"/chat/completions, /v1/chat/completions, /chat/completions",
			"/api/v3/chat/completions, /v1/dashboard/billing/usage, /api/v3/dashboard/billing/usage" })
	void versionAtTheEndOfTheBaseUrlTakesThePlaceOfThatOfThePath(String base, String path, String joined) {
		assertThat(GatewayTarget.of(URI.create("https://v1" + base), path).uri())
			.isEqualTo(URI.create("https://v1" + joined));
	}

	@Test
	void hostIsNotTakenForAVersion() {
		assertThat(GatewayTarget.of(URI.create("https://v1"), "/v1/x").uri()).isEqualTo(URI.create("https://v1/v1/x"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.example", "/api", "ftp://a.example", "http:///api", "https://me:secret@a.example",
			"https://a.example?x=secret", "https://a.example#secret", "http://a.example:0", "http://a_b:99999",
			"http://a_b:x", "http://-%20_a" })
	void baseUrlThatIsNoneIsRefused(String baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> GatewayTarget.of(URI.create(baseUrl), "/v1/x"))
			.withMessageNotContaining("secret");
	}

}
