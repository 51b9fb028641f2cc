package net.taotoken.failover.engine;

import java.time.Duration;

import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;

/**
 * The parts that the steps of a call share.
 *
 * @param tracker the health of the models
 * @param time where time comes from
 * @param faults tells the fault behind an exception
 * @param decisions tells what a fault does to a call
 * @param listeners who hears what happens
 * @param observer observes each attempt
 */
record Engine(ModelHealthTracker tracker, TimeSource time, Faults faults, FaultDecisions decisions, Listeners listeners,
		AttemptObserver observer) {

	void tellOfWait(Route route, long startedAt) {
		Duration wait = Duration.ofNanos(this.time.nanoTime() - startedAt);
		this.listeners.tell((listener) -> listener.callWaited(route, wait));
	}

}
