package net.taotoken.failover.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Lets everything that is logged during an attempt tell its route and its model, as
 * {@code taotoken.route} and {@code taotoken.model} of the mapped diagnostic context.
 * Afterwards the context is as it was before.
 *
 * @since 0.1.0
 */
public final class MdcAttemptHandler implements ObservationHandler<AttemptObservationContext> {

	static final String ROUTE = "taotoken.route";

	static final String MODEL = "taotoken.model";

	/** For each thread, since one attempt may have scopes in several. */
	private static final ThreadLocal<@Nullable Before> BEFORE = new ThreadLocal<>();

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof AttemptObservationContext;
	}

	@Override
	public void onScopeOpened(AttemptObservationContext context) {
		BEFORE.set(new Before(MDC.get(ROUTE), MDC.get(MODEL), BEFORE.get()));
		MDC.put(ROUTE, context.getRoute());
		MDC.put(MODEL, context.getModel());
	}

	@Override
	public void onScopeClosed(AttemptObservationContext context) {
		Before before = BEFORE.get();
		if (before != null) {
			restore(ROUTE, before.route());
			restore(MODEL, before.model());
			forget(before);
		}
	}

	private static void forget(Before before) {
		if (before.outer() != null) {
			BEFORE.set(before.outer());
		}
		else {
			BEFORE.remove();
		}
	}

	private static void restore(String key, @Nullable String value) {
		if (value != null) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

	/**
	 * The content of the mapped diagnostic context before a scope was opened, such as the
	 * model of a call around this one.
	 *
	 * @param route the route, or {@code null}
	 * @param model the model, or {@code null}
	 * @param outer the same of the scope around, or {@code null}
	 */
	private record Before(@Nullable String route, @Nullable String model, @Nullable Before outer) {

	}

}
