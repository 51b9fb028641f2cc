package net.taotoken.failover.autoconfigure.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.CallObserver;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.engine.AttemptObserver;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.event.CallFailedEvent;
import net.taotoken.failover.event.CallFailedOverEvent;
import net.taotoken.failover.event.ModelCooledDownEvent;
import net.taotoken.failover.event.ModelProbedEvent;
import net.taotoken.failover.event.ModelRecoveredEvent;
import net.taotoken.failover.event.ModelStillOutEvent;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenEvent;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.metrics.AttemptObservationContext;
import net.taotoken.failover.metrics.FailoverMeters;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class TaotokenMetricsAutoConfigurationTests {

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
				TaotokenObservationAutoConfiguration.class, TaotokenMetricsAutoConfiguration.class))
		.withPropertyValues("taotoken.api-key=secret", "taotoken.model-priority=a,b",
				"taotoken.faults.unknown.cool-down=1m");

	private final ApplicationContextRunner runner = this.bare
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	@Test
	void nothingIsThereWithoutMicrometer() {
		this.bare
			.withClassLoader(new FilteredClassLoader("io.micrometer.core", "org.springframework.boot.micrometer",
					"org.slf4j.MDC"))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(CallObserver.class)
					.doesNotHaveBean(AttemptObserver.class)
					.doesNotHaveBean(FailoverMeters.class)
					.hasSingleBean(TaotokenTemplate.class);
				assertThat(answer(context.getBean(TaotokenTemplate.class))).isEqualTo("b");
			});
	}

	@Test
	void nothingIsThereWithoutRegistries() {
		this.bare.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(CallObserver.class)
			.doesNotHaveBean(FailoverMeters.class));
	}

	@Test
	void metersDoWithoutObservations() {
		this.bare.withBean(SimpleMeterRegistry.class).run((context) -> {
			answer(context.getBean(TaotokenTemplate.class));
			assertThat(context.getBean(MeterRegistry.class)
				.get("taotoken.switches")
				.tags("from", "a", "to", "b")
				.counter()
				.count()).isEqualTo(1);
			assertThat(context).doesNotHaveBean(CallObserver.class);
		});
	}

	@Test
	void attemptsBelongToTheirCall() {
		List<String> seen = new ArrayList<>();
		this.runner.withBean("recorder", ObservationHandler.class, () -> onStop((context) -> {
			Observation parent = (Observation) context.getParentObservation();
			seen.add(context.getName() + " in " + ((parent != null) ? parent.getContextView().getName() : "nothing"));
		})).run((context) -> {
			answer(context.getBean(TaotokenTemplate.class));
			assertThat(seen).containsExactly("taotoken.attempts in gen_ai.client.operation.duration",
					"taotoken.attempts in gen_ai.client.operation.duration",
					"gen_ai.client.operation.duration in nothing");
			assertThat(context.getBean(ObservationRegistry.class).getCurrentObservation()).isNull();
		});
	}

	@Test
	void tracesGoUpstreamAndBaggageDoesNot() {
		WireMockServer gateway = new WireMockServer(options().dynamicPort());
		gateway.start();
		gateway.stubFor(post(anyUrl()).willReturn(serverError()));
		this.runner.withPropertyValues("taotoken.base-url=" + gateway.baseUrl(), "taotoken.retry.max-attempts=1")
			.withBean("propagator", ObservationHandler.class,
					() -> new ObservationHandler<AttemptObservationContext>() {

						@Override
						public boolean supportsContext(Observation.Context context) {
							return context instanceof AttemptObservationContext;
						}

						@Override
						public void onStart(AttemptObservationContext context) {
							context.getSetter().set(context.getCarrier(), "traceparent", "of-" + context.getModel());
							context.getSetter().set(context.getCarrier(), "baggage", "user=17");
						}

					})
			.run((context) -> {
				TaotokenTemplate template = context.getBean(TaotokenTemplate.class);
				assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> template.chat("hello"));
				for (String model : List.of("a", "b")) {
					gateway.verify(1, postRequestedFor(anyUrl()).withHeader("traceparent", equalTo("of-" + model))
						.withHeader("baggage", absent()));
				}
			});
		gateway.stop();
	}

	@Test
	void handlersThatFailHarmNobody() {
		this.runner.withBean("broken", ObservationHandler.class, BrokenHandler::new).run((context) -> {
			assertThat(answer(context.getBean(TaotokenTemplate.class))).isEqualTo("b");
			assertThat(context.getBean(ObservationRegistry.class).getCurrentObservation()).isNull();
		});
	}

	@Test
	void logsOfAnAttemptTellItsRouteAndModel() {
		this.runner.run((context) -> {
			String answer = context.getBean(TaotokenTemplate.class)
				.execute((model) -> MDC.get("taotoken.route") + " " + MDC.get("taotoken.model"));
			assertThat(answer).isEqualTo("default a");
			assertThat(MDC.get("taotoken.model")).isNull();
			String around = context.getBean(TaotokenTemplate.class).execute((model) -> {
				MDC.put("taotoken.route", "mine");
				context.getBean(TaotokenTemplate.class).execute((inner) -> MDC.get("taotoken.route"));
				return MDC.get("taotoken.route") + " " + MDC.get("taotoken.model");
			});
			assertThat(around).startsWith("mine ").doesNotContain("null");
			assertThat(MDC.get("taotoken.route")).isNull();
		});
	}

	@Test
	void scopesWithinAnAttemptLeaveTheLogsAsTheyWere() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			MDC.put("taotoken.model", "mine");
			String answer = context.getBean(TaotokenTemplate.class).execute((model) -> {
				Objects.requireNonNull(registry.getCurrentObservation()).openScope().close();
				return MDC.get("taotoken.model");
			});
			assertThat(answer).isEqualTo("a");
			assertThat(MDC.get("taotoken.model")).isEqualTo("mine");
			MDC.clear();
		});
	}

	@Test
	void scopesInOtherThreadsLeaveTheLogsAsTheyWere() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			ExecutorService other = Executors.newSingleThreadExecutor();
			MDC.put("taotoken.model", "mine");
			Observation.Scope scope = context.getBean(TaotokenTemplate.class).execute((model) -> {
				Observation attempt = Objects.requireNonNull(registry.getCurrentObservation());
				return other.submit(attempt::openScope).get();
			});
			assertThat(MDC.get("taotoken.model")).isEqualTo("mine");
			assertThat(other.submit(() -> MDC.get("taotoken.model")).get()).isEqualTo("a");
			other.submit(scope::close).get();
			assertThat(other.submit(() -> MDC.get("taotoken.model")).get()).isNull();
			other.shutdown();
			MDC.clear();
		});
	}

	@Test
	void gaugesFollowTheRoutes() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(CurrentRoutes.class)
				.change((routes) -> new Routes(List.of(Route.of(Route.DEFAULT, "b", "fresh"))));
			context.publishEvent(new TaotokenChangedEvent(TaotokenChangedEvent.Kind.CONFIGURATION_RELOADED, "models",
					"new models", null, Instant.EPOCH));
			assertThat(registry.get("taotoken.model.score").tag("model", "fresh").gauge().value()).isPositive();
			assertThat(registry.find("taotoken.model.score").tag("model", "a").gauge()).isNull();
		});
	}

	@Test
	void probesOfNoCallAreCountedAndTold() {
		this.runner.withBean(Recorder.class).run((context) -> {
			ModelHealthTracker tracker = context.getBean(ModelHealthTracker.class);
			tracker.modelWasProbed("a", Fault.of(FaultKind.OVERLOADED), Duration.ofSeconds(1));
			tracker.modelWasProbed("a", null, Duration.ofSeconds(2));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("taotoken.probes")
				.tags("model", "a", "outcome", "failed", "kind", "overloaded")
				.counter()
				.count()).isEqualTo(1);
			assertThat(registry.get("taotoken.probes")
				.tags("model", "a", "outcome", "answered", "kind", "none")
				.counter()
				.count()).isEqualTo(1);
			assertThat(context.getBean(Recorder.class).events).hasSize(2)
				.last()
				.isInstanceOfSatisfying(ModelProbedEvent.class, (event) -> {
					assertThat(event.took()).hasSeconds(2);
					assertThat(event.fault()).isNull();
				});
		});
	}

	@Test
	void eventsTellTheStory() {
		this.bare.withBean(Recorder.class).run((context) -> {
			List<TaotokenEvent> events = context.getBean(Recorder.class).events;
			answer(context.getBean(TaotokenTemplate.class));
			assertThat(events).extracting((event) -> (Object) event.getClass())
				.containsExactly(ModelCooledDownEvent.class, CallFailedOverEvent.class);
			ModelCooledDownEvent out = (ModelCooledDownEvent) events.get(0);
			assertThat(out.model()).isEqualTo("a");
			assertThat(out.fault().kind()).isEqualTo(FaultKind.UNKNOWN);
			assertThat(out.until()).isEqualTo(out.at().plusSeconds(60));
			assertThat(((CallFailedOverEvent) events.get(1)).model()).isEqualTo("b");
			ModelHealth health = context.getBean(ModelHealthTracker.class).of("a");
			health.coolDown(out.fault(), Duration.ofMinutes(5));
			assertThat(events.get(2)).isInstanceOfSatisfying(ModelStillOutEvent.class,
					(still) -> assertThat(still.until()).isEqualTo(still.at().plusSeconds(300)));
			health.putBack();
			assertThat(events.get(3)).isInstanceOf(ModelRecoveredEvent.class);
			TaotokenTemplate template = context.getBean(TaotokenTemplate.class);
			assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> template.execute((model) -> {
				throw new IllegalStateException("secret");
			}));
			assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(CallFailedEvent.class,
					(failed) -> assertThat(failed.attempts()).hasSize(2));
		});
	}

	@Test
	void eventListenersThatFailHarmNobody(CapturedOutput output) {
		this.bare.withBean(BrokenListener.class).run((context) -> {
			assertThat(answer(context.getBean(TaotokenTemplate.class))).isEqualTo("b");
			assertThat(output).contains("Model a is out", "listener is broken");
		});
	}

	@Test
	void eachAttemptIsALineAtDebugLevel(CapturedOutput output) {
		ch.qos.logback.classic.Logger logger = (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory
			.getLogger("net.taotoken.failover.engine");
		logger.setLevel(ch.qos.logback.classic.Level.DEBUG);
		this.bare.run((context) -> {
			answer(context.getBean(TaotokenTemplate.class));
			assertThat(output).containsPattern("Route 'default', model a: unknown after \\d+ ms; next: another model")
				.containsPattern("Route 'default', model b: answered after \\d+ ms")
				.doesNotContain("secret");
		});
		logger.setLevel(null);
	}

	private static String answer(TaotokenTemplate template) {
		return template.execute((model) -> {
			if (model.equals("a")) {
				throw new IllegalStateException("secret");
			}
			return model;
		});
	}

	private static ObservationHandler<Observation.Context> onStop(Consumer<Observation.Context> action) {
		return new ObservationHandler<>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onStop(Observation.Context context) {
				action.accept(context);
			}

		};
	}

	static class Recorder {

		private final List<TaotokenEvent> events = new ArrayList<>();

		@EventListener
		void on(TaotokenEvent event) {
			this.events.add(event);
		}

	}

	static class BrokenListener {

		@EventListener
		void on(TaotokenEvent event) {
			throw new IllegalStateException("listener is broken");
		}

	}

	static class BrokenHandler implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			throw new NoClassDefFoundError("scope");
		}

		@Override
		public void onStop(Observation.Context context) {
			throw new AssertionError("stop");
		}

	}

}
