package net.taotoken.failover.engine;

import java.time.Duration;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.engine.call.Decision;
import net.taotoken.failover.engine.call.EntryTroubles;
import net.taotoken.failover.engine.call.FailoverRule;
import net.taotoken.failover.engine.call.FaultClassifiers;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.support.GuardedCall;
import net.taotoken.failover.support.Listeners;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The parts that the steps of a call share.
 *
 * @param tracker the health of the models
 * @param time where time comes from
 * @param faults tells the fault behind an exception
 * @param rule tells what a fault does to a call
 * @param listeners who hears what happens
 * @param successListeners those of them who hear of attempts that end well
 * @param observer observes each attempt
 * @param entries tells the trouble of an entry from that of a model
 * @param probes finds out in the background whether models are back
 */
record ExecutorParts(ModelHealthTracker tracker, TimeSource time, FaultClassifiers faults, FailoverRule rule,
		Listeners<FailoverListener> listeners, Listeners<FailoverListener> successListeners, AttemptObserver observer,
		EntryTroubles entries, ModelProbes probes) {

	/**
	 * Let health know what a fault does to the model, and to the others if it is the
	 * account's.
	 */
	void settle(CallState call, Permit permit, Model model, Decision decision) {
		Fault counted = FailoverRule.counted(decision.fault());
		if (!decision.asksOtherwise()) {
			settle(call, permit, counted, decision.coolDownNow());
		}
		MissingFeature lacks = counted.lacks();
		if (lacks != null && lacks.feature() != Feature.HISTORY) {
			this.tracker.remember(model.id(), lacks);
		}
	}

	private void settle(CallState call, Permit permit, Fault counted, @Nullable Duration coolDown) {
		if (counted.scope() == FaultScope.ACCOUNT) {
			// it concerns models that nobody has asked yet, too
			call.route().models().forEach((other) -> this.tracker.of(other.id()));
		}
		permit.failed(counted, coolDown);
	}

	Attempt attempt(Model model, Fault fault, long startedAt, long now, int requests) {
		Duration duration = Duration.ofNanos(now - startedAt);
		return new Attempt(model.id(), fault, this.time.instant().minus(duration), duration, requests);
	}

	void notifyOfWait(Route route, long startedAt) {
		Duration wait = Duration.ofNanos(this.time.nanoTime() - startedAt);
		this.listeners.notify((listener) -> listener.callWaited(route, wait));
	}

	/**
	 * Free what an answer holds that nobody will read.
	 */
	static <T> void discard(ModelCall<T> modelCall, T answer) {
		new GuardedCall("ModelCall", modelCall).run(() -> modelCall.discard(answer));
	}

}
