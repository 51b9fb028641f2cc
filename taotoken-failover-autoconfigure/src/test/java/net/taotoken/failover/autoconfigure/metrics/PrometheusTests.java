package net.taotoken.failover.autoconfigure.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.engine.HedgeSettings;
import net.taotoken.failover.engine.HedgingExecutor;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Scrapes an application that has been through everything, and holds dashboard, alerts
 * and documentation against what it exports.
 */
class PrometheusTests {

	private static final Path DOCS = Path.of("..", "docs");

	/** What the server that is scraped does not know of: Prometheus adds them. */
	private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance");

	/** What only applications with entries tell; {@link EntryMetersTests} sees it. */
	private static final Set<String> LABELS_OF_ENTRIES = Set.of("entry", "taotoken_entry");

	private static final WireMockServer gateway = new WireMockServer(options().dynamicPort());

	private static ConfigurableApplicationContext application;

	private static Scrape scrape;

	@BeforeAll
	static void goThroughEverything() throws Exception {
		gateway.start();
		application = new SpringApplicationBuilder(Application.class).run("--server.port=0",
				"--taotoken.api-key=sk-secret-key", "--taotoken.base-url=" + gateway.baseUrl() + "/api",
				"--taotoken.model-priority=broken,dear", "--taotoken.models.dear.input-price=3",
				"--taotoken.models.dear.output-price=15", "--taotoken.routes.lost.model-priority=dead",
				"--taotoken.routes.streams.model-priority=flowing,halting",
				"--taotoken.models.flowing.output-price=1000", "--taotoken.faults.server-error.wait=1ms",
				"--management.endpoints.web.exposure.include=prometheus");
		answers("broken", aResponse().withStatus(500).withBody("{\"error\":{\"message\":\"secret-of-server\"}}"));
		answers("dead", aResponse().withStatus(404).withBody("{\"error\":{\"code\":\"model_not_found\"}}"));
		answers("dear", completion("dear-2026-11-01"));
		answers("secret-model", completion("secret-model"));
		String first = event("{\"content\": \"secret\"}", "null", "null");
		answers("halting", events(first));
		answers("flowing", events(first + event("{}", "\"stop\"", "{\"completion_tokens\": 7}")));
		TaotokenTemplate template = application.getBean(TaotokenTemplate.class);
		template.chat("secret-prompt");
		template.chat(ChatCompletionRequest.builder().user("secret-prompt").model("secret-model").build());
		assertThatExceptionOfType(FailoverException.class)
			.isThrownBy(() -> template.route("lost").chat("secret-prompt"));
		template.execute((model) -> "secret-answer");
		stream(template.route("streams"));
		hedge();
		application.getBean(ModelHealthTracker.class).modelWasProbed("broken", null, Duration.ZERO);
		scrape = new Scrape(get("/actuator/prometheus"));
	}

	private static void stream(TaotokenTemplate template) {
		template.stream(ChatCompletionRequest.of("secret-prompt")).complete();
		try (ChatStream givenUp = template.stream(ChatCompletionRequest.of("secret-prompt"))) {
			assertThat(givenUp.model()).isEqualTo("flowing");
		}
		ChatCompletionRequest broken = ChatCompletionRequest.builder().user("secret-prompt").model("halting").build();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> template.stream(broken).complete());
	}

	private static void hedge() {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			CountDownLatch never = new CountDownLatch(1);
			AtomicInteger asked = new AtomicInteger();
			Route route = Route.of(Route.DEFAULT, "slow", "quick");
			HedgingExecutor executor = new HedgingExecutor(application.getBean(FailoverExecutor.class),
					new HedgeSettings(Duration.ofMillis(1), 1), threads, TimeSource.system());
			executor.execute(route, (attempt) -> {
				if (asked.incrementAndGet() == 1) {
					never.await();
				}
				return "answer";
			});
		}
		finally {
			threads.shutdownNow();
		}
	}

	@AfterAll
	static void stop() {
		application.close();
		gateway.stop();
	}

	@Test
	void callsAreTimedByTheConventionsOfOpenTelemetry() {
		String count = "gen_ai_client_operation_duration_seconds_count";
		assertThat(scrape.value(count, "gen_ai_operation_name", "chat", "gen_ai_provider_name", "taotoken",
				"gen_ai_request_model", "dear", "gen_ai_response_model", "dear-2026-11-01", "error_type", "none",
				"taotoken_route", "default"))
			.isEqualTo(1);
		assertThat(scrape.value(count, "gen_ai_request_model", "dead", "gen_ai_response_model", "none", "error_type",
				"model-unavailable", "taotoken_route", "lost"))
			.isEqualTo(1);
		assertThat(scrape.value(count, "gen_ai_operation_name", "execute", "error_type", "none")).isEqualTo(1);
		assertThat(scrape.value("gen_ai_client_operation_duration_active_seconds_count")).isZero();
	}

	@Test
	void tokensAndCostAreCounted() {
		assertThat(scrape.value("gen_ai_client_token_usage_total", "gen_ai_request_model", "dear", "gen_ai_token_type",
				"input"))
			.isEqualTo(1000);
		assertThat(scrape.value("gen_ai_client_token_usage_total", "gen_ai_request_model", "dear", "gen_ai_token_type",
				"output"))
			.isEqualTo(200);
		assertThat(scrape.value("taotoken_cost_total", "model", "dear")).isEqualTo(0.006, within(1e-9));
	}

	@Test
	void attemptsFaultsSwitchesAndCoolDownsAreCounted() {
		assertThat(scrape.value("taotoken_attempts_seconds_count", "model", "broken", "outcome", "failed", "kind",
				"server-error", "route", "default"))
			.isEqualTo(2);
		assertThat(
				scrape.value("taotoken_attempts_seconds_count", "model", "dear", "outcome", "answered", "kind", "none"))
			.isEqualTo(1);
		assertThat(scrape.value("taotoken_faults_total", "model", "broken", "kind", "server-error")).isEqualTo(2);
		assertThat(scrape.value("taotoken_faults_total", "model", "dear", "kind", "timeout")).isZero();
		assertThat(scrape.value("taotoken_switches_total", "from", "broken", "to", "dear")).isEqualTo(1);
		assertThat(scrape.value("taotoken_probes_total", "model", "broken", "outcome", "answered", "kind", "none"))
			.isEqualTo(1);
		assertThat(scrape.value("taotoken_cooldowns_total", "model", "dead", "kind", "model-unavailable")).isEqualTo(1);
		assertThat(scrape.value("taotoken_waits_seconds_count", "route", "default")).isEqualTo(1);
		assertThat(scrape.value("taotoken_hedges_total", "route", "default")).isEqualTo(1);
	}

	@Test
	void streamsAreCounted() {
		String calls = "gen_ai_client_operation_duration_seconds_count";
		assertThat(scrape.value("taotoken_streams_interrupted_total")).isEqualTo(1);
		assertThat(scrape.value("taotoken_streams_interrupted_total", "model", "halting", "kind", "invalid-response"))
			.isEqualTo(1);
		assertThat(scrape.value("gen_ai_client_operation_time_to_first_chunk_seconds_count", "gen_ai_request_model",
				"flowing"))
			.isEqualTo(2);
		assertThat(scrape.value(calls, "gen_ai_request_model", "flowing", "error_type", "none")).isEqualTo(1);
		assertThat(scrape.value(calls, "gen_ai_request_model", "flowing", "error_type", "cancelled")).isEqualTo(1);
		assertThat(scrape.value(calls, "gen_ai_request_model", "halting", "error_type", "invalid-response"))
			.isEqualTo(1);
		assertThat(scrape.value("taotoken_cost_total", "model", "flowing")).isEqualTo(0.007, within(1e-9));
	}

	@Test
	void statesScoresAndBudgetsAreShown() {
		assertThat(scrape.value("taotoken_model_state", "model", "dead", "state", "cooling-down")).isEqualTo(1);
		assertThat(scrape.value("taotoken_model_state", "model", "dead", "state", "healthy")).isZero();
		assertThat(scrape.value("taotoken_model_state", "model", "dear", "state", "healthy")).isEqualTo(1);
		assertThat(scrape.value("taotoken_model_score", "model", "dear")).isGreaterThan(0.9);
		assertThat(scrape.value("taotoken_retry_budget", "route", "lost")).isGreaterThan(90);
	}

	@Test
	void modelsThatOnlyRequestsNameAreOthers() {
		assertThat(scrape.value("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model", "other",
				"gen_ai_response_model", "other"))
			.isEqualTo(1);
		assertThat(scrape.text()).doesNotContain("secret-model");
	}

	@Test
	void nothingSecretIsExported() {
		assertThat(scrape.text()).doesNotContain("secret", "sk-");
	}

	@Test
	void dashboardUsesWhatIsExported() throws IOException {
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Files.readString(DOCS.resolve("grafana/taotoken-failover.json")));
		List<String> expressions = new ArrayList<>();
		dashboard.findValues("expr").forEach((expression) -> expressions.add(expression.asString()));
		assertThat(expressions).hasSizeGreaterThan(15).allSatisfy(this::usesWhatIsExported);
		dashboard.at("/templating/list").forEach((variable) -> {
			String query = variable.path("query").asString();
			if (query.startsWith("label_values(")) {
				String[] parts = query.substring(query.indexOf('(') + 1, query.length() - 1).split(",\\s*");
				assertThat(labelsOf(parts[0])).contains(parts[1]);
			}
		});
	}

	@Test
	void alertsUseWhatIsExported() throws IOException {
		Map<String, Object> rules = new Yaml()
			.load(Files.readString(DOCS.resolve("prometheus/taotoken-failover.rules.yml")));
		JsonNode tree = JsonMapper.shared().valueToTree(rules);
		List<JsonNode> expressions = tree.findValues("expr");
		assertThat(expressions).hasSizeGreaterThan(5)
			.allSatisfy((expression) -> usesWhatIsExported(expression.asString()));
		String documentation = Files.readString(DOCS.resolve("operations.md"));
		tree.findValues("runbook").forEach((runbook) -> {
			String anchor = runbook.asString().substring("docs/operations.md#".length());
			assertThat(documentation.lines().filter((line) -> line.startsWith("### ")))
				.anyMatch((line) -> line.substring(4).toLowerCase().replace(' ', '-').equals(anchor));
		});
	}

	private void usesWhatIsExported(String expression) {
		Set<String> metrics = PromQl.metrics(expression);
		assertThat(metrics).as(expression).isNotEmpty();
		Set<String> labels = new TreeSet<>(LABELS_OF_PROMETHEUS);
		labels.addAll(LABELS_OF_ENTRIES);
		metrics.forEach((metric) -> labels.addAll(labelsOf(metric)));
		if (expression.contains("label_replace")) {
			labels.add("route");
		}
		assertThat(labels).as(expression).containsAll(PromQl.labels(expression));
		assertThat(expression.chars().filter((character) -> character == '(').count()).as(expression)
			.isEqualTo(expression.chars().filter((character) -> character == ')').count());
	}

	private static Set<String> labelsOf(String metric) {
		Map<String, Set<String>> metrics = scrape.metrics();
		assertThat(metrics).containsKey(metric);
		Set<String> labels = new TreeSet<>(metrics.get(metric));
		labels.addAll(LABELS_OF_PROMETHEUS);
		return labels;
	}

	@Test
	void fleetIsMeasured() {
		assertThat(scrape.value("taotoken_fleet_connected")).isEqualTo(1);
		assertThat(scrape.value("taotoken_fleet_messages_total", "direction", "sent")).isEqualTo(3);
		assertThat(scrape.value("taotoken_fleet_messages_total", "direction", "received")).isEqualTo(2);
		assertThat(scrape.value("taotoken_fleet_messages_total", "direction", "dropped")).isEqualTo(1);
		assertThat(scrape.value("taotoken_fleet_lag_seconds")).isEqualTo(0.25);
		assertThat(scrape.value("taotoken_fleet_untold")).isEqualTo(1);
	}

	@Test
	void documentationListsEveryMetricWithItsLabels() throws IOException {
		for (String page : List.of("operations.md", "operations.zh-CN.md")) {
			Map<String, Set<String>> documented = documentedMetrics(page);
			Map<String, Set<String>> exported = scrape.metrics();
			exported.keySet().removeIf((name) -> !name.startsWith("taotoken_") && !name.startsWith("gen_ai_"));
			documented.forEach((name, labels) -> assertThat(exported.get(name)).as(name).isEqualTo(labels));
			Set<String> undocumented = exported.keySet()
				.stream()
				.filter((name) -> !name.contains("_active_seconds") && !name.endsWith("_max") && !name.endsWith("_sum"))
				.collect(Collectors.toSet());
			assertThat(undocumented).isEqualTo(documented.keySet());
		}
	}

	private static Map<String, Set<String>> documentedMetrics(String page) throws IOException {
		Map<String, Set<String>> metrics = new LinkedHashMap<>();
		for (String line : Files.readAllLines(DOCS.resolve(page))) {
			String[] cells = line.split("\\s*\\|\\s*");
			if (cells.length == 5 && cells[1].matches("`[a-z_.]+`") && !cells[2].startsWith("`")) {
				metrics.put(prometheusName(cells[1].replace("`", ""), cells[2]), cells[3].equals("–") ? Set.of()
						: new TreeSet<>(List.of(cells[3].replace("`", "").split(", "))));
			}
		}
		assertThat(metrics).hasSize(20);
		return metrics;
	}

	private static String prometheusName(String name, String type) {
		return name.replace('.', '_') + switch (type) {
			case "timer" -> "_seconds_count";
			case "summary" -> "_count";
			case "counter" -> "_total";
			case "gauge" -> "";
			case "time gauge" -> "_seconds";
			default -> throw new IllegalArgumentException(type);
		};
	}

	private static String get(String path) throws IOException, InterruptedException {
		String port = application.getEnvironment().getProperty("local.server.port");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
					BodyHandlers.ofString())
			.body();
	}

	private static void answers(String model, ResponseDefinitionBuilder response) {
		gateway.stubFor(post(urlEqualTo("/api/v1/chat/completions"))
			.withRequestBody(matchingJsonPath("$.model", equalTo(model)))
			.willReturn(response));
	}

	private static ResponseDefinitionBuilder events(String body) {
		return aResponse().withHeader("Content-Type", "text/event-stream").withBody(body);
	}

	private static String event(String delta, String finishReason, String usage) {
		return """
				data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "flowing-1", "choices": \
				[{"index": 0, "delta": %s, "finish_reason": %s}], "usage": %s}

				""".formatted(delta, finishReason, usage);
	}

	private static ResponseDefinitionBuilder completion(String model) {
		return aResponse().withHeader("Content-Type", "application/json").withBody("""
				{"id": "1", "object": "chat.completion", "created": 1, "model": "%s", "choices": [{"index": 0,
				"message": {"role": "assistant", "content": "secret-answer"}, "finish_reason": "stop"}],
				"usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}}
				""".formatted(model));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SharedHealth fleet() {
			return new Fleet();
		}

	}

	/** Instances that tell each other something, so that its meters are there. */
	private static final class Fleet implements SharedHealth {

		@Override
		public void modelIsOut(String model, Fault fault, Duration remaining) {
		}

		@Override
		public void modelIsBack(String model) {
		}

		@Override
		public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
			othersProbeFor.accept(Duration.ZERO);
		}

		@Override
		public FleetSnapshot snapshot() {
			return new FleetSnapshot("shop", "one", Instant.EPOCH, 3, 2, 1, Duration.ofMillis(250), List.of(),
					List.of(new FleetSnapshot.Report("m", "timeout", "one", Duration.ofSeconds(5))));
		}

	}

}
