package net.taotoken.failover.autoconfigure.reactive;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.metrics.TaotokenObservationAutoConfiguration;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.metrics.CallObservationContext;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

class TaotokenReactiveAutoConfigurationTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Well?");

	private final WireMockServer gateway = new WireMockServer(
			options().dynamicPort().containerThreads(80).jettyAcceptors(1));

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() {
		this.gateway.start();
		this.gateway.stubFor(post(anyUrl()).willReturn(okJson("""
				{"choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}]}""")));
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
					TaotokenObservationAutoConfiguration.class, TaotokenReactiveAutoConfiguration.class))
			.withPropertyValues("taotoken.api-key=key", "taotoken.model-priority=a",
					"taotoken.base-url=" + this.gateway.baseUrl());
	}

	@AfterEach
	void stop() {
		this.gateway.stop();
	}

	@Test
	void observationOfTheSubscriberIsTheParentOfTheCall() {
		ObservationRegistry registry = ObservationRegistry.create();
		List<String> parents = new CopyOnWriteArrayList<>();
		registry.observationConfig().observationHandler(new ObservationHandler<CallObservationContext>() {

			@Override
			public void onStart(CallObservationContext context) {
				parents.add((context.getParentObservation() != null)
						? context.getParentObservation().getContextView().getName() : "none");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof CallObservationContext;
			}

		});
		this.runner.withBean(ObservationRegistry.class, () -> registry).run((context) -> {
			ReactiveTaotokenTemplate template = context.getBean(ReactiveTaotokenTemplate.class);
			Observation parent = Observation.start("http.server.requests", registry);
			template.chat(REQUEST)
				.contextWrite((view) -> view.put(ObservationThreadLocalAccessor.KEY, parent))
				.block(Duration.ofSeconds(20));
			template.stream(REQUEST)
				.contextWrite((view) -> view.put(ObservationThreadLocalAccessor.KEY, parent))
				.blockLast(Duration.ofSeconds(20));
			template.chat(REQUEST).block(Duration.ofSeconds(20));
			assertThat(parents).containsExactly("http.server.requests", "http.server.requests", "none");
		});
	}

	@Test
	void callsThatWaitKeepNobodyWaiting() {
		int calls = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE + 5;
		this.runner.run((context) -> {
			ReactiveTaotokenTemplate template = context.getBean(ReactiveTaotokenTemplate.class);
			CountDownLatch allAreHere = new CountDownLatch(calls);
			List<Boolean> threads = new CopyOnWriteArrayList<>();
			Flux.range(0, calls).flatMap((call) -> template.stream(REQUEST).doOnNext((chunk) -> {
				allAreHere.countDown();
				awaitQuietly(allAreHere);
				threads.add(Thread.currentThread().getName().startsWith("taotoken-reactive-"));
			}).take(1), calls).blockLast(Duration.ofSeconds(60));
			assertThat(allAreHere.getCount()).isZero();
			assertThat(threads).hasSize(calls).containsOnly(true);
			assertThat(Mono.fromCallable(() -> 1).subscribeOn(Schedulers.boundedElastic()).block()).isEqualTo(1);
		});
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void nothingOfTheApplicationIsNeededForObservations() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(
					context.getBean(ReactiveTaotokenTemplate.class).chat(REQUEST).block(Duration.ofSeconds(20)))
				.isNotNull());
	}

}
