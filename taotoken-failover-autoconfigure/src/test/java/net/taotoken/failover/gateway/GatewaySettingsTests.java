package net.taotoken.failover.gateway;

import java.net.URI;
import java.time.Duration;

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
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new GatewaySettings(path, "/v1/models", Duration.ofSeconds(1), 1, 1))
			.withMessageContaining("chatCompletionsPath");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new GatewaySettings("/v1", path, Duration.ofSeconds(1), 1, 1))
			.withMessageContaining("modelsPath");
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
			"http://[::1]:8080/a%20b, http://[::1]:8080/a%20b/v1/x", "HTTPS://A.example, HTTPS://A.example/v1/x" })
	void baseUrlAndPathAreJoined(String baseUrl, String address) {
		assertThat(GatewayTarget.of(URI.create(baseUrl), "/v1/x").uri()).isEqualTo(URI.create(address));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.example", "/api", "ftp://a.example", "http:///api", "https://me:secret@a.example",
			"https://a.example?x=secret", "https://a.example#secret" })
	void baseUrlThatIsNoneIsRefused(String baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> GatewayTarget.of(URI.create(baseUrl), "/v1/x"))
			.withMessageNotContaining("secret");
	}

}
