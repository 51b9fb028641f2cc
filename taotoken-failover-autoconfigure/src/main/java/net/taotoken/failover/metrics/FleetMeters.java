package net.taotoken.failover.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.SharedHealth;

/**
 * Shows whether this instance is connected with the others, how many messages passed, and
 * how long the last one was under way.
 *
 * @since 0.1.0
 */
public final class FleetMeters implements MeterBinder {

	private final SharedHealth fleet;

	/**
	 * Create the meters.
	 * @param fleet tells how it is doing; without a snapshot nothing is shown
	 */
	public FleetMeters(SharedHealth fleet) {
		this.fleet = fleet;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge
			.builder("taotoken.fleet.connected", this.fleet, value((fleet) -> (fleet.connectedSince() != null) ? 1 : 0))
			.description("1 while instances can be told, 0 while this one decides alone")
			.register(registry);
		Gauge.builder("taotoken.fleet.untold", this.fleet, value((fleet) -> fleet.untold().size()))
			.description("Models that are out as this instance says, while too few others say the same")
			.register(registry);
		TimeGauge
			.builder("taotoken.fleet.lag", this.fleet, TimeUnit.SECONDS,
					value((fleet) -> seconds((fleet.lag() != null) ? fleet.lag() : Duration.ZERO)))
			.description("How long the last message was under way")
			.register(registry);
		count(registry, "sent", FleetSnapshot::sent);
		count(registry, "received", FleetSnapshot::received);
		count(registry, "dropped", FleetSnapshot::dropped);
	}

	private void count(MeterRegistry registry, String direction, ToLongFunction<FleetSnapshot> count) {
		FunctionCounter.builder("taotoken.fleet.messages", this.fleet, value(count::applyAsLong))
			.description("Messages between instances")
			.tag("direction", direction)
			.register(registry);
	}

	private static ToDoubleFunction<SharedHealth> value(ToDoubleFunction<FleetSnapshot> value) {
		return (fleet) -> {
			FleetSnapshot snapshot = fleet.snapshot();
			return (snapshot != null) ? value.applyAsDouble(snapshot) : Double.NaN;
		};
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
