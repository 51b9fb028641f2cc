package net.taotoken.failover.autoconfigure.metrics;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import net.taotoken.failover.ModelServer;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.reload.ConfigurationReload;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.gateway.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.within;

/**
 * What meters tell of entries, and that they tell nothing of them where there are none.
 */
class EntryMetersTests {

	private static final String EMPTY = RawServer.response("402 Payment Required",
			"{\"error\":{\"message\":\"Your plan is used up\",\"type\":\"x\",\"code\":\"insufficient_quota\"}}",
			"Connection: close");

	private final ModelServer plan = new ModelServer();

	private final ModelServer balance = new ModelServer();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
				TaotokenObservationAutoConfiguration.class, TaotokenMetricsAutoConfiguration.class,
				ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class))
		.withBean(PrometheusMeterRegistry.class, () -> this.registry)
		.withPropertyValues("taotoken.api-key=sk-test", "taotoken.model-priority=a", "taotoken.models.a.input-price=3",
				"taotoken.models.a.output-price=15");

	@AfterEach
	void close() throws IOException {
		this.plan.close();
		this.balance.close();
	}

	private String[] entries() {
		return new String[] { "taotoken.entries.plan.base-url=" + this.plan.url(),
				"taotoken.entries.balance.base-url=" + this.balance.url(), "taotoken.entry-priority=plan,balance" };
	}

	private Scrape scrape() {
		return new Scrape(this.registry.scrape());
	}

	private static TaotokenTemplate template(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		return context.getBean(TaotokenTemplate.class);
	}

	private static void stream(TaotokenTemplate template, String model) {
		template.stream(ChatCompletionRequest.builder().user("?").model(model).build()).complete();
	}

	@Test
	void modelAndEntryHaveEachATagOfTheirOwn() {
		this.plan.sends("a", EMPTY);
		this.balance.streams("a", "works").streams("stranger", "works");
		this.plan.sends("stranger", EMPTY);
		this.runner.withPropertyValues(entries()).run((context) -> {
			stream(template(context), "a");
			template(context).chat(ChatCompletionRequest.builder().user("?").model("stranger").build());
			Scrape scrape = scrape();
			assertThat(
					scrape.value("taotoken_attempts_seconds_count", "model", "a", "entry", "plan", "outcome", "failed"))
				.isEqualTo(1);
			assertThat(scrape.value("taotoken_attempts_seconds_count", "model", "a", "entry", "balance", "outcome",
					"answered"))
				.isEqualTo(1);
			assertThat(scrape.value("taotoken_faults_total", "model", "a", "entry", "plan", "kind", "quota-exhausted"))
				.isEqualTo(1);
			assertThat(scrape.value("taotoken_faults_total", "model", "a", "entry", "balance", "kind", "timeout"))
				.isZero();
			assertThat(scrape.value("taotoken_cooldowns_total", "model", "a", "entry", "plan")).isEqualTo(1);
			assertThat(scrape.value("taotoken_switches_total", "from", "a@plan", "to", "a@balance")).isEqualTo(1);
			assertThat(scrape.value("taotoken_model_state", "model", "a", "entry", "plan", "state", "cooling-down"))
				.isEqualTo(1);
			assertThat(scrape.value("taotoken_model_score", "model", "a", "entry", "balance")).isPositive();
			assertThat(scrape.value("taotoken_cost_total", "model", "a", "entry", "balance")).isEqualTo(0.000033,
					within(1e-9));
			for (String metric : List.of("gen_ai_client_operation_duration_seconds_count",
					"gen_ai_client_operation_time_to_first_chunk_seconds_count")) {
				assertThat(scrape.value(metric, "gen_ai_request_model", "a", "taotoken_entry", "balance")).as(metric)
					.isEqualTo(1);
			}
			assertThat(scrape.value("gen_ai_client_token_usage_total", "gen_ai_request_model", "a", "taotoken_entry",
					"balance", "gen_ai_token_type", "output"))
				.isEqualTo(2);
			assertThat(scrape.value("taotoken_attempts_seconds_count", "model", "other", "entry", "balance"))
				.isEqualTo(1);
			assertThat(scrape.text()).doesNotContain("stranger");
		});
	}

	@Test
	void tagsOfNoMeterDependOnHowACallGoes() {
		this.plan.sends("a", EMPTY).sends("b", EMPTY);
		this.balance.sends("a", EMPTY).sends("b", EMPTY);
		this.runner.withPropertyValues(entries()).run((context) -> {
			TaotokenTemplate template = template(context);
			for (String model : List.of("a", "b")) {
				assertThatException().isThrownBy(() -> stream(template, model));
			}
			assertThat(scrape().value("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model", "a",
					"error_type", "quota-exhausted", "taotoken_entry", "balance"))
				.isEqualTo(1);
			reload(context, Map.of("taotoken.model-priority", "a,b", "taotoken.entries.new.base-url",
					this.balance.url().toString().replace("127.0.0.1", "localhost")));
			Scrape scrape = scrape();
			assertThat(scrape.value("taotoken_model_state", "model", "b", "entry", "new", "state", "healthy"))
				.isEqualTo(1);
			assertSameLabelsEverywhere(scrape);
			assertThat(scrape.metrics().get("gen_ai_client_operation_duration_active_seconds_count"))
				.contains("taotoken_entry");
		});
	}

	private static void reload(AssertableApplicationContext context, Map<String, String> properties) {
		ConfigurationReload reload = context.getBean(ConfigurationReload.class);
		TestPropertyValues.of(properties).applyTo(context);
		assertThat(reload.reload("the test")).isTrue();
	}

	/** Prometheus has no place for a meter whose labels come and go. */
	private static void assertSameLabelsEverywhere(Scrape scrape) {
		scrape.metrics().forEach((metric, labels) -> {
			if (metric.startsWith("taotoken_") || metric.startsWith("gen_ai_")) {
				scrape.text()
					.lines()
					.filter((line) -> line.startsWith(metric + "{"))
					.forEach((line) -> assertThat(new Scrape(line).metrics().get(metric)).as(line).isEqualTo(labels));
			}
		});
	}

	@Test
	void nothingIsToldOfEntriesWhereThereWereNoneAtTheStart() {
		this.plan.sends("a", EMPTY).streams("a", "works");
		this.runner
			.withPropertyValues("taotoken.base-url=" + this.plan.url(), "taotoken.faults.quota-exhausted.wait=1ms")
			.run((context) -> {
				assertThatException().isThrownBy(() -> template(context).chat("?"));
				assertNothingOfEntries(scrape());
				reload(context,
						Map.of("taotoken.entries.plan.base-url", this.plan.url().toString(),
								"taotoken.entries.balance.base-url", this.balance.url().toString(),
								"taotoken.entry-priority", "plan,balance"));
				this.balance.streams("a", "works");
				template(context).chat("?");
				assertNothingOfEntries(scrape());
				assertThat(scrape().value("taotoken_attempts_seconds_count", "outcome", "answered")).isEqualTo(1);
			});
	}

	private static void assertNothingOfEntries(Scrape scrape) {
		for (Map.Entry<String, Set<String>> metric : scrape.metrics().entrySet()) {
			assertThat(metric.getValue()).as(metric.getKey()).doesNotContain("entry", "taotoken_entry");
		}
		assertSameLabelsEverywhere(scrape);
	}

}
