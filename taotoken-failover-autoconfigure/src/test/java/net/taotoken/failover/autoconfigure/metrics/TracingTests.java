package net.taotoken.failover.autoconfigure.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.ScopedSpan;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What calls look like in a trace, by the bridge to OpenTelemetry that applications use.
 * The tracer is made by hand: auto-configuration of tracing would reach all other tests.
 */
class TracingTests {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private static final AttributeKey<String> STATUS = AttributeKey.stringKey("http.response.status_code");

	private static final String PROMPT = "Is my prompt a secret?";

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"secret answer"},"finish_reason":"stop"}]}""";

	private static final String STREAM = """
			data: {"choices":[{"index":0,"delta":{"content":"secret answer"}}]}

			data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private final WireMockServer gateway = new WireMockServer(options().dynamicPort());

	private final Spans spans = new Spans();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.spans))
		.build();

	private final Tracer tracer = new OtelTracer(this.provider.get("test"), new OtelCurrentTraceContext(), (event) -> {
	});

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() {
		this.gateway.start();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
					TaotokenObservationAutoConfiguration.class, TaotokenMetricsAutoConfiguration.class,
					ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.withBean("tracing", ObservationHandler.class, this::tracing)
			.withPropertyValues("taotoken.api-key=secret-key", "taotoken.model-priority=a,b",
					"taotoken.base-url=" + this.gateway.baseUrl(), "taotoken.faults.server-error.wait=1ms");
	}

	private ObservationHandler<Observation.Context> tracing() {
		ContextPropagators propagators = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
		return new ObservationHandler.FirstMatchingCompositeObservationHandler(
				new PropagatingSenderTracingObservationHandler<>(this.tracer,
						new OtelPropagator(propagators, this.provider.get("test"))),
				new DefaultTracingObservationHandler(this.tracer));
	}

	@AfterEach
	void stop() {
		this.gateway.stop();
		this.provider.close();
	}

	private void answers(String model, ResponseDefinitionBuilder response) {
		this.gateway
			.stubFor(post(anyUrl()).withRequestBody(matchingJsonPath("$.model", equalTo(model))).willReturn(response));
	}

	private void fails(String model) {
		answers(model, aResponse().withStatus(500)
			.withBody("{\"error\":{\"message\":\"cannot answer: " + PROMPT + "\",\"type\":\"server_error\"}}"));
	}

	private void run(BiConsumer<ApplicationContext, TaotokenTemplate> test) {
		this.runner.run((context) -> {
			test.accept(context, context.getBean(TaotokenTemplate.class));
			assertThat(this.tracer.currentSpan()).isNull();
			assertThat(this.spans.ended.toString()).doesNotContain("secret", "cannot answer");
		});
	}

	private Map<String, String> traceparents(String model) {
		List<LoggedRequest> requests = this.gateway
			.findAll(postRequestedFor(anyUrl()).withRequestBody(matchingJsonPath("$.model", equalTo(model))));
		return requests.stream()
			.map((request) -> request.getHeader("traceparent").split("-"))
			.collect(Collectors.toMap((parts) -> parts[2], (parts) -> parts[1]));
	}

	private void assertChildren(SpanData call, String model, int attempts) {
		assertThat(this.spans.named("attempt " + model)).hasSize(attempts).allSatisfy((attempt) -> {
			assertThat(attempt.getTraceId()).isEqualTo(call.getTraceId());
			assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
			assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
		});
	}

	private void assertChildrenAsUpstream(SpanData call, String model, int attempts) {
		assertChildren(call, model, attempts);
		assertThat(traceparents(model)).isEqualTo(this.spans.named("attempt " + model)
			.stream()
			.collect(Collectors.toMap(SpanData::getSpanId, (span) -> call.getTraceId())));
	}

	@Test
	void attemptsAreSiblingsBelowTheirCallAndTheirSpansGoUpstream() {
		fails("a");
		answers("b", okJson(ANSWER));
		run((context, template) -> {
			assertThat(template.chat(PROMPT)).isEqualTo("secret answer");
			SpanData call = this.spans.call();
			assertThat(call.getName()).isEqualTo("chat b");
			assertThat(call.getParentSpanContext().isValid()).isFalse();
			assertThat(call.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
			assertChildrenAsUpstream(call, "a", 2);
			assertChildrenAsUpstream(call, "b", 1);
			assertThat(this.spans.named("attempt a")).allSatisfy((attempt) -> {
				assertThat(attempt.getAttributes().get(ERROR_TYPE)).isEqualTo("server-error");
				assertThat(attempt.getAttributes().get(STATUS)).isEqualTo("500");
				assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			});
			SpanData answered = this.spans.named("attempt b").get(0);
			assertThat(answered.getAttributes().get(ERROR_TYPE)).isNull();
			assertThat(answered.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
			assertThat(this.spans.ended).hasSize(4);
		});
	}

	@Test
	void callThatFailsTellsWhy() {
		fails("a");
		fails("b");
		run((context, template) -> {
			assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> template.chat(PROMPT));
			SpanData call = this.spans.call();
			assertThat(call.getAttributes().get(ERROR_TYPE)).isEqualTo("server-error");
			assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertChildrenAsUpstream(call, "b", 2);
		});
	}

	@Test
	void callIsTheChildOfTheSpanInWhichItIsMade() {
		answers("a", okJson(ANSWER));
		run((context, template) -> {
			ScopedSpan parent = this.tracer.startScopedSpan("by hand");
			try {
				template.chat(PROMPT);
				assertThat(this.tracer.currentTraceContext().context()).isEqualTo(parent.context());
			}
			finally {
				parent.end();
			}
			assertThat(this.spans.call().getParentSpanId()).isEqualTo(parent.context().spanId());
			assertThat(this.spans.call().getTraceId()).isEqualTo(parent.context().traceId());
			assertChildrenAsUpstream(this.spans.call(), "a", 1);
		});
	}

	@Test
	void callIsTheChildOfTheObservationInWhichItIsMade() {
		answers("a", okJson(ANSWER));
		run((context, template) -> {
			Observation.createNotStarted("incoming", context.getBean(ObservationRegistry.class))
				.observe(() -> template.chat(PROMPT));
			SpanData parent = this.spans.named("incoming").get(0);
			assertThat(this.spans.call().getParentSpanId()).isEqualTo(parent.getSpanId());
			assertChildrenAsUpstream(this.spans.call(), "a", 1);
		});
	}

	@Test
	void spanOfAStreamEndsWithTheStream() {
		fails("a");
		answers("b", okForContentType("text/event-stream", STREAM));
		run((context, template) -> {
			try (ChatStream stream = template.stream(ChatCompletionRequest.builder().user(PROMPT).build())) {
				assertThat(this.spans.named("attempt b")).hasSize(1);
				assertThat(this.spans.named("chat b")).isEmpty();
				stream.forEach((chunk) -> {
				});
			}
			assertChildrenAsUpstream(this.spans.call(), "a", 2);
			assertChildrenAsUpstream(this.spans.call(), "b", 1);
		});
	}

	@Test
	void modelThatIsAskedBesideTheFirstIsItsSibling() {
		answers("a", okJson(ANSWER).withFixedDelay(60_000));
		answers("b", okJson(ANSWER));
		this.runner = this.runner.withPropertyValues("taotoken.hedge.after=1ms", "taotoken.hedge.max-extra=1");
		run((context, template) -> {
			template.chat(PROMPT);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.spans.ended.size() == 3);
			assertChildren(this.spans.call(), "a", 1);
			assertChildrenAsUpstream(this.spans.call(), "b", 1);
		});
	}

	private static final class Spans implements SpanExporter {

		private final List<SpanData> ended = new CopyOnWriteArrayList<>();

		private List<SpanData> named(String name) {
			return this.ended.stream().filter((span) -> span.getName().equals(name)).toList();
		}

		private SpanData call() {
			List<SpanData> calls = this.ended.stream().filter((span) -> span.getName().startsWith("chat")).toList();
			assertThat(calls).hasSize(1);
			return calls.get(0);
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.ended.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
