package net.taotoken.failover.metrics;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.engine.AttemptObservation;
import net.taotoken.failover.engine.AttemptObserver;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Micrometer observation of each attempt, which is the current one of the thread
 * until the attempt is over.
 *
 * @since 0.1.0
 */
public final class MicrometerAttemptObserver implements AttemptObserver {

	private static final AttemptObservationConvention DEFAULT = new DefaultAttemptObservationConvention();

	private final ObservationRegistry registry;

	private final ModelNames names;

	private final @Nullable AttemptObservationConvention convention;

	/**
	 * Create an observer.
	 * @param registry where observations are made
	 * @param names the names of models in tags
	 * @param convention names observations and tags, or {@code null} for the default
	 */
	public MicrometerAttemptObserver(ObservationRegistry registry, ModelNames names,
			@Nullable AttemptObservationConvention convention) {
		this.registry = registry;
		this.names = names;
		this.convention = convention;
	}

	@Override
	public AttemptObservation start(Route route, Model model, List<Attempt> earlier) {
		if (this.registry.isNoop()) {
			return AttemptObservation.NONE;
		}
		AttemptObservationContext context = new AttemptObservationContext(route.name(), model,
				this.names.requested(model.id()), this.names.entry(model.id()), earlier.size());
		Observation observation = TaotokenObservationDocumentation.ATTEMPT
			.observation(this.convention, DEFAULT, () -> context, this.registry)
			.start();
		return observation.isNoop() ? AttemptObservation.NONE
				: new Observed(context, observation, Scopes.open(observation, this.registry));
	}

	private record Observed(AttemptObservationContext context, Observation observation,
			Observation.Scope scope) implements AttemptObservation {

		@Override
		public void answered() {
			this.context.answered();
		}

		@Override
		public void failed(Fault fault, Exception exception) {
			this.context.failed(fault);
			this.observation.error(ObservedFaultException.of(fault));
		}

		@Override
		public void end() {
			if (!this.context.hasEnded()) {
				this.context.failed(null);
			}
			try {
				this.scope.close();
			}
			finally {
				this.observation.stop();
			}
		}

	}

}
