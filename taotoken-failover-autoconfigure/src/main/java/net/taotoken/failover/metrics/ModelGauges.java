package net.taotoken.failover.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.jspecify.annotations.Nullable;

/**
 * Shows the state and the score of each model of the routes, and the retries that each
 * route has left. They follow the routes at {@link #refresh()}.
 *
 * @since 0.1.0
 */
public final class ModelGauges implements MeterBinder {

	private final ModelHealthTracker tracker;

	private final FailoverExecutor executor;

	private final Supplier<Routes> routes;

	private final ModelNames names;

	private final List<Gauges> bound = new ArrayList<>();

	private @Nullable Routes shown;

	/**
	 * Create the gauges.
	 * @param tracker knows the health of the models
	 * @param executor knows the retries that are left
	 * @param routes gives the routes that hold now
	 */
	public ModelGauges(ModelHealthTracker tracker, FailoverExecutor executor, Supplier<Routes> routes) {
		this(tracker, executor, routes, new ModelNames(routes));
	}

	/**
	 * Create the gauges.
	 * @param tracker knows the health of the models
	 * @param executor knows the retries that are left
	 * @param routes gives the routes that hold now
	 * @param names the names of models in tags
	 */
	public ModelGauges(ModelHealthTracker tracker, FailoverExecutor executor, Supplier<Routes> routes,
			ModelNames names) {
		this.tracker = tracker;
		this.executor = executor;
		this.routes = routes;
		this.names = names;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		Routes routes = this.routes.get();
		Gauges gauges = Gauges.of(registry);
		this.bound.add(gauges);
		show(routes);
	}

	/**
	 * Show the models of the routes that hold now. Costs nothing while the routes are the
	 * same.
	 */
	public synchronized void refresh() {
		Routes routes = this.routes.get();
		if (this.shown != routes) {
			show(routes);
		}
	}

	private void show(Routes routes) {
		this.shown = routes;
		for (Gauges gauges : this.bound) {
			gauges.state.register(states(routes), true);
			gauges.score.register(scores(routes), true);
			gauges.retries.register(retries(routes), true);
		}
	}

	private List<Row<?>> states(Routes routes) {
		List<Row<?>> rows = new ArrayList<>();
		for (String model : routes.models()) {
			for (ModelState state : ModelState.values()) {
				rows.add(Row.of(CandidateTags.of(this.names, model).and("state", name(state)),
						() -> (state(this.tracker.snapshot(model)) == state) ? 1 : 0));
			}
		}
		return rows;
	}

	/**
	 * The state for display: when a cool-down has ended, the next call is the probe.
	 */
	private static ModelState state(ModelHealthSnapshot model) {
		boolean due = model.state() == ModelState.COOLING_DOWN && model.coolDownRemaining().isZero();
		return due ? ModelState.PROBING : model.state();
	}

	private static String name(ModelState state) {
		return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private List<Row<?>> scores(Routes routes) {
		List<Row<?>> rows = new ArrayList<>();
		for (String model : routes.models()) {
			rows.add(Row.of(CandidateTags.of(this.names, model), () -> this.tracker.score(model)));
		}
		return rows;
	}

	private List<Row<?>> retries(Routes routes) {
		List<Row<?>> rows = new ArrayList<>();
		for (Route route : routes.all()) {
			rows.add(Row.of(Tags.of("route", route.name()), () -> this.executor.retriesLeft(route)));
		}
		return rows;
	}

	private record Gauges(MultiGauge state, MultiGauge score, MultiGauge retries) {

		static Gauges of(MeterRegistry registry) {
			return new Gauges(
					MultiGauge.builder("taotoken.model.state")
						.description("1 for the state that the model is in, 0 for the others")
						.register(registry),
					MultiGauge.builder("taotoken.model.score")
						.description("How likely the model answers, between 0 and 1")
						.register(registry),
					MultiGauge.builder("taotoken.retry.budget")
						.description("Same-model retries that may be made now")
						.register(registry));
		}

	}

}
