package net.taotoken.failover.autoconfigure.health;

import java.time.Duration;
import java.util.Objects;

import net.taotoken.failover.actuate.TaotokenHealthIndicator;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.ModelHealthTracker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TaotokenHealthAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaotokenHealthAutoConfiguration.class, TaotokenFailoverAutoConfiguration.class,
						HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
		.withPropertyValues("taotoken.api-key=secret-key-4711", "taotoken.model-priority=a,b");

	@Test
	void indicatorIsRegisteredAsTaotoken() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(TaotokenHealthIndicator.class);
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("taotoken"))
				.isInstanceOf(TaotokenHealthIndicator.class);
		});
	}

	@Test
	void indicatorCanBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.taotoken.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TaotokenHealthIndicator.class));
	}

	@Test
	void indicatorIsAbsentWithTheStarterSwitchedOff() {
		this.runner.withPropertyValues("taotoken.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TaotokenHealthIndicator.class));
	}

	@Test
	void indicatorYieldsToTheOneOfTheUser() {
		this.runner.withBean("taotokenHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TaotokenHealthIndicator.class));
	}

	@Test
	void degradedStatusOutsideOfTheOrderIsWarnedOf(CapturedOutput output) {
		this.runner.withPropertyValues("taotoken.health.degraded-status=DEGRADED").run((context) -> {
			assertThat(output).contains("ignores the status 'DEGRADED'",
					"management.endpoint.health.status.order=DOWN,OUT_OF_SERVICE,DEGRADED,UP,UNKNOWN");
			takeOut(context.getBean(ModelHealthTracker.class), "a");
			assertThat(context.getBean(TaotokenHealthIndicator.class).health().getStatus())
				.isEqualTo(new Status("DEGRADED"));
		});
	}

	@Test
	void degradedStatusInsideOfTheOrderIsNotWarnedOf(CapturedOutput output) {
		this.runner
			.withPropertyValues("taotoken.health.degraded-status=DEGRADED",
					"management.endpoint.health.status.order=down,degraded,up")
			.run((context) -> assertThat(output).doesNotContain("ignores the status"));
	}

	static void takeOut(ModelHealthTracker tracker, String model) {
		Objects.requireNonNull(tracker.of(model).tryAcquire())
			.failed(Fault.of(FaultKind.RATE_LIMITED), Duration.ofMinutes(5));
	}

}
