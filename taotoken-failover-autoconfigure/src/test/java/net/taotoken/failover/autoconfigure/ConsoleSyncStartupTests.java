package net.taotoken.failover.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.actuate.TaotokenHealthIndicator;
import net.taotoken.failover.autoconfigure.health.TaotokenHealthAutoConfiguration;
import net.taotoken.failover.console.ConsoleSnapshot;
import net.taotoken.failover.console.ConsoleSync;
import net.taotoken.failover.console.Consoles;
import net.taotoken.failover.console.ModelStatus;
import net.taotoken.failover.console.ModelStatusSource;
import net.taotoken.failover.console.StatusReport;
import net.taotoken.failover.event.QuotaLowEvent;
import net.taotoken.failover.gateway.GatewayDocuments;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import net.taotoken.failover.health.ModelHealthTracker;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static java.util.Objects.requireNonNull;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * The synchronisation with the console in an application.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ConsoleSyncStartupTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}]}""";

	private final WireMockServer server = new WireMockServer(options().dynamicPort());

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() {
		this.server.start();
		this.server.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(okJson(ANSWER)));
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
					TaotokenHealthAutoConfiguration.class))
			.withPropertyValues(Startup.MINIMUM)
			.withPropertyValues("taotoken.base-url=" + this.server.baseUrl());
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	private void offer(String json) {
		this.server.stubFor(get(urlEqualTo("/v1/models")).willReturn(okJson(json)));
	}

	private static ConsoleSnapshot.Source source(ApplicationContext context) {
		return context.getBean(ConsoleSync.class).snapshot().sources().get(0);
	}

	private static void awaitSync(ApplicationContext context) {
		Awaitility.await().atMost(LONG).until(() -> source(context).lastSync() != null);
	}

	private static @Nullable String reason(ApplicationContext context, String model) {
		return context.getBean(ModelHealthTracker.class).snapshot(model).demotedBecause();
	}

	private static Map<String, Object> health(ApplicationContext context) {
		return context.getBean(TaotokenHealthIndicator.class).health().getDetails();
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, Object> health(ApplicationContext context, String name, String entry) {
		return (Map<String, Object>) ((Map<String, Object>) requireNonNull(health(context).get(name))).get(entry);
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter("taotoken-console"::equals)
			.toList();
	}

	@Test
	void nothingIsAskedUnlessConfigured() {
		this.runner.run((context) -> {
			assertThat(context.getBean(ConsoleSync.class).isRunning()).isFalse();
			assertThat(threads()).isEmpty();
			assertThat(context.getBeanFactory().containsSingleton("taotokenGatewayDocuments")).isFalse();
			assertThat(health(context)).doesNotContainKey("console");
		});
		assertThat(this.server.getAllServeEvents()).isEmpty();
	}

	@Test
	void modelThatTheGatewayDoesNotListIsAskedLast(CapturedOutput output) {
		offer("{\"data\":[{\"id\":\"model-b\"}]}");
		this.runner.withPropertyValues("taotoken.console.models.enabled=true").run((context) -> {
			awaitSync(context);
			assertThat(context.getBean(TaotokenTemplate.class).<String>execute((model) -> model)).isEqualTo("model-b");
			assertThat(health(context, "models", "model-a")).containsEntry("demotedBecause",
					"the gateway does not list it among its models");
			assertThat(health(context, "console", "taotoken.console.models")).containsEntry("state", "ok");
			offer("{\"data\":[{\"id\":\"model-a\"},{\"id\":\"model-b\"}]}");
			context.getBean(ConsoleSync.class).sync();
			assertThat(context.getBean(TaotokenTemplate.class).<String>execute((model) -> model)).isEqualTo("model-a");
		});
		assertThat(output).containsOnlyOnce("Model model-a is asked after all others: the gateway does not list it");
		this.server.verify(2, getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization",
				equalTo("Bearer secret-key-4711")));
		Awaitility.await().atMost(LONG).until(() -> threads().isEmpty());
	}

	@Test
	void statusDocumentIsReadWithoutTheKey() throws IOException {
		try (RawServer console = new RawServer(Script.always(RawServer.ok("""
				{"rows":[{"name":"model-a","left":3,"all":100},{"name":"model-b","left":30,"all":100}]}""")))) {
			this.runner
				.withPropertyValues("taotoken.console.status-url=" + console.url() + "/models?team=7",
						"taotoken.console.status.headers.X-Token=own", "taotoken.console.status.entries=/rows",
						"taotoken.console.status.model=/name", "taotoken.console.status.quota-remaining=/left",
						"taotoken.console.status.quota-total=/all", "taotoken.http.headers.X-Title=ours")
				.run((context) -> {
					awaitSync(context);
					assertThat(reason(context, "model-a")).isEqualTo("3% of its quota is left");
					assertThat(reason(context, "model-b")).isNull();
				});
			assertThat(console.requests()).singleElement()
				.asString()
				.startsWith("GET /models?team=7 ")
				.contains("X-Token: own")
				.doesNotContainIgnoringCase("authorization", "x-title")
				.doesNotContain("secret-key-4711");
		}
	}

	@Test
	void lowBalanceIsShownAndTold() {
		this.server.stubFor(
				get(urlEqualTo("/v1/dashboard/billing/subscription")).willReturn(okJson("{\"hard_limit_usd\":20}")));
		this.server
			.stubFor(get(urlEqualTo("/v1/dashboard/billing/usage")).willReturn(okJson("{\"total_usage\":1676}")));
		this.runner.withPropertyValues("taotoken.console.balance.enabled=true", "taotoken.console.balance.low=5")
			.withUserConfiguration(Listener.class)
			.run((context) -> {
				awaitSync(context);
				assertThat(context.getBean(Listener.class).heard).singleElement()
					.satisfies((event) -> assertThat(event.model()).isNull())
					.satisfies((event) -> assertThat(event.threshold()).isEqualTo(5));
				assertThat(health(context, "console", "taotoken.console.balance")).contains(entry("balance", 3.24),
						entry("balanceLow", true));
			});
	}

	@Test
	void sourceOfTheUserIsReadToo() {
		this.runner.withUserConfiguration(OwnSource.class).run((context) -> {
			awaitSync(context);
			assertThat(source(context).name()).isEqualTo("ownSource");
			assertThat(reason(context, "model-a")).isEqualTo("on leave");
			assertThat(context.getBeanFactory().containsSingleton("taotokenGatewayDocuments")).isFalse();
		});
	}

	@Test
	void startAndCallsDoNotWaitForASourceThatHangs() throws IOException {
		try (RawServer gateway = new RawServer((connection) -> {
			while (true) {
				String request = connection.readRequest();
				if (request == null) {
					return;
				}
				if (request.startsWith("GET")) {
					connection.stall();
				}
				connection.send(RawServer.ok(ANSWER));
			}
		})) {
			this.runner
				.withPropertyValues("taotoken.base-url=" + gateway.url(), "taotoken.console.models.enabled=true",
						"taotoken.console.models.timeout=1h", "taotoken.http.max-connections=1")
				.run((context) -> {
					Awaitility.await()
						.atMost(LONG)
						.until(() -> gateway.requests().stream().anyMatch((request) -> request.startsWith("GET")));
					assertThat(context.getBean(TaotokenTemplate.class).chat("Is it?")).isEqualTo("yes");
					assertThat(source(context).lastSync()).isNull();
				});
		}
		Awaitility.await().atMost(LONG).until(() -> threads().isEmpty());
	}

	@Test
	void sourceThatFailsIsShownAndHarmsNoCall(CapturedOutput output) {
		this.server.stubFor(get(urlEqualTo("/v1/models")).willReturn(serverError()));
		this.runner.withPropertyValues("taotoken.console.models.enabled=true").run((context) -> {
			Awaitility.await().atMost(LONG).until(() -> source(context).failingSince() != null);
			assertThat(context.getBean(TaotokenTemplate.class).chat("Is it?")).isEqualTo("yes");
			assertThat(context.getBean(ModelHealthTracker.class).snapshot("model-a").isHealthy()).isTrue();
			assertThat(health(context, "console", "taotoken.console.models")).containsEntry("state", "failing")
				.containsKeys("failingSince", "problem");
		});
		assertThat(output).contains("Console: taotoken.console.models fails, calls go on: /v1/models: ")
			.doesNotContain("secret-key-4711");
	}

	@Test
	void missingModelStopsTheStartWithTheNearestOnes() {
		offer("{\"data\":[{\"id\":\"model-b\"},{\"id\":\"model-aa\"},{\"id\":\"gpt\"},{\"id\":\"other-1\"}]}");
		String failure = check().and("taotoken.routes.cheap.model-priority=gpt").failureText();
		assertThat(failure).contains("'taotoken.model-priority'", "does not list the model 'model-a'",
				"model-b, model-aa, ", "\n    taotoken.model-priority=model-b",
				"\n    taotoken.console.models.fail-on-missing=false");
	}

	@Test
	void missingModelOfAnotherRouteStopsTheStart() {
		offer("{\"data\":[{\"id\":\"model-b\"},{\"id\":\"model-a\"},{\"id\":\"gpt-4o\"}]}");
		String failure = check().and("taotoken.routes.cheap.model-priority=gpt-4").failureText();
		assertThat(failure).contains("'taotoken.routes.cheap.model-priority'", "'gpt-4'",
				"\n    taotoken.routes.cheap.model-priority=gpt-4o");
	}

	@Test
	void completeListLetsTheApplicationStart() {
		offer("{\"data\":[{\"id\":\"model-b\"},{\"id\":\"model-a\"}]}");
		check().run((context) -> assertThat(context.getBean(ConsoleSync.class).isRunning()).isTrue());
	}

	@Test
	void listThatCannotBeHadLetsTheApplicationStart(CapturedOutput output) throws IOException {
		try (RawServer silent = new RawServer(Script.sendAndStall(""))) {
			check().and("taotoken.base-url=" + silent.url(), "taotoken.console.models.timeout=300ms")
				.run((context) -> assertThat(output).contains("could not be checked: /v1/models: timeout"));
		}
	}

	@Test
	void documentsOfTheUserAreUsed() {
		GatewayDocuments documents = Consoles.documents(URI.create(this.server.baseUrl() + "/other"));
		this.server.stubFor(get(urlEqualTo("/other/v1/models")).willReturn(okJson("{\"data\":[{\"id\":\"x\"}]}")));
		this.runner.withBean(GatewayDocuments.class, () -> documents)
			.withPropertyValues("taotoken.console.models.enabled=true")
			.run(ConsoleSyncStartupTests::awaitSync);
	}

	private Startup check() {
		return Startup.with("taotoken.base-url=" + this.server.baseUrl(), "taotoken.console.models.enabled=true",
				"taotoken.console.models.fail-on-missing=true");
	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		final List<QuotaLowEvent> heard = new CopyOnWriteArrayList<>();

		@EventListener
		void quotaLow(QuotaLowEvent event) {
			this.heard.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSource {

		@Bean
		ModelStatusSource ownSource() {
			return (models) -> StatusReport.of(Map.of("model-a", ModelStatus.down("on leave")));
		}

	}

}
