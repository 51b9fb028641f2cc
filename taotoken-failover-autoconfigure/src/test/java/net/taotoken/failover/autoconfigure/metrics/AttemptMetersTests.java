package net.taotoken.failover.autoconfigure.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.metrics.AttemptMeterObservationHandler;
import net.taotoken.failover.metrics.AttemptObservationContext;
import net.taotoken.failover.metrics.DefaultAttemptObservationConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts have the timers that Micrometer's own handler would have made, and other
 * observations have Micrometer's.
 */
class AttemptMetersTests {

	private final MockClock clock = new MockClock();

	/** What Micrometer's own handler makes of the same attempts. */
	private final MeterRegistry theirs = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
				TaotokenObservationAutoConfiguration.class, TaotokenMetricsAutoConfiguration.class,
				ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withBean(MockClock.class, () -> this.clock)
		.withBean("theirs", ObservationHandler.class, () -> new OfAttempts(this.theirs))
		.withPropertyValues("taotoken.api-key=secret", "taotoken.model-priority=a,b");

	@Test
	void timersAreThoseOfMicrometer() {
		this.runner.withPropertyValues("management.observations.key-values.region=eu").run((context) -> {
			ask(context.getBean(TaotokenTemplate.class));
			assertThat(measured(context.getBean(MeterRegistry.class))).hasSize(2)
				.isEqualTo(measured(this.theirs))
				.allSatisfy((id, values) -> {
					assertThat(id).contains("tag(region=eu)");
					assertThat(values).containsExactly(1.0, 0.25, 0.25);
				});
		});
	}

	@Test
	void timersOfTheApplicationsConventionAreThoseOfMicrometer() {
		this.runner.withBean(Mine.class).run((context) -> {
			ask(context.getBean(TaotokenTemplate.class));
			assertThat(measured(context.getBean(MeterRegistry.class))).hasSize(2)
				.isEqualTo(measured(this.theirs))
				.allSatisfy((id, values) -> assertThat(id).contains("'my.attempts'", "tag(tenant=7)"));
		});
	}

	@Test
	void eventsAreCountedAsMicrometerDoes() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			context.getBean(TaotokenTemplate.class).execute((model) -> {
				Objects.requireNonNull(registry.getCurrentObservation()).event(Observation.Event.of("looked"));
				return model;
			});
			assertThat(measured(context.getBean(MeterRegistry.class))).isEqualTo(measured(this.theirs))
				.anySatisfy((id, values) -> assertThat(id).contains("'taotoken.attempts.looked'"));
		});
	}

	@Test
	void onlyAttemptsAreWithoutALongTaskTimer() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Observation.createNotStarted("other", context.getBean(ObservationRegistry.class))
				.observe(() -> ask(context.getBean(TaotokenTemplate.class)));
			assertThat(registry.find("taotoken.attempts.active").longTaskTimers()).isEmpty();
			assertThat(registry.find("gen_ai.client.operation.duration.active").longTaskTimers()).isNotEmpty();
			assertThat(registry.find("gen_ai.client.operation.duration").timer()).isNotNull();
			assertThat(registry.find("other.active").longTaskTimer()).isNotNull();
			assertThat(registry.find("other").timer()).isNotNull();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OfMine.class, OfAll.class, OfMicrometer.class })
	void handlerOfTheApplicationIsAskedInstead(Class<? extends Counted> handler) {
		this.runner.withBean("mine", handler).run((context) -> {
			ask(context.getBean(TaotokenTemplate.class));
			assertThat(((Counted) context.getBean("mine")).attempts()).hasValue(2);
			assertThat(context).doesNotHaveBean(AttemptMeterObservationHandler.class);
		});
	}

	@Test
	void attemptsUnderWayAreTold() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(TaotokenTemplate.class).execute((model) -> {
				assertThat(
						registry.get("taotoken.attempts.active").tags("model", "a", "route", "default").gauge().value())
					.isEqualTo(1);
				return model;
			});
			ask(context.getBean(TaotokenTemplate.class));
			assertThat(registry.get("taotoken.attempts.active").gauges()).hasSize(2)
				.allSatisfy((gauge) -> assertThat(gauge.value()).isZero());
		});
	}

	/** The first attempt fails, the second one has an answer. */
	private void ask(TaotokenTemplate template) {
		String answer = template.execute((model) -> {
			this.clock.add(Duration.ofMillis(250));
			if (model.equals("a")) {
				throw new IllegalStateException("broken");
			}
			return model;
		});
		assertThat(answer).isEqualTo("b");
	}

	private static Map<String, List<Double>> measured(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().contains("attempts"))
			.filter((meter) -> !meter.getId().getName().endsWith(".active"))
			.collect(Collectors.toMap((meter) -> meter.getId().toString(), AttemptMetersTests::values));
	}

	private static List<Double> values(Meter meter) {
		List<Double> values = new ArrayList<>();
		meter.measure().forEach((measurement) -> values.add(measurement.getValue()));
		return values;
	}

	/** Of no group of handlers, so that it is asked beside those of meters. */
	private static final class OfAttempts implements ObservationHandler<Observation.Context> {

		private final DefaultMeterObservationHandler handler;

		OfAttempts(MeterRegistry registry) {
			this.handler = new DefaultMeterObservationHandler(registry);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof AttemptObservationContext;
		}

		@Override
		public void onStart(Observation.Context context) {
			this.handler.onStart(context);
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			this.handler.onEvent(event, context);
		}

		@Override
		public void onStop(Observation.Context context) {
			this.handler.onStop(context);
		}

	}

	static class Mine extends DefaultAttemptObservationConvention {

		@Override
		public String getName() {
			return "my.attempts";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("tenant", "7");
		}

	}

	interface Counted {

		AtomicInteger attempts();

	}

	static class OfMine implements MeterObservationHandler<AttemptObservationContext>, Counted {

		private final AtomicInteger attempts = new AtomicInteger();

		@Override
		public AtomicInteger attempts() {
			return this.attempts;
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof AttemptObservationContext;
		}

		@Override
		public void onStop(AttemptObservationContext context) {
			this.attempts.incrementAndGet();
		}

	}

	static class OfAll implements MeterObservationHandler<Observation.Context>, Counted {

		private final AtomicInteger attempts = new AtomicInteger();

		@Override
		public AtomicInteger attempts() {
			return this.attempts;
		}

		@Override
		public void onStop(Observation.Context context) {
			this.attempts.addAndGet((context instanceof AttemptObservationContext) ? 1 : 0);
		}

	}

	static class OfMicrometer extends DefaultMeterObservationHandler implements Counted {

		private final AtomicInteger attempts = new AtomicInteger();

		OfMicrometer(MeterRegistry registry) {
			super(registry);
		}

		@Override
		public AtomicInteger attempts() {
			return this.attempts;
		}

		@Override
		public void onStop(Observation.Context context) {
			super.onStop(context);
			this.attempts.addAndGet((context instanceof AttemptObservationContext) ? 1 : 0);
		}

	}

}
