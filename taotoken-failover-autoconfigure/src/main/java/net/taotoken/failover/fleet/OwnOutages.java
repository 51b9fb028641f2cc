package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.time.TimeSource;

/**
 * What this instance has found out itself, kept so that it can be told again to a Redis
 * that was away or has forgotten it. Used by one thread.
 */
final class OwnOutages {

	private final TimeSource time;

	private final Map<String, OwnOutage> outages = new HashMap<>();

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
		this.outages.put(model, new OwnOutage(fault, until));
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
	 * @param teller takes the fault and the time that is left
	 */
	void tell(String model, BiConsumer<Fault, Duration> teller) {
		OwnOutage outage = this.outages.get(model);
		Duration remaining = (outage != null) ? remaining(outage) : Duration.ZERO;
		if (outage != null && remaining.compareTo(Duration.ZERO) > 0) {
			teller.accept(outage.fault(), remaining);
		}
	}

	Iterable<String> models() {
		this.outages.values().removeIf((outage) -> remaining(outage).isNegative());
		return this.outages.keySet();
	}

	private Duration remaining(OwnOutage outage) {
		return Duration.ofNanos(outage.until() - this.time.nanoTime());
	}

	private record OwnOutage(Fault fault, long until) {
	}

}
