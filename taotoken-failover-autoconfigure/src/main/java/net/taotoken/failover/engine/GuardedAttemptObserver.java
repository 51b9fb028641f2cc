package net.taotoken.failover.engine;

import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.support.GuardedCall;

/**
 * Keeps what an observer throws from the call.
 *
 * @param observer the observer
 * @param guard calls it
 */
record GuardedAttemptObserver(AttemptObserver observer, GuardedCall guard) implements AttemptObserver {

	static AttemptObserver of(AttemptObserver observer) {
		return observer.equals(NONE) ? NONE
				: new GuardedAttemptObserver(observer, new GuardedCall("AttemptObserver", observer));
	}

	@Override
	public AttemptObservation start(Route route, Model model, List<Attempt> earlier) {
		AttemptObservation observation = this.guard.get(() -> this.observer.start(route, model, earlier));
		return (observation != null) ? new Guarded(observation, this.guard) : AttemptObservation.NONE;
	}

	private record Guarded(AttemptObservation observation, GuardedCall guard) implements AttemptObservation {

		@Override
		public void answered() {
			this.guard.run(this.observation::answered);
		}

		@Override
		public void failed(Fault fault, Exception exception) {
			this.guard.run(() -> this.observation.failed(fault, exception));
		}

		@Override
		public void end() {
			this.guard.run(this.observation::end);
		}

	}

}
