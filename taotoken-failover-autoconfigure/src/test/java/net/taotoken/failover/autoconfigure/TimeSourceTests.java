package net.taotoken.failover.autoconfigure;

import java.time.Duration;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.time.ManualTime;
import net.taotoken.failover.time.TimeSource;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static java.util.Objects.requireNonNull;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The time of the application's own source.
 */
class TimeSourceTests {

	@Test
	void dateOfAServerIsMeasuredByTheTimeOfTheApplication() {
		WireMockServer server = new WireMockServer(options().dynamicPort());
		server.start();
		try {
			server.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(429)
				.withHeader("Retry-After", "Thu, 01 Jan 2026 00:00:40 GMT")
				.withBody("{\"error\":{\"code\":\"rate_limit_exceeded\"}}")));
			Startup.with("taotoken.base-url=" + server.baseUrl())
				.configuration(ManualTimeConfiguration.class)
				.run((context) -> {
					FailoverException failure = catchThrowableOfType(FailoverException.class,
							() -> context.getBean(TaotokenTemplate.class).chat("Well?"));
					assertThat(requireNonNull(failure.attempts().get(0).fault()).retryAfter())
						.isEqualTo(Duration.ofSeconds(40));
				});
		}
		finally {
			server.stop();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ManualTimeConfiguration {

		@Bean
		TimeSource time() {
			return new ManualTime();
		}

	}

}
