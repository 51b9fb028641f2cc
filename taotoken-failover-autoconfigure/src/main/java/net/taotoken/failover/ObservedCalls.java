package net.taotoken.failover;

import net.taotoken.failover.route.Route;
import net.taotoken.failover.support.GuardedCall;

/**
 * Begins the observation of calls.
 */
final class ObservedCalls {

	private final CallObserver observer;

	private final GuardedCall guard;

	ObservedCalls(CallObserver observer) {
		this.observer = observer;
		this.guard = new GuardedCall("CallObserver", observer);
	}

	ObservedCall start(String operation, Route route) {
		if (this.observer.equals(CallObserver.NONE)) {
			return ObservedCall.UNSEEN;
		}
		CallObservation observation = this.guard.get(() -> this.observer.start(operation, route));
		return (observation == null || observation.equals(CallObservation.NONE)) ? ObservedCall.UNSEEN
				: new ObservedCall(observation, this.guard);
	}

}
