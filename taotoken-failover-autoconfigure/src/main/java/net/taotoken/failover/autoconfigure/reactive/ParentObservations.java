package net.taotoken.failover.autoconfigure.reactive;

import io.micrometer.observation.Observation;
import net.taotoken.failover.reactive.ContextScopes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.util.context.ContextView;

/**
 * Makes the observation in the context of a subscriber the parent of its call, whether or
 * not Reactor restores the thread-locals of the subscriber.
 */
final class ParentObservations implements ContextScopes {

	/**
	 * The key of Micrometer's {@code ObservationThreadLocalAccessor}, which is there only
	 * with its library for context propagation.
	 */
	static final String KEY = "micrometer.observation";

	private static final Log logger = LogFactory.getLog(ParentObservations.class);

	@Override
	public Scope open(ContextView context) {
		Object parent = context.getOrDefault(KEY, null);
		if (!(parent instanceof Observation observation) || observation.isNoop()) {
			return NONE.open(context);
		}
		try {
			Observation.Scope scope = observation.openScope();
			return scope::close;
		}
		catch (RuntimeException ex) {
			logger.warn("A call could not be observed below its parent", ex);
			return NONE.open(context);
		}
	}

}
