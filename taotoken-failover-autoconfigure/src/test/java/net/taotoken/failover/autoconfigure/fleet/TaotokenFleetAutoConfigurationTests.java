package net.taotoken.failover.autoconfigure.fleet;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import net.taotoken.failover.actuate.TaotokenEndpoint;
import net.taotoken.failover.actuate.TaotokenHealthIndicator;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.endpoint.TaotokenEndpointAutoConfiguration;
import net.taotoken.failover.autoconfigure.health.TaotokenHealthAutoConfiguration;
import net.taotoken.failover.autoconfigure.metrics.TaotokenMetricsAutoConfiguration;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fleet.RedisSharedHealth;
import net.taotoken.failover.fleet.TestRedis;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.metrics.FleetMeters;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaotokenFleetAutoConfiguration}.
 */
class TaotokenFleetAutoConfigurationTests {

	private final TestRedis redis = new TestRedis.InProcess();

	private final ApplicationContextRunner alone = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
				TaotokenFleetAutoConfiguration.class, TaotokenHealthAutoConfiguration.class,
				TaotokenEndpointAutoConfiguration.class, TaotokenMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("taotoken.api-key=sk-secret", "taotoken.model-priority=m,n",
				"management.endpoints.web.exposure.include=taotoken");

	private final ApplicationContextRunner fleet = this.alone
		.withBean(LettuceConnectionFactory.class, this.redis::factory)
		.withPropertyValues("taotoken.fleet.enabled=true");

	@AfterEach
	void stop() {
		this.redis.close();
	}

	@Test
	void nothingIsToldUnlessItIsSwitchedOn() {
		this.alone.withBean(LettuceConnectionFactory.class, this.redis::factory)
			.run((context) -> assertThat(context).doesNotHaveBean(SharedHealth.class));
	}

	@Test
	void instancesHearEachOther() {
		connected(this.fleet, (one) -> connected(this.fleet, (other) -> {
			requireNonNull(one.getBean(ModelHealthTracker.class).of("m").tryAcquire())
				.failed(Fault.of(FaultKind.OVERLOADED), Duration.ofMinutes(1));
			await("heard", () -> snapshot(other).received() == 1);
			assertThat(other.getBean(ModelHealthTracker.class).snapshot("m").isHealthy()).isFalse();
			String by = snapshot(one).instance();
			assertThat(snapshot(other).reports()).singleElement()
				.satisfies((report) -> assertThat(report.instance()).isEqualTo(by));
			assertThat(fleetDetails(other)).containsEntry("state", "connected")
				.containsKeys("connectedSince", "lag")
				.containsEntry("received", 1L)
				.extracting("reports.m.by", "reports.m.kind")
				.containsExactly(by, "overloaded");
			assertThat(other.getBean(TaotokenEndpoint.class).all()).extracting("fleet.instance")
				.isEqualTo(snapshot(other).instance());
			assertThat(meter(other, "received")).isEqualTo(1);
			assertThat(meter(one, "sent")).isEqualTo(1);
		}));
	}

	@Test
	void whatOneInstanceSaysAloneIsShownUntilASecondSaysTheSame() {
		connected(this.fleet, (one) -> connected(this.fleet, (other) -> {
			fail(one, FaultKind.TIMEOUT);
			await("voted", () -> snapshot(one).untold().size() == 1);
			assertThat(fleetDetails(one)).extracting("untold.m.kind", "untold.m.by")
				.containsExactly("timeout", snapshot(one).instance());
			assertThat(meters(one).get("taotoken.fleet.untold").gauge().value()).isEqualTo(1);
			assertThat(other.getBean(ModelHealthTracker.class).snapshot("m").isHealthy()).isTrue();
			fail(other, FaultKind.SERVER_ERROR);
			await("told", () -> !snapshot(one).reports().isEmpty());
			assertThat(fleetDetails(one)).extracting("reports.m.kind", "reports.m.by")
				.containsExactly("server-error", snapshot(other).instance() + " and " + snapshot(one).instance());
			await("known", () -> snapshot(other).untold().isEmpty());
		}));
	}

	@Test
	void quorumCanBeSwitchedOff() {
		connected(this.fleet.withPropertyValues("taotoken.fleet.quorum=0"), (one) -> {
			fail(one, FaultKind.TIMEOUT);
			assertThat(snapshot(one).untold()).isEmpty();
		});
	}

	private static void fail(AssertableApplicationContext context, FaultKind kind) {
		Permits.anyway(context.getBean(ModelHealthTracker.class).of("m")).failed(Fault.of(kind), Duration.ofMinutes(1));
	}

	private static double meter(AssertableApplicationContext context, String direction) {
		return meters(context).get("taotoken.fleet.messages").tag("direction", direction).functionCounter().count();
	}

	private static SimpleMeterRegistry meters(AssertableApplicationContext context) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		context.getBean(FleetMeters.class).bindTo(registry);
		return registry;
	}

	@Test
	void redisThatIsAwayIsNoReasonNotToStartAndChangesNoStatus() {
		this.redis.close();
		this.fleet.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(fleetDetails(context)).containsEntry("state", "alone");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(meters(context).get("taotoken.fleet.connected").gauge().value()).isZero();
		});
	}

	@Test
	void instancesWithAnotherKeyOrAddressHearNothing() {
		connected(this.fleet, (one) -> {
			String namespace = snapshot(one).namespace();
			assertThat(namespace).matches("[0-9a-f]{16}");
			connected(this.fleet, (same) -> assertThat(snapshot(same).namespace()).isEqualTo(namespace));
			connected(this.fleet.withPropertyValues("taotoken.api-key=sk-other"),
					(other) -> assertThat(snapshot(other).namespace()).isNotEqualTo(namespace));
			connected(this.fleet.withPropertyValues("taotoken.base-url=http://other.example/v1"),
					(other) -> assertThat(snapshot(other).namespace()).isNotEqualTo(namespace));
			connected(this.fleet.withPropertyValues("taotoken.entries.plan.base-url=http://plan.example/v1"),
					(other) -> assertThat(snapshot(other).namespace()).isNotEqualTo(namespace));
		});
	}

	@Test
	void instancesOfOneNameHearEachOther() {
		ApplicationContextRunner copied = this.fleet.withPropertyValues("taotoken.fleet.instance=" + "x".repeat(100));
		connected(copied, (one) -> connected(copied, (other) -> {
			fail(one, FaultKind.OVERLOADED);
			await("heard", () -> snapshot(other).received() == 1);
			assertThat(other.getBean(ModelHealthTracker.class).snapshot("m").isHealthy()).isFalse();
		}));
	}

	@Test
	void namesCanBeChosen() {
		connected(this.fleet.withPropertyValues("taotoken.fleet.namespace=shop", "taotoken.fleet.instance=shop-1"),
				(context) -> {
					assertThat(snapshot(context).namespace()).isEqualTo("shop");
					assertThat(snapshot(context).instance()).matches("shop-1-[0-9a-f]{8}");
				});
		connected(this.fleet.withPropertyValues("HOSTNAME=a host/with [all]"),
				(context) -> assertThat(snapshot(context).instance()).matches("a_host_with__all_-[0-9a-f]{8}"));
	}

	@Test
	void oneInstanceReadsTheConsoleForAll() {
		WireMockServer console = new WireMockServer(WireMockConfiguration.options().dynamicPort());
		console.start();
		try {
			console.stubFor(get("/status").willReturn(okJson("{\"data\":[{\"id\":\"m\",\"state\":\"down\"}]}")));
			ApplicationContextRunner reading = this.fleet.withPropertyValues(
					"taotoken.console.status-url=" + console.url("/status"), "taotoken.console.status.state=/state");
			connected(reading, (one) -> {
				await("read", () -> demotion(one) != null);
				connected(reading, (other) -> {
					await("heard", () -> demotion(other) != null);
					assertThat(demotion(other)).isEqualTo(demotion(one));
					assertThat(console.findAll(anyRequestedFor(anyUrl()))).hasSize(1);
				});
			});
		}
		finally {
			console.stop();
		}
	}

	private static @Nullable String demotion(AssertableApplicationContext context) {
		return context.getBean(ModelHealthTracker.class).snapshot("m").demotedBecause();
	}

	@Test
	void applicationsThatStartAndEndLeaveNoThreadsAndConnections() {
		connected(this.fleet, (context) -> assertThat(threads()).isPositive());
		long before = threads();
		for (int i = 0; i < 20; i++) {
			if (i % 2 == 0) {
				this.fleet.run((context) -> assertThat(context).as("ends while it connects").hasNotFailed());
			}
			else {
				connected(this.fleet, (context) -> fail(context, FaultKind.OVERLOADED));
			}
		}
		await("threads end", () -> threads() <= before);
	}

	@Test
	void applicationsWithoutRedisThatStartAndEndLeaveNoThreads() {
		this.redis.close();
		this.fleet.run((context) -> assertThat(context).hasNotFailed());
		long before = threads();
		for (int i = 0; i < 10; i++) {
			this.fleet.run((context) -> fail(context, FaultKind.OVERLOADED));
		}
		await("threads end", () -> threads() <= before);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().contains("lettuce") || thread.getName().startsWith("taotoken"))
			.count();
	}

	@Test
	void ownWayToShareTakesItsPlace() {
		SharedHealth own = new SilentSharedHealth();
		this.fleet.withBean(SharedHealth.class, () -> own)
			.run((context) -> assertThat(context).doesNotHaveBean(RedisSharedHealth.class)
				.getBean(SharedHealth.class)
				.isSameAs(own));
	}

	@Test
	void fleetWithoutAWayToRedisDoesNotStart() {
		this.alone.withPropertyValues("taotoken.fleet.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("taotoken.fleet.enabled")
				.hasStackTraceContaining("spring-boot-starter-data-redis"));
	}

	@Test
	void applicationsWithoutRedisStart() {
		this.alone.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SharedHealth.class));
		this.alone.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.withPropertyValues("taotoken.fleet.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("spring-boot-starter-data-redis"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "taotoken.fleet.namespace=a b | letters, digits", "taotoken.fleet.instance={x} | letters, digits",
					"taotoken.fleet.share=overloaded,timeout | has 'timeout'", "taotoken.fleet.share= | is empty",
					"taotoken.fleet.quorum=1 | from 2 to 100", "taotoken.fleet.quorum=-1 | or 0 so that",
					"taotoken.fleet.quorum=101 | from 2 to 100" })
	void wrongValuesStopTheStartWithAdvice(String line, String problem) {
		String key = line.substring(0, line.indexOf('='));
		this.fleet.withPropertyValues(line)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(key)
				.hasStackTraceContaining(problem));
	}

	private static void connected(ApplicationContextRunner runner, Consumer<AssertableApplicationContext> test) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			await("connected", () -> snapshot(context).connectedSince() != null);
			test.accept(context);
		});
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	private static FleetSnapshot snapshot(AssertableApplicationContext context) {
		return requireNonNull(context.getBean(SharedHealth.class).snapshot());
	}

	private static Health health(AssertableApplicationContext context) {
		return requireNonNull(context.getBean(TaotokenHealthIndicator.class).health());
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> fleetDetails(AssertableApplicationContext context) {
		return (Map<String, Object>) requireNonNull(health(context).getDetails().get("fleet"));
	}

	private static final class SilentSharedHealth implements SharedHealth {

		@Override
		public void modelIsOut(String model, Fault fault, Duration remaining) {
		}

		@Override
		public void modelIsBack(String model) {
		}

		@Override
		public void requestProbe(String model, Consumer<Duration> othersProbeFor) {
			othersProbeFor.accept(Duration.ZERO);
		}

	}

}
