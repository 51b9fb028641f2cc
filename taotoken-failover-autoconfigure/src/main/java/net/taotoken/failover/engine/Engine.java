package net.taotoken.failover.engine;

import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.time.TimeSource;

/**
 * The parts that the steps of a call share.
 *
 * @param tracker the health of the models
 * @param time where time comes from
 * @param faults tells the fault behind an exception
 * @param decisions tells what a fault does to a call
 * @param listeners who hears what happens
 */
record Engine(ModelHealthTracker tracker, TimeSource time, Faults faults, FaultDecisions decisions,
		Listeners listeners) {
}
