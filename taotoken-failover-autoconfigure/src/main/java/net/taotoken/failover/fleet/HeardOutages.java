package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;

/**
 * The outages of models that other instances tell of. Each outage is passed on to the
 * tracker once, so that a model that was put back by hand is not taken out again by the
 * next reading. Used by one thread, but for {@link #reports()}.
 */
final class HeardOutages {

	private final ModelHealthTracker tracker;

	private final RedisClock clock;

	private final Map<String, ModelOutage> outages = new ConcurrentHashMap<>();

	HeardOutages(ModelHealthTracker tracker, RedisClock clock) {
		this.tracker = tracker;
		this.clock = clock;
	}

	void out(ModelOutage outage) {
		Duration remaining = this.clock.until(outage.until());
		if (remaining.isNegative() || remaining.isZero() || outage.equals(this.outages.get(outage.model()))) {
			return;
		}
		this.outages.put(outage.model(), outage);
		Fault fault = Fault.of(outage.kind(), outage.scope()).withHint("reported by " + by(outage));
		this.tracker.heardOut(outage.model(), outage.dictated() ? fault.withRetryAfter(remaining) : fault, remaining);
	}

	private static String by(ModelOutage outage) {
		return String.join(" and ", outage.instances());
	}

	/**
	 * The models for which all models of their entry are out.
	 */
	List<String> ofAccounts() {
		return this.outages.values()
			.stream()
			.filter((outage) -> outage.scope() == FaultScope.ACCOUNT)
			.map(ModelOutage::model)
			.toList();
	}

	void back(String model) {
		this.outages.remove(model);
		this.tracker.heardBack(model);
	}

	/** This instance knows better. */
	void forget(String model) {
		this.outages.remove(model);
	}

	void forgetEnded() {
		this.outages.values().removeIf((outage) -> this.clock.until(outage.until()).isNegative());
	}

	List<FleetSnapshot.Report> reports() {
		return this.outages.values()
			.stream()
			.map((outage) -> new FleetSnapshot.Report(outage.model(), outage.kind().id(), by(outage),
					this.clock.until(outage.until())))
			.filter((report) -> !report.remaining().isNegative())
			.toList();
	}

}
