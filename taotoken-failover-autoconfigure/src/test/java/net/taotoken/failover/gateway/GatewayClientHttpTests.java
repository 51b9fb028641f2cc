package net.taotoken.failover.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.Objects.requireNonNull;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class GatewayClientHttpTests {

	private final WireMockServer server = new WireMockServer(
			options().dynamicPort().gzipDisabled(false).stubCorsEnabled(false));

	private Gateways gateway;

	@BeforeEach
	void start() {
		this.server.start();
		this.gateway = new Gateways(URI.create(this.server.baseUrl() + "/api"));
	}

	@AfterEach
	void stop() {
		this.gateway.close();
		this.server.stop();
	}

	@Test
	void requestIsSentAsItIsMeant() {
		answer(okJson(Gateways.JSON));
		this.gateway.ask(Gateways.LONG);
		LoggedRequest request = onlyRequest();
		assertThat(request.getMethod().getName()).isEqualTo("POST");
		assertThat(request.getUrl()).isEqualTo("/api/v1/chat/completions");
		assertThat(request.getBodyAsString()).isEqualTo(
				"{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"" + Gateways.PROMPT + "\"}]}");
		assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + Gateways.KEY);
		assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
		assertThat(request.getHeader("User-Agent")).startsWith("taotoken-failover");
		assertThat(request.getHeaders().keys()).containsExactlyInAnyOrder("Authorization", "Accept", "Content-Type",
				"Content-Length", "Host", "Connection", "User-Agent", "Accept-Encoding");
		assertThat(request.getHeader("Accept-Encoding")).isEqualTo("identity");
	}

	@Test
	void answerIsReadWithItsUnknownFields() {
		answer(okJson(Gateways.JSON));
		ChatCompletion completion = this.gateway.ask(Gateways.LONG);
		assertThat(completion.text()).isEqualTo(Gateways.ANSWER);
		assertThat(requireNonNull(completion.usage()).totalTokens()).isEqualTo(3);
		assertThat(completion.extra()).containsEntry("x_vendor", Map.of("a", 1));
		assertThat(completion.requestedModel()).isEqualTo("m-1");
		assertThat(completion.attempts()).isEmpty();
	}

	@Test
	void parametersOfTheModelWinAndStreamIsNeverAsked() {
		answer(okJson(Gateways.JSON));
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.model("another")
			.user("Hi")
			.temperature(0.2)
			.maxTokens(5)
			.stream(true)
			.extra("x", 1)
			.build();
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put("temperature", 1);
		parameters.put("max_tokens", null);
		parameters.put("x", List.of(2));
		parameters.put("model", "wrong");
		parameters.put("stream", true);
		this.gateway.client().complete(this.gateway.client().prepare(request), "m-2", parameters, Gateways.LONG);
		assertThat(onlyRequest().getBodyAsString()).isEqualTo(
				"{\"model\":\"m-2\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"temperature\":1,\"x\":[2]}");
	}

	@Test
	void requestThatCannotBeWrittenIsNotSent() {
		ChatCompletionRequest request = ChatCompletionRequest.builder().user("Hi").extra("x", new Unwritable()).build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.client().prepare(request))
			.withMessageStartingWith("The request cannot be written as JSON")
			.withMessageNotContaining(Gateways.PROMPT)
			.withNoCause();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.client()
				.complete(this.gateway.client().prepare(ChatCompletionRequest.of("Hi")), "m-1",
						Map.of("x", new Unwritable()), Gateways.LONG))
			.withMessageNotContaining(Gateways.PROMPT)
			.withNoCause();
		assertThat(this.server.getAllServeEvents()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 408, 409, 413, 429, 500, 502, 503, 504, 529 })
	void errorIsSentOnceOnly(int status) {
		answer(aResponse().withStatus(status)
			.withHeader("Retry-After", "0")
			.withHeader("WWW-Authenticate", "Basic realm=\"x\"")
			.withBody("{\"error\":{\"message\":\"No (request id: r-12345)\"}}"));
		GatewayException exception = this.gateway.askInVain(Gateways.LONG);
		assertThat(exception.fault().status()).isEqualTo(status);
		assertThat(exception.serverMessage()).isEqualTo("No (request id: r-12345)");
		assertThat(exception.requestId()).isEqualTo("r-12345");
		assertThat(exception).hasNoCause();
		this.gateway.assertThatNothingIsLeased();
		onlyRequest();
	}

	@Test
	void retryAfterIsTold() {
		answer(aResponse().withStatus(429).withHeader("Retry-After", "7").withBody("{}"));
		Fault fault = this.gateway.askInVain(Gateways.LONG).fault();
		assertThat(fault.kind()).isEqualTo(FaultKind.RATE_LIMITED);
		assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void requestIdOfTheHeaderComesFirst() {
		answer(aResponse().withStatus(500).withHeader("X-Oneapi-Request-Id", "20261123abc").withBody("x"));
		GatewayException exception = this.gateway.askInVain(Gateways.LONG);
		assertThat(exception.requestId()).isEqualTo("20261123abc");
		assertThat(exception).hasMessageContaining("20261123abc").hasMessageStartingWith("m-1: server-error (500");
	}

	@Test
	void errorInsideA200IsClassified() {
		answer(okJson("""
				{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}"""));
		GatewayException exception = this.gateway.askInVain(Gateways.LONG);
		assertThat(exception.fault().kind()).isEqualTo(FaultKind.RATE_LIMITED);
		assertThat(exception.serverMessage()).isEqualTo("Rate limit reached");
	}

	@Test
	void errorBesideChoicesIsClassified() {
		answer(okJson(Gateways.JSON.replace("\"x_vendor\":{\"a\":1}",
				"\"error\":{\"code\":429,\"message\":\"Rate limit reached\",\"type\":\"rate_limit_error\"}")));
		assertThat(this.gateway.askInVain(Gateways.LONG).fault().kind()).isEqualTo(FaultKind.RATE_LIMITED);
	}

	@Test
	void answerWithoutChoicesIsInvalid() {
		answer(okJson("{\"choices\":[],\"usage\":{\"total_tokens\":0}}"));
		assertThat(this.gateway.askInVain(Gateways.LONG).fault().kind()).isEqualTo(FaultKind.INVALID_RESPONSE);
		answer(okJson("{}"));
		assertThat(this.gateway.askInVain(Gateways.LONG).fault().kind()).isEqualTo(FaultKind.INVALID_RESPONSE);
		answer(okJson("[]"));
		assertThat(this.gateway.askInVain(Gateways.LONG).fault().kind()).isEqualTo(FaultKind.INVALID_RESPONSE);
		answer(okJson("null"));
		assertThat(this.gateway.askInVain(Gateways.LONG).fault().kind()).isEqualTo(FaultKind.INVALID_RESPONSE);
	}

	@Test
	void redirectIsNotFollowed() {
		WireMockServer elsewhere = new WireMockServer(options().dynamicPort());
		elsewhere.start();
		try {
			elsewhere.stubFor(any(anyUrl()).willReturn(okJson(Gateways.JSON)));
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				answer(aResponse().withStatus(status).withHeader("Location", elsewhere.baseUrl() + "/api"));
				assertThat(this.gateway.askInVain(Gateways.LONG).fault().status()).isEqualTo(status);
			}
			assertThat(elsewhere.getAllServeEvents()).isEmpty();
			this.gateway.assertThatNothingIsLeased();
		}
		finally {
			elsewhere.stop();
		}
	}

	@Test
	void cookiesAreNotKept() {
		answer(okJson(Gateways.JSON).withHeader("Set-Cookie", "session=1; Path=/"));
		this.gateway.ask(Gateways.LONG);
		this.gateway.ask(Gateways.LONG);
		assertThat(requests()).hasSize(2).noneMatch((request) -> request.containsHeader("Cookie"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void malformedChallengeNeitherHidesTheStatusNorReachesTheLog(CapturedOutput output) {
		answer(aResponse().withStatus(401).withHeader("WWW-Authenticate", "=,= \"").withBody("{}"));
		assertThat(this.gateway.askInVain(Gateways.LONG).fault().status()).isEqualTo(401);
		assertThat(output.getAll()).doesNotContain("Malformed challenge");
	}

	@Test
	void compressedAnswerThatNobodyAskedForSaysSo() {
		answer(aResponse().withHeader("Content-Encoding", "br").withBody(new byte[] { 1, 2, 3 }));
		Fault fault = this.gateway.askInVain(Gateways.LONG).fault();
		assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_RESPONSE);
		assertThat(fault.hint()).isEqualTo("the answer is compressed, unasked");
	}

	@Test
	void requestCustomizerAddsHeaders() {
		answer(okJson(Gateways.JSON));
		try (Gateways gateway = new Gateways(URI.create(this.server.baseUrl() + "/"), GatewaySettings.defaults(),
				(request, model) -> request.addHeader("X-Model", model))) {
			gateway.ask(Gateways.LONG);
		}
		LoggedRequest request = onlyRequest();
		assertThat(request.getHeader("X-Model")).isEqualTo("m-1");
		assertThat(request.getUrl()).isEqualTo("/v1/chat/completions");
	}

	@Test
	void keyAndAddressMayChangeBetweenCalls() {
		answer(okJson(Gateways.JSON));
		AtomicReference<String> key = new AtomicReference<>("key-1 \n");
		AtomicReference<URI> url = new AtomicReference<>(URI.create(this.server.baseUrl() + "/one"));
		GatewayConnection connection = new GatewayConnection() {

			@Override
			public URI baseUrl() {
				return url.get();
			}

			@Override
			public String apiKey() {
				return key.get();
			}

		};
		try (Gateways gateway = new Gateways(connection, GatewaySettings.defaults(), HttpClientSettings.defaults())) {
			gateway.ask(Gateways.LONG);
			key.set("key-2");
			url.set(URI.create(this.server.baseUrl() + "/two//"));
			gateway.ask(Gateways.LONG);
			assertThat(requests()).extracting((request) -> request.getUrl() + " " + request.getHeader("Authorization"))
				.containsExactlyInAnyOrder("/one/v1/chat/completions Bearer key-1",
						"/two/v1/chat/completions Bearer key-2");
			key.set("  ");
			assertThatIllegalStateException().isThrownBy(() -> gateway.ask(Gateways.LONG));
			key.set("a\r\nX-Injected: 1");
			assertThatIllegalStateException().isThrownBy(() -> gateway.ask(Gateways.LONG))
				.withMessageNotContaining("Injected");
		}
	}

	@Test
	void readTimeoutOfTheApplicationDoesNotCutAnswers() {
		answer(okJson(Gateways.JSON).withFixedDelay(300));
		try (Gateways gateway = new Gateways(URI.create(this.server.baseUrl()), GatewaySettings.defaults(),
				HttpClientSettings.defaults().withReadTimeout(Duration.ofMillis(10)))) {
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
		}
	}

	@Test
	void exceptionOfACustomizerEndsTheCallUnsent() {
		try (Gateways gateway = new Gateways(URI.create(this.server.baseUrl()), GatewaySettings.defaults(),
				(request, model) -> {
					throw new UnsupportedOperationException("mine");
				})) {
			GatewayException exception = gateway.askInVain(Gateways.LONG);
			assertThat(exception.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
			assertThat(exception.fault().proven()).isTrue();
			assertThat(exception).hasRootCauseInstanceOf(UnsupportedOperationException.class);
			gateway.assertThatNothingIsLeased();
			assertThat(this.server.getAllServeEvents()).isEmpty();
		}
	}

	private void answer(ResponseDefinitionBuilder response) {
		this.server.stubFor(any(anyUrl()).willReturn(response));
	}

	private List<LoggedRequest> requests() {
		return this.server.findAll(anyRequestedFor(anyUrl()));
	}

	private LoggedRequest onlyRequest() {
		assertThat(requests()).hasSize(1);
		return requests().get(0);
	}

	static final class Unwritable {

		public String getPrompt() {
			throw new IllegalStateException(Gateways.PROMPT);
		}

	}

}
