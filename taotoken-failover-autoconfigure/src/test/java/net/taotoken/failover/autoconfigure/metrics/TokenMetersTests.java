package net.taotoken.failover.autoconfigure.metrics;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.metrics.CallMeterObservationHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Meters of tokens and cost.
 */
class TokenMetersTests {

	private final WireMockServer gateway = new WireMockServer(options().dynamicPort());

	@BeforeEach
	void start() {
		this.gateway.start();
	}

	@AfterEach
	void stop() {
		this.gateway.stop();
	}

	private void ask(MeterRegistry registry, String usage, String... properties) {
		this.gateway.stubFor(post(anyUrl()).willReturn(okJson("""
				{"choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}],
				"usage":""" + usage + "}")));
		ObservationRegistry observations = ObservationRegistry.create();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
					TaotokenObservationAutoConfiguration.class, TaotokenMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> registry)
			.withBean(ObservationRegistry.class, () -> observations)
			.withPropertyValues("taotoken.api-key=key", "taotoken.model-priority=a",
					"taotoken.base-url=" + this.gateway.baseUrl())
			.withPropertyValues(properties)
			.run((context) -> {
				observations.observationConfig().observationHandler(context.getBean(CallMeterObservationHandler.class));
				assertThat(context.getBean(TaotokenTemplate.class).chat("Well?")).isEqualTo("yes");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tokensOfSpringAiAreReadBesideOurs(boolean springAiFirst) {
		assumeTrue(metersOfOneNameMayDifferInTheirTags(), "Micrometer 1.17 and later");
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		if (springAiFirst) {
			countLikeSpringAi(registry);
		}
		ask(registry, "{\"prompt_tokens\":7,\"completion_tokens\":3}");
		if (!springAiFirst) {
			countLikeSpringAi(registry);
		}
		assertThat(registry.scrape().lines().filter((line) -> line.startsWith("gen_ai_client_token_usage_total")))
			.anyMatch((line) -> line.contains("openai") && line.endsWith(" 41.0"))
			.anyMatch((line) -> line.contains("taotoken") && line.contains("\"input\"") && line.endsWith(" 7.0"))
			.anyMatch((line) -> line.contains("taotoken") && line.contains("\"output\"") && line.endsWith(" 3.0"));
	}

	private static boolean metersOfOneNameMayDifferInTheirTags() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.counter("a", "one", "x").increment();
		registry.counter("a", "other", "x").increment();
		return registry.scrape().contains("other=");
	}

	/** As its {@code ModelUsageMetricsGenerator} does. */
	private static void countLikeSpringAi(MeterRegistry registry) {
		Counter.builder("gen_ai.client.token.usage")
			.tag("gen_ai.token.type", "input")
			.description("Measures number of input and output tokens used")
			.tags("gen_ai.operation.name", "chat", "gen_ai.system", "openai", "gen_ai.request.model", "gpt",
					"gen_ai.response.model", "gpt")
			.register(registry)
			.increment(41);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{'prompt_tokens':1000000,'completion_tokens':500000} | 4.0",
			"{'prompt_tokens':1000000,'prompt_tokens_details':{'cached_tokens':750000}} | 0.875",
			"{'prompt_tokens':1000000,'prompt_cache_hit_tokens':500000,'prompt_cache_miss_tokens':500000} | 1.25",
			"{'prompt_tokens':1000000,'cached_tokens':1000000} | 0.5",
			"{'prompt_tokens':1000000,'cache_read_input_tokens':9000000} | 0.5",
			"{'prompt_tokens':1000000,'prompt_tokens_details':{'cached_tokens':-5}} | 2.0",
			"{'prompt_tokens':1000000,'prompt_tokens_details':{'cached_tokens':'many'}} | 2.0",
			"{'prompt_tokens':1000000,'prompt_tokens_details':null} | 2.0" })
	void cachedTokensHaveTheirPrice(String usage, double cost) {
		MeterRegistry registry = new SimpleMeterRegistry();
		ask(registry, usage.replace('\'', '"'), "taotoken.models.a.input-price=2",
				"taotoken.models.a.cached-input-price=0.5", "taotoken.models.a.output-price=4");
		assertThat(registry.get("taotoken.cost").counter().count()).isCloseTo(cost, within(1e-9));
	}

	@Test
	void cachedTokensCostAsMuchAsOthersWithoutAPriceOfTheirOwn() {
		MeterRegistry registry = new SimpleMeterRegistry();
		ask(registry, "{\"prompt_tokens\":1000000,\"prompt_tokens_details\":{\"cached_tokens\":750000}}",
				"taotoken.models.a.input-price=2");
		assertThat(registry.get("taotoken.cost").counter().count()).isCloseTo(2, within(1e-9));
	}

}
