package net.taotoken.failover.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.console.ConsoleSnapshot;
import net.taotoken.failover.console.ConsoleSync;
import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.event.QuotaLowEvent;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.health.ModelHealthTracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read of each entry: its models and its balance.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class EntryConsoleTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}]}""";

	private final WireMockServer plan = new WireMockServer(options().dynamicPort());

	private final WireMockServer balance = new WireMockServer(options().dynamicPort());

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() {
		for (WireMockServer server : List.of(this.plan, this.balance)) {
			server.start();
			server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
		}
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
			.withPropertyValues("taotoken.model-priority=a,b", "taotoken.entry-priority=plan,balance",
					"taotoken.entries.plan.base-url=" + this.plan.baseUrl(), "taotoken.entries.plan.api-key=sk-plan",
					"taotoken.entries.balance.base-url=" + this.balance.baseUrl(),
					"taotoken.entries.balance.api-key=sk-balance", "taotoken.detect-hangs-by-streaming=false",
					"taotoken.retry.max-attempts=1", "taotoken.console.models.enabled=true");
	}

	@AfterEach
	void stop() {
		this.plan.stop();
		this.balance.stop();
	}

	private static void lists(WireMockServer server, String... models) {
		String data = Arrays.stream(models)
			.map((model) -> "{\"id\":\"" + model + "\"}")
			.collect(Collectors.joining(","));
		server.stubFor(get(urlEqualTo("/v1/models")).willReturn(okJson("{\"data\":[" + data + "]}")));
	}

	/** Read all entries, and tell what a call tries. */
	private static List<String> ask(ApplicationContext context, ChatCompletionRequest request) {
		context.getBean(ConsoleSync.class).sync();
		List<String> tried = new ArrayList<>();
		for (Attempt attempt : context.getBean(TaotokenTemplate.class).chat(request).attempts()) {
			tried.add(attempt.model());
		}
		return tried;
	}

	private static List<String> ask(ApplicationContext context) {
		return ask(context, ChatCompletionRequest.of("?"));
	}

	private static ChatCompletionRequest named(String model) {
		return ChatCompletionRequest.builder().user("?").model(model).build();
	}

	@Test
	void modelThatAnEntryDoesNotListIsNotTriedThere(CapturedOutput output) {
		lists(this.plan, "b");
		lists(this.balance, "a", "b");
		this.runner.run((context) -> {
			assertThat(ask(context)).containsExactly("a@balance");
			this.balance.stubFor(post(anyUrl()).willReturn(serverError()));
			assertThat(ask(context, named("a@plan"))).containsExactly("a@balance", "b@plan");
			assertThat(ask(context, named("b"))).containsExactly("b@plan");
			lists(this.plan, "a", "b");
			assertThat(ask(context)).containsExactly("a@plan");
		});
		assertThat(output)
			.contains("Model a@plan is left out: its entry does not list it, so that it is not tried there");
		this.plan
			.verify(getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization", equalTo("Bearer sk-plan")));
		this.balance.verify(
				getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization", equalTo("Bearer sk-balance")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[]}", "<html>", "{\"data\":[{\"id\":\"b\"}],\"has_more\":true}" })
	void listThatSaysNothingLeavesNobodyOut(String document) {
		this.plan.stubFor(get(urlEqualTo("/v1/models")).willReturn(okJson(document)));
		lists(this.balance, "a", "b");
		this.runner.run((context) -> assertThat(ask(context)).containsExactly("a@plan"));
	}

	@Test
	void modelsThatNoEntryListsAreAskedAllTheSame() {
		lists(this.plan, "x");
		lists(this.balance, "x");
		this.runner.run((context) -> {
			assertThat(ask(context)).containsExactly("a@plan");
			this.plan.stubFor(post(anyUrl()).willReturn(jsonResponse(
					"{\"error\":{\"type\":\"new_api_error\",\"code\":\"insufficient_user_quota\"}}", 403)));
			assertThat(ask(context)).containsExactly("a@plan", "a@balance");
		});
	}

	@Test
	void modelThatTheConfigurationGivesAnEntryIsAskedThereLast() {
		lists(this.plan, "b");
		lists(this.balance, "a", "b");
		this.balance.stubFor(post(anyUrl()).willReturn(serverError()));
		this.runner.withPropertyValues("taotoken.entries.plan.models=a")
			.run((context) -> assertThat(ask(context)).containsExactly("a@balance", "b@balance", "a@plan"));
	}

	@Test
	void modelThatIsNotOnThePlanIsPaidForIfItMayBe() {
		lists(this.plan, "b");
		lists(this.balance, "a", "b");
		this.runner.withPropertyValues("taotoken.entries.balance.only-on=model-unavailable").run((context) -> {
			assertThat(ask(context)).containsExactly("a@balance");
			assertThat(ask(context, named("b"))).containsExactly("b@plan");
		});
		this.runner.withPropertyValues("taotoken.entries.balance.only-on=quota-exhausted")
			.run((context) -> assertThat(ask(context)).containsExactly("b@plan"));
	}

	@Test
	void callThatCouldNotBeginWithoutAModelAsksItAllTheSame() {
		lists(this.plan, "x");
		lists(this.balance, "a", "b");
		this.runner.withPropertyValues("taotoken.entries.balance.only-on=quota-exhausted")
			.run((context) -> assertThat(ask(context)).containsExactly("a@plan"));
	}

	@Test
	void modelThatIsTakenOutByHandElsewhereIsAskedAllTheSame() {
		lists(this.plan, "b");
		lists(this.balance, "a", "b");
		this.runner.withPropertyValues("taotoken.model-priority=a").run((context) -> {
			assertThat(ask(context)).containsExactly("a@balance");
			context.getBean(TaotokenControl.class).disable("a@balance");
			assertThat(ask(context)).containsExactly("a@plan");
		});
	}

	@Test
	void eachEntryHasABalance(CapturedOutput output) {
		limit(this.plan, 3);
		limit(this.balance, 100);
		this.runner
			.withPropertyValues("taotoken.console.models.enabled=false", "taotoken.console.balance.enabled=true",
					"taotoken.console.balance.low=5")
			.withUserConfiguration(Listener.class)
			.run((context) -> {
				ConsoleSync sync = context.getBean(ConsoleSync.class);
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> sync.snapshot().sources().stream().allMatch((source) -> source.lastSync() != null));
				assertThat(sync.snapshot().sources()).extracting(ConsoleSnapshot.Source::name)
					.containsExactly("taotoken.console.balance@plan", "taotoken.console.balance@balance");
				assertThat(sync.snapshot().sources()).extracting(ConsoleSnapshot.Source::balance)
					.containsExactly(3.0, 100.0);
				assertThat(context.getBean(Listener.class).heard).extracting(QuotaLowEvent::entry)
					.containsExactly("plan");
			});
		assertThat(output).contains("The balance of the entry 'plan' is low: 3.0 is left, which is less than 5.0");
	}

	private static void limit(WireMockServer server, int amount) {
		Map.of("subscription", "{\"hard_limit_usd\":" + amount + "}", "usage", "{\"total_usage\":0}")
			.forEach((name, json) -> server
				.stubFor(get(urlEqualTo("/v1/dashboard/billing/" + name)).willReturn(okJson(json))));
	}

	@Test
	void ownHeadersOfAnEntryGoWithWhatIsReadThere() {
		lists(this.plan, "a", "b");
		lists(this.balance, "a", "b");
		this.runner.withPropertyValues("taotoken.entries.plan.headers.X-Team=research", "taotoken.http.headers.X-All=1")
			.run((context) -> {
				context.getBean(ConsoleSync.class).sync();
				assertThat(context.getBean(ModelHealthTracker.class).snapshot("a@plan").demotedBecause()).isNull();
			});
		this.plan.verify(getRequestedFor(urlEqualTo("/v1/models")).withHeader("X-Team", equalTo("research"))
			.withHeader("X-All", equalTo("1")));
		this.balance.verify(0, getRequestedFor(urlEqualTo("/v1/models")).withHeader("X-Team", equalTo("research")));
	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		final List<QuotaLowEvent> heard = new CopyOnWriteArrayList<>();

		@EventListener
		void quotaLow(QuotaLowEvent event) {
			this.heard.add(event);
		}

	}

}
