package net.taotoken.failover.engine;

import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps what an observer throws from the call.
 *
 * @param observer the observer
 */
record GuardedAttempts(AttemptObserver observer) implements AttemptObserver {

	private static final Log logger = LogFactory.getLog(GuardedAttempts.class);

	static AttemptObserver of(AttemptObserver observer) {
		return observer.equals(NONE) ? NONE : new GuardedAttempts(observer);
	}

	@Override
	public AttemptObservation start(Route route, Model model, List<Attempt> earlier) {
		try {
			return new Guarded(this.observer.start(route, model, earlier));
		}
		catch (RuntimeException ex) {
			logger.warn("An AttemptObserver failed: " + this.observer.getClass().getName(), ex);
			return AttemptObservation.NONE;
		}
	}

	private record Guarded(AttemptObservation observation) implements AttemptObservation {

		@Override
		public void answered() {
			guard(this.observation::answered);
		}

		@Override
		public void failed(Fault fault, Exception exception) {
			guard(() -> this.observation.failed(fault, exception));
		}

		@Override
		public void end() {
			guard(this.observation::end);
		}

		private void guard(Runnable step) {
			try {
				step.run();
			}
			catch (RuntimeException ex) {
				logger.warn("An AttemptObservation failed: " + this.observation.getClass().getName(), ex);
			}
		}

	}

}
