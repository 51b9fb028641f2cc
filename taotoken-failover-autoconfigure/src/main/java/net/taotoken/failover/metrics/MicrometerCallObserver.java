package net.taotoken.failover.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.CallObservation;
import net.taotoken.failover.CallObserver;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.support.GuardedCall;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Micrometer observation of each call. What handlers of observations throw is
 * logged and otherwise ignored.
 *
 * @since 0.1.0
 */
public final class MicrometerCallObserver implements CallObserver {

	private static final CallObservationConvention DEFAULT = new DefaultCallObservationConvention();

	private final ObservationRegistry registry;

	private final GuardedCall guard;

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
		this.guard = new GuardedCall("ObservationRegistry", registry);
		this.names = names;
		this.convention = convention;
	}

	@Override
	public CallObservation start(String operation, Route route) {
		if (this.registry.isNoop()) {
			return CallObservation.NONE;
		}
		CallObservation started = this.guard.get(() -> observe(operation, route));
		return (started != null) ? started : CallObservation.NONE;
	}

	private CallObservation observe(String operation, Route route) {
		CallObservationContext context = new CallObservationContext(operation, route.name(), this.names.entry(null));
		Observation observation = TaotokenObservationDocumentation.CALL
			.observation(this.convention, DEFAULT, () -> context, this.registry)
			.start();
		return observation.isNoop() ? CallObservation.NONE
				: new MicrometerCallObservation(context, observation, this.registry, this.names, this.guard);
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
			this.guard.run(scope::close);
		}
	}

	private Observation.Scope openScope(Observation observation) {
		Observation.Scope scope = this.guard.get(() -> Scopes.open(observation, this.registry));
		return (scope != null) ? scope : Observation.Scope.NOOP;
	}

}
