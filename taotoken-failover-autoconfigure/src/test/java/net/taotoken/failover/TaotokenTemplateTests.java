package net.taotoken.failover;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.rules.ExceptionClassifier;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link TaotokenTemplate} with a gateway over HTTP. Each asserts the requests
 * that the gateway saw: there is one retry layer.
 */
class TaotokenTemplateTests {

	private static final String PATH = "/api/v1/chat/completions";

	private final WireMockServer gateway = new WireMockServer(options().dynamicPort());

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private GatewayClient client;

	private TaotokenTemplate template;

	@BeforeEach
	void start() {
		this.gateway.start();
		URI baseUrl = URI.create("http://127.0.0.1:" + this.gateway.port() + "/api");
		this.client = TestClients.at(baseUrl, this.time::instant);
		FailoverExecutor executor = new FailoverExecutor(this.tracker,
				List.of(new ExceptionClassifier(FaultRules.standard(), this.time::instant)), List.of(), this.time,
				new Random(1));
		Model tuned = Model.builder("tuned").parameters(Map.of("temperature", 0)).build();
		Route cheap = Route.of("cheap", "small").withModels(List.of(tuned, Model.of("small", tuned.timeouts())));
		this.template = new TaotokenTemplate(executor, this.client,
				new CurrentRoutes(new Routes(List.of(Route.of(Route.DEFAULT, "a", "b", "c"), cheap))));
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.gateway.stop();
	}

	@Test
	void answerTellsWhichModelGaveItAndWhatWasTriedBefore() {
		answers("a",
				aResponse().withStatus(429)
					.withHeader("Retry-After", "30")
					.withBody("{\"error\":{\"message\":\"slow\",\"code\":\"rate_limit_exceeded\"}}"));
		answers("b", completion("b"));
		ChatCompletion completion = this.template.chat(ChatCompletionRequest.of("Why is the sky blue?"));
		assertThat(completion.text()).isEqualTo("I am b");
		assertThat(completion.requestedModel()).isEqualTo("b");
		assertThat(completion.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(requireNonNull(completion.attempts().get(0).fault()).kind()).isEqualTo(FaultKind.RATE_LIMITED);
		assertThat(completion.attempts().get(0).fault().retryAfter()).isEqualTo(Duration.ofSeconds(30));
		assertThat(requests("a")).isEqualTo(1);
		assertThat(requests("b")).isEqualTo(1);
	}

	@Test
	void questionIsAnsweredByText() {
		answers("a", completion("a"));
		assertThat(this.template.chat("Why is the sky blue?")).isEqualTo("I am a");
	}

	@Test
	void modelThatIsOutIsNotAsked() {
		answers("a", aResponse().withStatus(503)
			.withBody("{\"error\":{\"message\":\"当前分组 default 下对于模型 a 无可用渠道\",\"type\":\"new_api_error\"}}"));
		answers("b", completion("b"));
		this.template.chat("1");
		this.template.chat("2");
		assertThat(requests("a")).isEqualTo(1);
		assertThat(requests("b")).isEqualTo(2);
	}

	@Test
	void stackTraceIsThatOfTheCallOnly() {
		answers("a", aResponse().withStatus(400));
		FailoverException failed = catchThrowableOfType(FailoverException.class, () -> this.template.chat("1"));
		assertThat(failed.getStackTrace()).extracting(StackTraceElement::getClassName).contains(getClass().getName());
		assertThat(failed).hasCauseInstanceOf(GatewayException.class);
		assertThat(requireNonNull(failed.getCause()).getStackTrace()).isEmpty();
	}

	@Test
	void ownKeyThatIsRefusedStopsTheCallAtOnce() {
		answers("a", aResponse().withStatus(401)
			.withBody("{\"error\":{\"message\":\"无效的令牌 (request id: 1)\",\"type\":\"new_api_error\"}}"));
		FailoverException exception = failure(ChatCompletionRequest.of("hello"));
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.AUTHENTICATION);
		assertThat(exception.fault().scope()).isEqualTo(FaultScope.ACCOUNT);
		assertThat(this.gateway.getAllServeEvents()).hasSize(1);
	}

	@Test
	void keyOfAChannelThatIsRefusedSwitchesTheModel() {
		answers("a", aResponse().withStatus(401)
			.withBody("{\"error\":{\"message\":\"Incorrect API key provided\",\"code\":\"invalid_api_key\"}}"));
		answers("b", completion("b"));
		assertThat(this.template.chat("hello")).isEqualTo("I am b");
	}

	@Test
	void badRequestThatIsProvenIsTheCallersAndIsSentOnce() {
		answers("a",
				aResponse().withStatus(400)
					.withBody("{\"error\":{\"message\":\"'messages' is a required property\","
							+ "\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":null}}"));
		assertThat(failure(ChatCompletionRequest.of("hello")).fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
		assertThat(this.gateway.getAllServeEvents()).hasSize(1);
		assertThat(this.tracker.snapshot("a").errors()).isZero();
	}

	@Test
	void badRequestThatProvesNothingIsHeldAgainstOneOtherModel() {
		String body = "{\"error\":{\"message\":\"this is not what was expected\"}}";
		answers("a", aResponse().withStatus(400).withBody(body));
		answers("b", aResponse().withStatus(400).withBody(body));
		FailoverException exception = failure(ChatCompletionRequest.of("hello"));
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
		assertThat(exception.attempts()).extracting(Attempt::model).containsExactly("a", "b");
		assertThat(this.gateway.getAllServeEvents()).hasSize(2);
		assertThat(this.tracker.snapshot("a").isHealthy()).isTrue();
		assertThat(this.tracker.snapshot("b").isHealthy()).isTrue();
	}

	@Test
	void otherModelThanAskedShows() {
		answers("a", completion("some-substitute"));
		ChatCompletion completion = this.template.chat(ChatCompletionRequest.of("hello"));
		assertThat(completion.isSubstituted()).isTrue();
		assertThat(completion.model()).isEqualTo("some-substitute");
		assertThat(completion.requestedModel()).isEqualTo("a");
	}

	@Test
	void requestMayNameARouteAModelOrItsOwnList() {
		for (String model : List.of("tuned", "small", "b", "x", "y")) {
			answers(model, completion(model));
		}
		answers("x", aResponse().withStatus(404));
		assertThat(served(ChatCompletionRequest.builder().user("?").route("cheap").build())).isEqualTo("tuned");
		assertThat(served(ChatCompletionRequest.builder().user("?").model("cheap").build())).isEqualTo("tuned");
		assertThat(served(ChatCompletionRequest.builder().user("?").model("b").build())).isEqualTo("b");
		assertThat(served(ChatCompletionRequest.builder().user("?").models("x", "y").build())).isEqualTo("y");
		assertThat(this.template.route("cheap").chat("?")).isEqualTo("I am tuned");
	}

	@Test
	void unknownRouteIsAnErrorBeforeAnyRequest() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.route("nope"))
			.withMessageContaining("nope")
			.withMessageContaining("cheap");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.chat(ChatCompletionRequest.builder().user("?").route("nope").build()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.chat(" "));
		assertThat(this.gateway.getAllServeEvents()).isEmpty();
	}

	@Test
	void requestThatCannotBeWrittenIsAnErrorBeforeAnyRequest() {
		Object unwritable = new Object() {
			@SuppressWarnings("unused")
			public String getBroken() {
				throw new IllegalStateException("planted prompt");
			}
		};
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> this.template.chat(ChatCompletionRequest.builder().user("?").extra("x", unwritable).build()))
			.withMessageNotContaining("planted");
		assertThat(this.gateway.getAllServeEvents()).isEmpty();
	}

	@Test
	void parametersOfAModelWinOverTheRequest() {
		answers("tuned", completion("tuned"));
		this.template.chat(ChatCompletionRequest.builder().user("?").route("cheap").temperature(0.9).build());
		this.gateway
			.verify(postRequestedFor(urlEqualTo(PATH)).withRequestBody(matchingJsonPath("$[?(@.temperature == 0)]")));
	}

	@Test
	void ownClientIsUnderTheSameFailover() {
		String answer = this.template.execute((model) -> {
			if (model.equals("a")) {
				throw new java.net.SocketTimeoutException("read");
			}
			return "own " + model;
		});
		assertThat(answer).isEqualTo("own b");
		assertThat(this.template.executeForResult((model) -> model).attempts()).hasSize(1);
		assertThat(requireNonNull(this.tracker.snapshot("a").lastFault()).kind()).isEqualTo(FaultKind.TIMEOUT);
	}

	private @Nullable String served(ChatCompletionRequest request) {
		return this.template.chat(request).requestedModel();
	}

	private FailoverException failure(ChatCompletionRequest request) {
		return catchThrowableOfType(FailoverException.class, () -> this.template.chat(request));
	}

	private void answers(String model, ResponseDefinitionBuilder response) {
		MappingBuilder mapping = post(urlEqualTo(PATH)).withRequestBody(matchingJsonPath("$.model", equalTo(model)));
		this.gateway.stubFor(mapping.willReturn(response));
	}

	private int requests(String model) {
		return this.gateway
			.findAll(postRequestedFor(urlEqualTo(PATH)).withRequestBody(matchingJsonPath("$.model", equalTo(model))))
			.size();
	}

	private static ResponseDefinitionBuilder completion(String model) {
		return aResponse().withHeader("Content-Type", "application/json").withBody("""
				{"id": "1", "object": "chat.completion", "created": 1, "model": "%s", "choices": [{"index": 0,
				"message": {"role": "assistant", "content": "I am %s"}, "finish_reason": "stop"}]}
				""".formatted(model, model));
	}

}
