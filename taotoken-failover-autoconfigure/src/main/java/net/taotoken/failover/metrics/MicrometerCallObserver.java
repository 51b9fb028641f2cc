package net.taotoken.failover.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.CallObservation;
import net.taotoken.failover.CallObserver;
import net.taotoken.failover.route.Route;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Micrometer observation of each call. What handlers of observations throw is
 * logged and otherwise ignored.
 */
public final class MicrometerCallObserver implements CallObserver {

	private static final CallObservationConvention DEFAULT = new DefaultCallObservationConvention();

	private static final Log logger = LogFactory.getLog(MicrometerCallObserver.class);

	private final ObservationRegistry registry;

	private final ModelNames names;

	private final @Nullable CallObservationConvention convention;

	/**
	 * Create an observer.
	 * @param registry where observations are made
	 * @param names the names of models in tags
	 * @param convention names observations and tags, or {@code null} for the default
	 */
	public MicrometerCallObserver(ObservationRegistry registry, ModelNames names,
			@Nullable CallObservationConvention convention) {
		this.registry = registry;
		this.names = names;
		this.convention = convention;
	}

	@Override
	public CallObservation start(String operation, Route route) {
		if (this.registry.isNoop()) {
			return CallObservation.NONE;
		}
		try {
			CallObservationContext context = new CallObservationContext(operation, route.name());
			Observation observation = TaotokenObservationDocumentation.CALL
				.observation(this.convention, DEFAULT, () -> context, this.registry)
				.start();
			return observation.isNoop() ? CallObservation.NONE
					: new MicrometerCallObservation(context, observation, this.registry, this.names);
		}
		catch (RuntimeException ex) {
			logger.warn("A call could not be observed", ex);
			return CallObservation.NONE;
		}
	}

	@Override
	public Runnable propagate(Runnable task) {
		Observation current = this.registry.getCurrentObservation();
		return (current != null) ? () -> runInScope(current, task) : task;
	}

	private void runInScope(Observation observation, Runnable task) {
		Observation.Scope scope = openScope(observation);
		try {
			task.run();
		}
		finally {
			scope.close();
		}
	}

	private Observation.Scope openScope(Observation observation) {
		try {
			return Scopes.open(observation, this.registry);
		}
		catch (RuntimeException ex) {
			logger.warn("A call could not be observed", ex);
			return Observation.Scope.NOOP;
		}
	}

}
