package net.taotoken.failover.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class TaotokenHealthIndicatorTests {

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final Routes routes = new Routes(
			List.of(Route.of(Route.DEFAULT, "a", "b", "c"), Route.of("cheap", "c", "d")));

	private Health health() {
		return health(null);
	}

	private Health health(@Nullable Status degradedStatus) {
		return Objects
			.requireNonNull(new TaotokenHealthIndicator(this.tracker, () -> this.routes, degradedStatus).health());
	}

	private void takeOut(String... models) {
		for (String model : models) {
			permit(model).failed(new Fault(FaultKind.RATE_LIMITED, FaultScope.MODEL, true, null, 429, "slow_down",
					"hint", null, null), Duration.ofMillis(12300));
		}
	}

	private Permit permit(String model) {
		return Objects.requireNonNull(this.tracker.of(model).tryAcquire());
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, Object> detail(Health health, String name, String entry) {
		Map<String, Object> details = (Map<String, Object>) requireNonNull(health.getDetails().get(name));
		return (Map<String, Object>) details.get(entry);
	}

	@Test
	void freshApplicationIsUpAndHealthy() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", "healthy")
			.containsEntry("healthiest", "a")
			.containsOnlyKeys("state", "healthiest", "models", "routes");
		assertThat(detail(health, "models", "a")).containsExactly(entry("position", 1), entry("state", "healthy"),
				entry("successes", 0L), entry("errors", 0L));
		assertThat(detail(health, "models", "d")).doesNotContainKey("position");
		assertThat(detail(health, "routes", "cheap")).containsOnly(entry("usable", List.of("c", "d")),
				entry("out", List.of()));
	}

	@Test
	void modelsAreInTheOrderOfTheDefaultRouteThenTheOthers() {
		assertThat(((Map<?, ?>) requireNonNull(health().getDetails().get("models"))).keySet()).map(Object::toString)
			.containsExactly("a", "b", "c", "d");
	}

	@Test
	void oneModelOutIsUpAndDegraded() {
		permit("a").succeeded(Duration.ofMillis(812).toNanos());
		this.time.advance(Duration.ofNanos(7_123_456));
		takeOut("a");
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", "degraded").containsEntry("healthiest", "b");
		assertThat(detail(health, "models", "a")).containsEntry("state", "cooling-down")
			.containsEntry("cooldownRemaining", "13s")
			.containsEntry("outBecause", "rate-limited (429, slow_down): hint")
			.containsEntry("successes", 1L)
			.containsEntry("errors", 0L)
			.containsEntry("successRate", 1.0)
			.containsEntry("latency", "812ms")
			.containsEntry("lastFault",
					Map.of("kind", "rate-limited", "status", 429, "code", "slow_down", "hint", "hint"))
			.containsEntry("lastFaultAt", "2026-01-01T00:00:00.007Z");
		assertThat(detail(health, "routes", "default")).containsOnly(entry("usable", List.of("b", "c")),
				entry("out", List.of("a")));
	}

	@Test
	void routeWithoutAUsableModelIsDown() {
		takeOut("c", "d");
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("state", "down");
	}

	@Test
	void endOfACoolDownIsUpWithoutAnyTraffic() {
		takeOut("a", "b", "c");
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		this.time.advance(Duration.ofSeconds(13));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void degradedStatusIsUsedOnlyWhileDegraded() {
		Status degraded = new Status("DEGRADED");
		assertThat(health(degraded).getStatus()).isEqualTo(Status.UP);
		takeOut("c");
		assertThat(health(degraded).getStatus()).isEqualTo(degraded);
		takeOut("d");
		assertThat(health(degraded).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void disabledModelIsOutUntilItIsPutBack() {
		this.tracker.of("a").disable();
		assertThat(health().getDetails()).containsEntry("state", "degraded");
		assertThat(detail(health(), "models", "a")).containsEntry("state", "disabled")
			.containsEntry("outBecause", "disabled by hand");
		this.tracker.of("c").disable();
		this.tracker.of("d").disable();
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		this.tracker.of("d").putBack();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void reasonOfADemotionIsShown() {
		this.tracker.of("b").demote("quota at 4%");
		assertThat(detail(health(), "models", "b")).containsEntry("demotedBecause", "quota at 4%");
	}

	@Test
	void successRateIsRounded() {
		permit("a").succeeded(1);
		permit("a").succeeded(1);
		permit("a").failed(Fault.of(FaultKind.SERVER_ERROR), null);
		assertThat(detail(health(), "models", "a")).containsEntry("successRate", 0.667).containsEntry("errors", 1L);
	}

}
