package net.taotoken.failover.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.slf4j.MDC;

/**
 * Lets everything that is logged during an attempt tell its route and its model, as
 * {@code taotoken.route} and {@code taotoken.model} of the mapped diagnostic context.
 */
public final class MdcAttemptHandler implements ObservationHandler<AttemptObservationContext> {

	static final String ROUTE = "taotoken.route";

	static final String MODEL = "taotoken.model";

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof AttemptObservationContext;
	}

	@Override
	public void onScopeOpened(AttemptObservationContext context) {
		MDC.put(ROUTE, context.getRoute());
		MDC.put(MODEL, context.getModel());
	}

	@Override
	public void onScopeClosed(AttemptObservationContext context) {
		MDC.remove(ROUTE);
		MDC.remove(MODEL);
	}

}
