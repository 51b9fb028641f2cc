package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.time.TimeSource;

/**
 * The outages that this instance has found out itself, kept so that they can be told
 * again to a Redis that was away or has forgotten them. Used by one thread, but for
 * {@link #untold}.
 */
final class OwnOutages {

	private final TimeSource time;

	private final Map<String, OwnOutage> outages = new ConcurrentHashMap<>();

	OwnOutages(TimeSource time) {
		this.time = time;
	}

	/**
	 * A model is out.
	 * @param model the id of the model
	 * @param fault why
	 * @param until the tick at which the cool-down ends
	 */
	void out(String model, Fault fault, long until) {
		this.outages.put(model, new OwnOutage(fault, until, false));
	}

	void back(String model) {
		this.outages.remove(model);
	}

	boolean has(String model) {
		return this.outages.containsKey(model);
	}

	/**
	 * Tell of a model, if it is still out.
	 * @param model the id of the model
	 * @param teller takes the fault and the time that is left, and says whether others
	 * know
	 */
	void tell(String model, BiPredicate<Fault, Duration> teller) {
		OwnOutage outage = this.outages.get(model);
		Duration remaining = (outage != null) ? remaining(outage) : Duration.ZERO;
		if (outage != null && remaining.compareTo(Duration.ZERO) > 0) {
			boolean told = teller.test(outage.fault(), remaining);
			this.outages.put(model, new OwnOutage(outage.fault(), outage.until(), told));
		}
	}

	Iterable<String> models() {
		this.outages.values().removeIf((outage) -> remaining(outage).isNegative());
		return this.outages.keySet();
	}

	/**
	 * The models for which all models of their entry are out.
	 */
	List<String> ofAccounts() {
		return this.outages.entrySet()
			.stream()
			.filter((outage) -> outage.getValue().fault().scope() == FaultScope.ACCOUNT)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * The outages that were put to the vote, while too few other instances say the same.
	 * @param settings which outages are put to the vote, and who this is
	 */
	List<FleetSnapshot.Report> untold(FleetSettings settings) {
		return this.outages.entrySet()
			.stream()
			.filter((outage) -> !outage.getValue().told() && settings.isVotedOn(outage.getValue().fault().kind()))
			.map((outage) -> new FleetSnapshot.Report(outage.getKey(), outage.getValue().fault().kind().id(),
					settings.instance(), remaining(outage.getValue())))
			.filter((report) -> !report.remaining().isNegative())
			.toList();
	}

	private Duration remaining(OwnOutage outage) {
		return Duration.ofNanos(outage.until() - this.time.nanoTime());
	}

	private record OwnOutage(Fault fault, long until, boolean told) {
	}

}
