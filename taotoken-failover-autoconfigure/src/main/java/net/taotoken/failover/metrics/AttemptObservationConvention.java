package net.taotoken.failover.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of attempts and their tags. A bean of this type replaces
 * {@link DefaultAttemptObservationConvention}; the tags are in
 * {@link TaotokenObservationDocumentation}.
 *
 * @since 0.1.0
 */
public interface AttemptObservationConvention extends ObservationConvention<AttemptObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof AttemptObservationContext;
	}

}
