package net.taotoken.failover.autoconfigure.reactive;

import io.micrometer.observation.Observation;
import net.taotoken.failover.reactive.ContextScopes;
import net.taotoken.failover.support.GuardedCall;
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

	private final GuardedCall guard = new GuardedCall("parent observation", this);

	@Override
	public Scope open(ContextView context) {
		Object parent = context.getOrDefault(KEY, null);
		if (!(parent instanceof Observation observation) || observation.isNoop()) {
			return NONE.open(context);
		}
		Observation.Scope scope = this.guard.get(observation::openScope);
		return (scope != null) ? () -> this.guard.run(scope::close) : NONE.open(context);
	}

}
