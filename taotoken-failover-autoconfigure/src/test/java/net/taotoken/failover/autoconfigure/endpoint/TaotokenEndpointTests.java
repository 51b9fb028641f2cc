package net.taotoken.failover.autoconfigure.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import net.taotoken.failover.event.PriorityChangedEvent;
import net.taotoken.failover.event.PriorityChangedEvent.Cause;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.ModelLimits;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "taotoken.api-key=secret-key-4711", "taotoken.model-priority=gpt-4.1,meta/llama:70b,c",
				"taotoken.routes.cheap.model-priority=c,d", "taotoken.routes.cheap.strategy=healthiest",
				"taotoken.models.idle.weight=2", "taotoken.models.c.parameters.user=secret-user-4712",
				"taotoken.http.headers.X-Extra=secret-header-4713", "management.endpoints.web.exposure.include=*",
				"management.endpoint.taotoken.access=unrestricted" })
class TaotokenEndpointTests {

	@Autowired
	private ModelHealthTracker tracker;

	@Autowired
	private CurrentRoutes routes;

	@Autowired
	private Environment environment;

	@Autowired
	private Changes changes;

	private final HttpClient client = HttpClient.newHttpClient();

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(
				"http://localhost:" + this.environment.getProperty("local.server.port") + "/actuator/taotoken" + path));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(request(path).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
		return this.client.send(request(path).header("Content-Type", "application/json")
			.header("X-User", "alice")
			.POST(BodyPublishers.ofString(json))
			.build(), BodyHandlers.ofString());
	}

	private JsonNode done(String path, String json) throws IOException, InterruptedException {
		HttpResponse<String> response = post(path, json);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return json(response);
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private static void assertRefused(HttpResponse<String> response, int status, String error) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(json(response).path("error").asString()).contains(error);
	}

	private TaotokenChangedEvent event() {
		return this.changes.heard.get(this.changes.heard.size() - 1);
	}

	@Test
	@DirtiesContext
	void everythingIsShown() throws Exception {
		this.tracker.remember("gpt-4.1", MissingFeature.of(Feature.IMAGES));
		this.tracker.remember("gpt-4.1", new MissingFeature(Feature.PARAMETER, "temperature"));
		this.tracker.of("gpt-4.1").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ofMinutes(2));
		this.tracker.of("meta/llama:70b").demote("quota at 4%");
		Objects.requireNonNull(this.tracker.of("c").tryAcquire()).failed(Fault.of(FaultKind.SERVER_ERROR), null);
		HttpResponse<String> response = get("");
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode all = json(response);
		assertThat(all.propertyNames()).containsExactly("routes", "models", "lastFaults", "changes", "configuration");
		JsonNode route = all.at("/routes/default");
		assertThat(route.path("order").valueStream().map(JsonNode::asString)).containsExactly("gpt-4.1", "c",
				"meta/llama:70b");
		assertThat(route.path("configuredOrder").valueStream().map(JsonNode::asString)).containsExactly("gpt-4.1",
				"meta/llama:70b", "c");
		assertThat(route.path("orderedBy").asString()).isEqualTo("priority");
		assertThat(route.at("/why/0/passedOver").asString()).contains("cooling down for 1", "overloaded");
		assertThat(route.at("/why/2/because").asString())
			.isEqualTo("number 2 of the list, but behind the others: quota at 4%");
		assertThat(route.path("retriesLeft").asInt()).isEqualTo(100);
		assertThat(all.at("/routes/cheap/why/1/because").asString()).isEqualTo("score 0.818");
		assertThat(all.path("models").propertyNames()).containsExactly("gpt-4.1", "meta/llama:70b", "c", "d", "idle");
		assertThat(all.path("models").path("gpt-4.1").path("state").asString()).isEqualTo("cooling-down");
		assertThat(all.path("models").path("gpt-4.1").path("lacks").valueStream().map(JsonNode::asString))
			.containsExactly("images", "parameter temperature");
		assertThat(all.path("models").path("gpt-4.1").path("cooldownUntil").asString()).endsWith("Z");
		assertThat(all.at("/models/c/errors").asInt()).isOne();
		assertThat(all.at("/lastFaults/0/model").asString()).isEqualTo("c");
		assertThat(all.at("/lastFaults/0/kind").asString()).isEqualTo("server-error");
		assertThat(all.at("/configuration/baseUrl").asString()).isEqualTo("https://taotoken.net/api");
		assertThat(all.at("/configuration/headers/0").asString()).isEqualTo("X-Extra");
		assertThat(all.at("/configuration/routes/cheap/models/c/parameters/0").asString()).isEqualTo("user");
	}

	@Test
	@DirtiesContext
	void limitsThatWereLearntAreShownWithTheirReason() throws Exception {
		Model model = this.routes.get().get(Route.DEFAULT).models().get(0);
		assertThat(get("").body()).doesNotContain("firstTokenLimits");
		for (int i = 0; i < 20; i++) {
			this.tracker.of(model.id())
				.firstTokens()
				.answered(RequestSize.SMALL, model.timeouts(), 200_000_000, false, System.nanoTime());
		}
		JsonNode all = json(get(""));
		String limit = "3333ms, after 20 answers, 99 % of them began within 224ms";
		assertThat(all.at("/routes/default/why/0/firstTokenLimits/requests below 4 kB").asString()).isEqualTo(limit);
		assertThat(json(get("/gpt-4.1")).at("/firstTokenLimits/requests below 4 kB").asString()).isEqualTo(limit);
		assertThat(all.at("/routes/default/why/1").has("firstTokenLimits")).isFalse();
		done("/models/gpt-4.1", "{\"action\":\"reset\"}");
		assertThat(get("").body()).doesNotContain("firstTokenLimits");
	}

	@Test
	@DirtiesContext
	void instantsHaveMillisecondsAtMost() throws Exception {
		Objects.requireNonNull(this.tracker.of("c").tryAcquire()).failed(Fault.of(FaultKind.SERVER_ERROR), null);
		done("/models/gpt-4.1", "{\"action\":\"cool-down\",\"duration\":\"10m\"}");
		String body = get("").body();
		for (String name : new String[] { "lastFaultAt", "cooldownUntil", "at" }) {
			assertThat(body).containsPattern("\"" + name + "\":\"[0-9T:-]{19}(\\.\\d{3})?Z\"");
		}
		assertThat(body).doesNotContainPattern("\\.\\d{4,}Z");
	}

	@ParameterizedTest
	@CsvSource({ "gpt-4.1,gpt-4.1", "models/gpt-4.1,gpt-4.1", "meta/llama:70b,meta/llama:70b",
			"models/meta/llama:70b,meta/llama:70b", "models/idle,idle" })
	void oneModelIsShownByItsWholeId(String path, String model) throws Exception {
		this.tracker.of(model).disable();
		JsonNode shown = json(get("/" + path));
		assertThat(shown.path("state").asString()).isEqualTo("disabled");
		assertThat(shown.path("outBecause").asString()).isEqualTo("disabled by hand");
		assertThat(shown.path("score").asDouble()).isEqualTo(0.9);
		this.tracker.of(model).putBack();
	}

	@Test
	void limitsAreShownWithWhatIsLeftOfThem() throws Exception {
		this.tracker.limit(Map.of("idle", new ModelLimits(60, null, 4)));
		Permit permit = Objects.requireNonNull(this.tracker.of("idle").tryAcquire());
		JsonNode shown = json(get("/models/idle")).path("limits");
		assertThat(shown.toString())
			.isEqualTo("{\"rpm\":60,\"rpmLeft\":59,\"concurrent\":4,\"concurrentLeft\":3,\"waiting\":0}");
		permit.release();
		this.tracker.limit(Map.of());
		assertThat(json(get("/models/idle")).has("limits")).isFalse();
	}

	@Test
	void allModelsAndOneRouteAreShown() throws Exception {
		assertThat(json(get("/models")).propertyNames()).contains("d", "idle");
		assertThat(json(get("/routes/cheap")).path("strategy").asString()).isEqualTo("healthiest");
	}

	@ParameterizedTest
	@CsvSource({ "nothing,no model 'nothing'", "models/gpt-4.2,no model 'gpt-4.2'", "routes/none,no route 'none'",
			"routes,no model 'routes'", "meta,no model 'meta'" })
	void unknownModelsAndRoutesAreNotFoundAndNotCreated(String path, String error) throws Exception {
		assertRefused(get("/" + path), 404, error);
		assertRefused(post("/" + path, "{\"action\":\"disable\"}"), 404, error);
		assertThat(json(get("/models")).propertyNames()).hasSize(5);
		assertThat(this.changes.heard).isEmpty();
	}

	@Test
	@DirtiesContext
	void modelIsDisabledAndPutBack() throws Exception {
		JsonNode done = done("/models/meta/llama:70b", "{\"action\":\"disable\"}");
		assertThat(this.tracker.snapshot("meta/llama:70b").state()).isEqualTo(ModelState.DISABLED);
		assertThat(done.path("change").asString()).isEqualTo("model-disabled");
		assertThat(done.path("by").asString()).isEqualTo("alice");
		assertThat(done.path("lasts").asString()).contains("until the model is put back or the application restarts");
		assertThat(done.at("/now/state").asString()).isEqualTo("disabled");
		assertThat(event()).satisfies((event) -> {
			assertThat(event.kind()).isEqualTo(Kind.MODEL_DISABLED);
			assertThat(event.principal()).isEqualTo("alice");
			assertThat(event.target()).isEqualTo("meta/llama:70b");
		});
		assertThat(done("/meta/llama:70b", "{\"action\":\"put-back\"}").at("/now/state").asString())
			.isEqualTo("healthy");
		assertThat(event().kind()).isEqualTo(Kind.MODEL_PUT_BACK);
		assertThat(json(get("")).at("/changes").valueStream().map((change) -> change.path("change").asString()))
			.containsExactly("model-put-back", "model-disabled");
	}

	@Test
	@DirtiesContext
	void modelIsCooledDownForAWhile() throws Exception {
		JsonNode done = done("/models/gpt-4.1", "{\"action\":\"cool-down\",\"duration\":\"10m\"}");
		assertThat(done.at("/now/state").asString()).isEqualTo("cooling-down");
		assertThat(this.tracker.snapshot("gpt-4.1").coolDownRemaining()).isBetween(Duration.ofMinutes(9),
				Duration.ofMinutes(10));
		assertThat(event().kind()).isEqualTo(Kind.MODEL_COOLED_DOWN);
	}

	@Test
	@DirtiesContext
	void statisticsOfOneModelOrAllBeginAnew() throws Exception {
		for (String model : new String[] { "c", "d" }) {
			Objects.requireNonNull(this.tracker.of(model).tryAcquire()).failed(Fault.of(FaultKind.SERVER_ERROR), null);
		}
		assertThat(done("/models/c", "{\"action\":\"reset\"}").at("/now/errors").asInt()).isZero();
		assertThat(this.tracker.snapshot("d").errors()).isOne();
		assertThat(done("/models", "{\"action\":\"reset\"}").path("target").asString()).isEqualTo("models");
		assertThat(this.tracker.snapshot("d").errors()).isZero();
		assertThat(event().kind()).isEqualTo(Kind.STATISTICS_RESET);
	}

	@Test
	@DirtiesContext
	void orderOfARouteIsSetAndReset() throws Exception {
		JsonNode done = done("/routes/default", "{\"order\":\"c, meta/llama:70b\"}");
		assertThat(this.routes.get().get(Route.DEFAULT).models()).extracting(Model::id)
			.containsExactly("c", "meta/llama:70b", "gpt-4.1");
		assertThat(done.at("/now/orderedBy").asString()).isEqualTo("hand");
		assertThat(done.path("lasts").asString()).contains("write it into the configuration");
		assertThat(event().kind()).isEqualTo(Kind.ORDER_SET);
		done = done("/routes/default", "{\"action\":\"reset-order\"}");
		assertThat(done.at("/now/orderedBy").asString()).isEqualTo("priority");
		assertThat(done.at("/now/order/0").asString()).isEqualTo("gpt-4.1");
		assertThat(event().kind()).isEqualTo(Kind.ORDER_RESET);
	}

	@Test
	@DirtiesContext
	void orderThatDiffersIsAnEventWithWhoAndWhat() throws Exception {
		done("/routes/cheap", "{\"order\":\"d\"}");
		done("/routes/cheap", "{\"order\":\"d,c\"}");
		done("/routes/cheap", "{\"action\":\"reset-order\"}");
		assertThat(this.changes.heard).extracting(TaotokenChangedEvent::kind)
			.containsExactly(Kind.ORDER_SET, Kind.ORDER_SET, Kind.ORDER_RESET);
		assertThat(this.changes.priorities).usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
			.containsExactly(
					new PriorityChangedEvent("cheap", List.of("c", "d"), List.of("d", "c"), Cause.BY_HAND, "alice",
							Instant.EPOCH),
					new PriorityChangedEvent("cheap", List.of("d", "c"), List.of("c", "d"), Cause.BY_HAND, "alice",
							Instant.EPOCH));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					models/c       | {"action":"cool-down"}                      | field 'duration' is missing
					models/c       | {"action":"cool-down","duration":"soon"}    | 'soon' is not a time such as 30s, 10m or 2h
					models/c       | {"action":"cool-down","duration":"-5s"}     | above zero
					models/c       | {"action":"cool-down","duration":"25h"}     | at most 24h
					models/c       | {"action":"kill"}                           | There is no action 'kill' here: use one of [cool-down, disable, put-back, reset]
					models/c       | {}                                          | The field 'action' is missing
					models         | {"action":"disable"}                        | use one of [reset]
					routes/default | {"action":"disable"}                        | use one of [order, reset-order]
					routes/default | {"action":"order"}                          | The field 'order' is missing
					routes/default | {"order":" , "}                             | names no model
					routes/default | {"order":"d"}                               | has no model 'd'
					routes/default | {"order":"c,c"}                             | twice
					""")
	void wrongParametersAreRefusedWithAdvice(String path, String body, String error) throws Exception {
		assertRefused(post("/" + path, body), 400, error);
		assertThat(this.changes.heard).isEmpty();
		assertThat(this.changes.priorities).isEmpty();
		assertThat(this.tracker.snapshot("c").isHealthy()).isTrue();
	}

	@Test
	@DirtiesContext
	void noAnswerHoldsASecret() throws Exception {
		post("/models/c", "{\"action\":\"disable\"}");
		for (String path : new String[] { "", "/c", "/models", "/routes/default", "/secret" }) {
			assertThat(get(path).body()).doesNotContain("4711", "4712", "4713");
		}
		assertThat(post("/routes/default", "{\"order\":\"c\"}").body()).doesNotContain("4711", "4712", "4713");
	}

	static class Changes {

		private final List<TaotokenChangedEvent> heard = new CopyOnWriteArrayList<>();

		private final List<PriorityChangedEvent> priorities = new CopyOnWriteArrayList<>();

		@EventListener
		void changed(TaotokenChangedEvent event) {
			this.heard.add(event);
		}

		@EventListener
		void changed(PriorityChangedEvent event) {
			this.priorities.add(event);
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Changes.class)
	static class Application {

		@Bean
		Filter login() {
			return (request, response, chain) -> {
				String user = ((HttpServletRequest) request).getHeader("X-User");
				Principal principal = (user != null) ? () -> user : null;
				chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {

					@Override
					public @Nullable Principal getUserPrincipal() {
						return principal;
					}

				}, response);
			};
		}

	}

}
