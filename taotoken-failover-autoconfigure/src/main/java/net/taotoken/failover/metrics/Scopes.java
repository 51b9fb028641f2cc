package net.taotoken.failover.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Opens scopes of observations.
 */
final class Scopes {

	private Scopes() {
	}

	/**
	 * Open a scope, and leave none behind if a handler fails.
	 */
	static Observation.Scope open(Observation observation, ObservationRegistry registry) {
		Observation.Scope before = registry.getCurrentObservationScope();
		boolean opened = false;
		try {
			Observation.Scope scope = observation.openScope();
			opened = true;
			return scope;
		}
		finally {
			if (!opened) {
				registry.setCurrentObservationScope(before);
			}
		}
	}

}
