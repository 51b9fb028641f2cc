package net.taotoken.failover.autoconfigure.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.InterruptionReaction;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.autoconfigure.Startup;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfigurationTests;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.engine.HedgeSettings;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ProbeMode;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FaultPolicies;
import net.taotoken.failover.route.FirstTokenRange;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.ModelLimits;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.route.RoutingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What properties turn into.
 */
class BindingTests {

	@Test
	void defaultsAreThoseOfTheDomain() {
		TaotokenProperties properties = Startup.with().bean(TaotokenProperties.class);
		Route route = defaultRoute(Startup.with());
		assertThat(route).usingRecursiveComparison()
			.ignoringFields("timeouts.learnt", "models.timeouts.learnt")
			.isEqualTo(Route.of(Route.DEFAULT, "model-a", "model-b").withFaults(FaultPolicies.defaults()));
		assertThat(HealthConverter.convert(properties.getHealth())).isEqualTo(HealthSettings.defaults());
		assertThat(GatewayConverter.convert(properties)).isEqualTo(GatewaySettings.defaults());
		assertThat(properties.getBaseUrl()).isEqualTo("https://taotoken.net/api");
		assertThat(properties.isEnabled()).isTrue();
		assertThat(properties.isObeyErrorHints()).isFalse();
	}

	@Test
	void streamsAndHedgesAreConfigured() {
		TaotokenProperties defaults = Startup.with().bean(TaotokenProperties.class);
		assertThat(ChatConverter.convert(defaults)).isEqualTo(ChatSettings.defaults());
		assertThat(ChatConverter.convert(defaults.getHedge(), defaults.getTimeouts())).isNull();
		TaotokenProperties properties = Startup
			.with("taotoken.stream.delivery=whole", "taotoken.stream.on-interruption=restart",
					"taotoken.timeouts.stream-total=10m", "taotoken.detect-hangs-by-streaming=false",
					"taotoken.hedge.after=2s", "taotoken.hedge.max-extra=0.1")
			.bean(TaotokenProperties.class);
		assertThat(ChatConverter.convert(properties)).isEqualTo(
				new ChatSettings(StreamDelivery.WHOLE, InterruptionReaction.RESTART, Duration.ofMinutes(10), false));
		assertThat(ChatConverter.convert(properties.getHedge(), properties.getTimeouts()))
			.isEqualTo(new HedgeSettings(Duration.ofSeconds(2), 0.1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b:1,c.d", " a/b:1 , c.d ", "[\"a/b:1\",\"c.d\"]", " [ \"a/b:1\" , \"c.d\" ] ",
			"[\"a/b:1\",\n\t\"c.d\"]" })
	void modelPriorityIsReadFromTheEnvironment(String value) {
		Routes routes = Startup.empty()
			.environment(Map.of("TAOTOKEN_MODEL_PRIORITY", value, "TAOTOKEN_API_KEY", "key"))
			.bean(Routes.class);
		assertThat(routes.models()).containsExactly("a/b:1", "c.d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a,b", "[\"a\",\"b\"]" })
	void modelPriorityIsReadFromPropertiesFiles(String value) {
		Routes routes = Startup
			.only("taotoken.api-key=key", "taotoken.model-priority=" + value,
					"taotoken.routes.x.model-priority=" + value)
			.bean(Routes.class);
		assertThat(ids(routes.get(Route.DEFAULT))).containsExactly("a", "b");
		assertThat(ids(routes.get("x"))).containsExactly("a", "b");
	}

	@Test
	void environmentReplacesTheListOfAFile() {
		Routes routes = Startup.yaml("""
				taotoken:
				  model-priority: [x, y, z]
				""")
			.environment(Map.of("TAOTOKEN_MODEL_PRIORITY", "a,b", "TAOTOKEN_API_KEY", "key"))
			.bean(Routes.class);
		assertThat(routes.models()).containsExactly("a", "b");
	}

	@Test
	void keyAloneInTheEnvironmentIsEnoughBesideAList() {
		TaotokenConnectionDetails connection = Startup.only("taotoken.model-priority=a")
			.environment(
					Map.of("TAOTOKEN_API_KEY", "key-of-environment\n", "TAOTOKEN_BASE_URL", "http://localhost:8080/x/"))
			.bean(TaotokenConnectionDetails.class);
		assertThat(connection.apiKey()).isEqualTo("key-of-environment");
		assertThat(connection.baseUrl()).isEqualTo(URI.create("http://localhost:8080/x/"));
	}

	@Test
	void routeMayBeDescribedInTheEnvironment() {
		Routes routes = Startup.with()
			.environment(
					Map.of("TAOTOKEN_ROUTES_CHEAP_MODEL_PRIORITY", "[\"x\",\"y\"]", "TAOTOKEN_ROUTES_CHEAP_STRATEGY",
							"fastest", "TAOTOKEN_MODELS_MODELA_WEIGHT", "3", "TAOTOKEN_FAULTS_RATELIMITED_WAIT", "7s"))
			.bean(Routes.class);
		assertThat(ids(routes.get("cheap"))).containsExactly("x", "y");
		assertThat(routes.get("cheap").strategy()).isEqualTo(RoutingStrategy.FASTEST);
		assertThat(routes.get(Route.DEFAULT).models().get(0).weight()).isEqualTo(3);
		assertThat(routes.get(Route.DEFAULT).faults().of(FaultKind.RATE_LIMITED).firstWait()).hasSeconds(7);
	}

	@Test
	void everythingCanBeWrittenInYaml() {
		Startup startup = Startup
			.yaml("""
					taotoken:
					  api-key: secret-key-4711
					  base-url: https://gateway.example/v9
					  chat-completions-path: /chat
					  models-path: /models
					  model-priority:
					  - Qwen/Qwen3-235B
					  - gpt-4.1
					  - model-c
					  strategy: cheapest
					  obey-error-hints: true
					  max-response-size: 1MB
					  timeouts: {connect: 1s, first-token: 2s, first-token-floor: 500ms, stall: 3s, response: 30s, total: 50s}
					  retry:
					    max-attempts: 3
					    max-total-attempts: 9
					    patience: 1s
					    multiplier: 1.5
					    max-wait: 4s
					    jitter: 0.1
					    budget: 0.5
					    second-opinion: false
					  faults:
					    rate-limited: {reaction: switch, wait: 9s, cool-down: 20s, max-attempts: 4}
					    contentRejected:
					      reaction: switch
					  health:
					    failure-rate: 0.7
					    window: 30s
					    minimum-calls: 8
					    cool-down: 2s
					    max-cool-down: 1m
					    max-server-cool-down: 2h
					    remember-unsupported: 3m
					    probe: CALL
					    demote-below: 0.2
					  http:
					    max-connections: 12
					    headers:
					      X-Title: my application
					      HTTP-Referer: https://example.org
					  models:
					    "[Qwen/Qwen3-235B]":
					      context-window: 128000
					      input-price: 0.25
					      output-price: 1
					      weight: 2
					      timeouts: {response: 40s}
					      limits: {rpm: 60, tpm: 100000, concurrent: 4}
					    "[gpt-4.1]":
					      only-on: rate-limited, overloaded
					      parameters:
					        max_tokens: 100
					        temperature: 0.5
					        stop: [a, b]
					        reasoning-effort: low
					        "[chat_template_kwargs]":
					          "[enable_thinking]": false
					  routes:
					    cheap:
					      model-priority: [gpt-4.1, model-d]
					      strategy: priority
					      timeouts: {total: 20s, stall: 4s}
					      retry: {max-attempts: 1}
					""");
		startup.run((context) -> {
			TaotokenProperties properties = context.getBean(TaotokenProperties.class);
			Routes routes = context.getBean(Routes.class);
			assertThat(context.getBean(TaotokenConnectionDetails.class).baseUrl())
				.isEqualTo(URI.create("https://gateway.example/v9"));
			assertThat(GatewayConverter.convert(properties))
				.isEqualTo(new GatewaySettings("/chat", Duration.ofSeconds(1), 12, 1 << 20));
			assertThat(GatewayConverter.modelsPath(properties)).isEqualTo("/models");
			assertThat(properties.getMaxResponseSize()).isEqualTo(DataSize.ofMegabytes(1));
			assertThat(properties.isObeyErrorHints()).isTrue();
			assertThat(properties.getHttp().headers()).containsOnlyKeys("X-Title", "HTTP-Referer");
			assertThat(HealthConverter.convert(properties.getHealth()))
				.isEqualTo(new HealthSettings(0.7, Duration.ofSeconds(30), 8, Duration.ofSeconds(2),
						Duration.ofMinutes(1), Duration.ofHours(2), Duration.ofMinutes(3), ProbeMode.CALL, 0.2));
			assertGlobal(routes.get(Route.DEFAULT));
			assertCheap(routes.get("cheap"));
		});
	}

	private void assertGlobal(Route route) {
		assertThat(ids(route)).containsExactly("Qwen/Qwen3-235B", "gpt-4.1", "model-c");
		assertThat(route.strategy()).isEqualTo(RoutingStrategy.CHEAPEST);
		assertThat(route.totalTimeout()).hasSeconds(50);
		assertThat(route.timeouts()).isEqualTo(timeouts(2, 3, 30).withLearnt(learnt(500, 25_000)));
		assertThat(route.retry())
			.isEqualTo(new RetrySettings(3, 9, Duration.ofSeconds(1), 1.5, Duration.ofSeconds(4), 0.1, 0.5, false));
		assertThat(route.faults().of(FaultKind.RATE_LIMITED)).isEqualTo(
				new FaultPolicy(Reaction.SWITCH, Reaction.SWITCH, Duration.ofSeconds(9), Duration.ofSeconds(20), 4));
		assertThat(route.faults().of(FaultKind.CONTENT_REJECTED).reaction()).isEqualTo(Reaction.SWITCH);
		assertThat(route.models().get(0)).isEqualTo(Model.builder("Qwen/Qwen3-235B")
			.contextWindow(128000)
			.inputPrice(0.25)
			.outputPrice(1.0)
			.weight(2)
			.timeouts(timeouts(2, 3, 40).withLearnt(learnt(500, 25_000)))
			.limits(new ModelLimits(60, 100_000L, 4))
			.build());
		Model second = route.models().get(1);
		assertThat(second.onlyOn()).containsExactlyInAnyOrder(FaultKind.RATE_LIMITED, FaultKind.OVERLOADED);
		assertThat(second.parameters()).containsOnly(Map.entry("max_tokens", 100), Map.entry("temperature", 0.5),
				Map.entry("stop", List.of("a", "b")), Map.entry("reasoning_effort", "low"),
				Map.entry("chat_template_kwargs", Map.of("enable_thinking", false)));
	}

	private void assertCheap(Route route) {
		assertThat(ids(route)).containsExactly("gpt-4.1", "model-d");
		assertThat(route.strategy()).isEqualTo(RoutingStrategy.PRIORITY);
		assertThat(route.totalTimeout()).hasSeconds(20);
		assertThat(route.timeouts()).isEqualTo(timeouts(2, 4, 10).withLearnt(learnt(500, 10_000)));
		assertThat(route.retry().maxAttempts()).isEqualTo(1);
		assertThat(route.retry().maxTotalAttempts()).isEqualTo(9);
		assertThat(route.faults().of(FaultKind.RATE_LIMITED).firstWait()).hasSeconds(9);
	}

	@Test
	void limitsThatNobodySetAreAtMostHalfOfTheTotal() {
		assertThat(unlearnt("taotoken.timeouts.total=12s")).isEqualTo(timeouts(6, 30, 6));
		assertThat(unlearnt("taotoken.timeouts.total=30s")).isEqualTo(timeouts(10, 30, 15));
		assertThat(unlearnt("taotoken.timeouts.total=30s", "taotoken.timeouts.response=30s"))
			.isEqualTo(timeouts(10, 30, 30));
	}

	private static AttemptTimeouts unlearnt(String... properties) {
		return defaultRoute(Startup.with(properties)).timeouts().withLearnt(null);
	}

	private static FirstTokenRange learnt(long shortestMillis, long longestMillis) {
		return new FirstTokenRange(Duration.ofMillis(shortestMillis), Duration.ofMillis(longestMillis));
	}

	@Test
	void silenceInsideAnAnswerIsNotMeasuredByTheTotal() {
		assertThat(unlearnt("taotoken.timeouts.total=20s", "taotoken.timeouts.stall=25s"))
			.isEqualTo(timeouts(10, 25, 10));
	}

	@Test
	void modelLimitComesBeforeThatOfTheRouteAndThatOfTheRouteBeforeTheGlobalOne() {
		Routes routes = Startup
			.with("taotoken.timeouts.learn=false", "taotoken.timeouts.response=50s", "taotoken.timeouts.stall=9s",
					"taotoken.routes.r.model-priority=model-a,model-c", "taotoken.routes.r.timeouts.response=40s",
					"taotoken.models.model-a.timeouts.response=30s")
			.bean(Routes.class);
		assertThat(routes.get("r").models()).extracting(Model::timeouts)
			.containsExactly(timeouts(10, 9, 30), timeouts(10, 9, 40));
		assertThat(routes.get(Route.DEFAULT).models()).extracting(Model::timeouts)
			.containsExactly(timeouts(10, 9, 30), timeouts(10, 9, 50));
	}

	@Test
	void limitsOfLongerCallsShrinkOnAShorterRoute() {
		Routes routes = Startup
			.with("taotoken.retry.patience=30s", "taotoken.timeouts.response=100s",
					"taotoken.routes.r.model-priority=model-a", "taotoken.routes.r.timeouts.total=20s")
			.bean(Routes.class);
		assertThat(routes.get("r").timeouts().response()).hasSeconds(10);
		assertThat(routes.get("r").retry().patience()).hasSeconds(20);
	}

	@Test
	void firstCoolDownRaisesTheLongestOneThatNobodySet() {
		TaotokenProperties properties = Startup.with("taotoken.health.cool-down=1m").bean(TaotokenProperties.class);
		assertThat(HealthConverter.convert(properties.getHealth()).maxCoolDown()).hasMinutes(1);
	}

	@Test
	void valuesOfParametersAreReadAsJsonWhereTheyAreJson() {
		Model model = defaultRoute(Startup.with("taotoken.models.model-a.parameters.max-tokens=100",
				"taotoken.models.model-a.parameters.temperature=0.5", "taotoken.models.model-a.parameters.stop[0]=END",
				"taotoken.models.model-a.parameters.response_format={\"type\": \"json_object\"}",
				"taotoken.models.model-a.parameters.store=false", "taotoken.models.model-a.parameters.user=\"12\"",
				"taotoken.models.model-a.parameters.service-tier=1 of many",
				"taotoken.models.model-a.parameters.[vendor-field]=[1"))
			.models()
			.get(0);
		assertThat(model.parameters()).containsOnly(Map.entry("max_tokens", 100), Map.entry("temperature", 0.5),
				Map.entry("stop", List.of("END")), Map.entry("response_format", Map.of("type", "json_object")),
				Map.entry("store", false), Map.entry("user", "12"), Map.entry("service_tier", "1 of many"),
				Map.entry("vendor-field", "[1"));
	}

	@Test
	void modelOutsideOfAllListsIsKnownWhenARequestNamesIt() {
		Routes routes = Startup.with("taotoken.models[other.1].context-window=1000").bean(Routes.class);
		assertThat(routes.models()).doesNotContain("other.1");
		assertThat(routes.resolve(null, "other.1", List.of()).models().get(0).contextWindow()).isEqualTo(1000);
	}

	@Test
	void bracketsMayBeForgottenForAListedModel() {
		Route route = defaultRoute(
				Startup.with("taotoken.model-priority=Meta/Llama_3,b", "taotoken.models.meta/llama_3.weight=7"));
		assertThat(route.models().get(0).weight()).isEqualTo(7);
	}

	@Test
	void propertiesNeverShowTheKey() {
		TaotokenProperties properties = Startup.with().bean(TaotokenProperties.class);
		assertThat(properties.toString()).doesNotContain("secret-key-4711");
	}

	@Test
	void originOfAMistakeIsNamed() {
		assertThat(Startup.yaml("""
				taotoken:
				  api-key: secret-key-4711
				  model-priority: [a, b]
				  strategy: nonsense
				""").failureText()).contains("application.yml", "4:13");
		assertThat(Startup.yaml("""
				taotoken:
				  api-key: secret-key-4711
				  model-priority: [a, a]
				""").failureText()).contains("application.yml", "3:20").doesNotContain("secret-key-4711");
		assertThat(Startup.yaml("""
				taotoken:
				  api-keys: secret-key-4711
				""").failureText()).contains("application.yml", "2:13", "'taotoken.api-key'")
			.doesNotContain("secret-key-4711");
	}

	@Test
	void nothingAtAllIsOneFailureThatSaysWhatToSet() {
		assertThat(Startup.empty().failureText()).contains("taotoken.api-key", "\n    taotoken.api-key=",
				"\n    taotoken.model-priority=claude-sonnet-4-6,gpt-4-turbo-preview", "\n    taotoken.enabled=false");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void applicationThatCannotStartPrintsTheAdvice(CapturedOutput output) {
		assertThatThrownBy(() -> new SpringApplicationBuilder(TaotokenFailoverAutoConfigurationTests.Application.class)
			.web(WebApplicationType.NONE)
			.lazyInitialization(true)
			.properties("taotoken.api-key=secret-key-4711", "taotoken.model-priority=a,a")
			.run()).isInstanceOf(BeanCreationException.class);
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "'taotoken.model-priority'", "It names the model 'a' twice.",
					"    taotoken.model-priority=claude-sonnet-4-6,gpt-4-turbo-preview")
			.doesNotContain("secret-key-4711");
	}

	private static Route defaultRoute(Startup startup) {
		return startup.bean(Routes.class).get(Route.DEFAULT);
	}

	private static List<String> ids(Route route) {
		return route.models().stream().map(Model::id).toList();
	}

	private static AttemptTimeouts timeouts(int firstToken, int stall, int response) {
		return new AttemptTimeouts(Duration.ofSeconds(firstToken), Duration.ofSeconds(stall),
				Duration.ofSeconds(response));
	}

}
