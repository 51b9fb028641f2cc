package net.taotoken.failover.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of calls and their tags. A bean of this type replaces
 * {@link DefaultCallObservationConvention}; the tags are in
 * {@link TaotokenObservationDocumentation}.
 *
 * @since 0.1.0
 */
public interface CallObservationConvention extends ObservationConvention<CallObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof CallObservationContext;
	}

}
