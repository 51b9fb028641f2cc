package net.taotoken.failover.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Steers the models and routes of this instance while calls go on: calls that start after
 * a method has returned follow it, those under way go on as they started, except that
 * they ask no model that was taken out. Every change is logged and published as a
 * {@link TaotokenChangedEvent}, and lasts until it is undone or the application restarts;
 * only the configuration lasts longer. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class TaotokenControl {

	/** The longest cool-down; what is longer is a matter for {@link #disable}. */
	public static final Duration LONGEST_COOL_DOWN = Duration.ofHours(24);

	private static final String ALL_MODELS = "models";

	private static final int LONGEST_PRINCIPAL = 100;

	private static final Log logger = LogFactory.getLog(TaotokenControl.class);

	private final CurrentRoutes routes;

	private final ModelHealthTracker tracker;

	private final ChangeLog changes;

	private final @Nullable String principal;

	/**
	 * Create a control whose changes are nobody's.
	 * @param routes the routes to steer
	 * @param tracker the health of the models
	 * @param changes hears of every change
	 */
	public TaotokenControl(CurrentRoutes routes, ModelHealthTracker tracker, ChangeLog changes) {
		this(routes, tracker, changes, null);
	}

	private TaotokenControl(CurrentRoutes routes, ModelHealthTracker tracker, ChangeLog changes,
			@Nullable String principal) {
		this.routes = routes;
		this.tracker = tracker;
		this.changes = changes;
		this.principal = principal;
	}

	/**
	 * The same control in somebody's name.
	 * @param principal who makes the changes, for logs and events, or {@code null}
	 * @return a control
	 */
	public TaotokenControl as(@Nullable String principal) {
		String harmless = (principal != null) ? principal.replaceAll("\\p{Cntrl}", " ") : null;
		return new TaotokenControl(this.routes, this.tracker, this.changes,
				(harmless != null && harmless.length() > LONGEST_PRINCIPAL) ? harmless.substring(0, LONGEST_PRINCIPAL)
						: harmless);
	}

	/**
	 * Take a model out until {@link #putBack}: no call asks it.
	 * @param model the model's id
	 * @return what was done
	 * @throws UnknownTargetException if the configuration does not know the model
	 */
	public TaotokenChangedEvent disable(String model) {
		known(model).forEach(ModelHealth::disable);
		return changed(Kind.MODEL_DISABLED, model, "Model " + model + " is out until it is put back");
	}

	/**
	 * Pass a model over for a while. Replaces a cool-down under way and {@link #disable};
	 * as after a fault, the first call after it finds out whether the model answers.
	 * @param model the model's id
	 * @param duration for how long, above zero and at most 24 hours
	 * @return what was done
	 * @throws UnknownTargetException if the configuration does not know the model
	 * @throws IllegalArgumentException if the duration is out of range
	 */
	public TaotokenChangedEvent coolDown(String model, Duration duration) {
		List<ModelHealth> known = known(model);
		if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST_COOL_DOWN) > 0) {
			throw new IllegalArgumentException("A cool-down of " + duration.toMillis()
					+ " ms cannot be: it must be above zero and at most 24h; to take a model out for longer, disable it");
		}
		known.forEach((health) -> health.coolDown(ModelHealth.BY_HAND, duration));
		return changed(Kind.MODEL_COOLED_DOWN, model, "Model " + model + " is out for " + duration.toMillis() + " ms");
	}

	/**
	 * Let every call ask a model again, for any reason that it is out. Its statistics
	 * begin anew if it was out.
	 * @param model the model's id
	 * @return what was done
	 * @throws UnknownTargetException if the configuration does not know the model
	 */
	public TaotokenChangedEvent putBack(String model) {
		known(model).forEach(ModelHealth::putBack);
		return changed(Kind.MODEL_PUT_BACK, model, "Model " + model + " may be asked again");
	}

	/**
	 * Forget the recent past of a model: its successes, errors, latency and last fault.
	 * Whether it is out stays as it is.
	 * @param model the model's id
	 * @return what was done
	 * @throws UnknownTargetException if the configuration does not know the model
	 */
	public TaotokenChangedEvent resetStatistics(String model) {
		known(model).forEach(ModelHealth::resetStatistics);
		return changed(Kind.STATISTICS_RESET, model, "The statistics of model " + model + " begin anew");
	}

	/**
	 * Forget the recent past of all models.
	 * @return what was done
	 */
	public TaotokenChangedEvent resetStatistics() {
		this.routes.get().knownModels().forEach((id) -> this.tracker.of(id).resetStatistics());
		return changed(Kind.STATISTICS_RESET, ALL_MODELS, "The statistics of all models begin anew");
	}

	/**
	 * Set the order of a route. It replaces the order and the strategy of the route until
	 * {@link #resetOrder}, or until a reload changes the route's list of models. Models
	 * that are out or demoted stay so.
	 * @param route the name of the route
	 * @param models ids of models of the route, or names that stand for the model at each
	 * entry; those that are not named follow in the order in which they are listed now,
	 * so that one id puts that model first
	 * @return what was done
	 * @throws UnknownTargetException if there is no such route
	 * @throws IllegalArgumentException if the list is empty, names a model twice, or one
	 * that the route does not have
	 */
	public TaotokenChangedEvent setOrder(String route, List<String> models) {
		knownRoute(route);
		Route ordered = this.routes.setOrder(route, idsIn(this.routes.get().get(route), models), this.principal);
		return changed(Kind.ORDER_SET, route, "Route " + route + " is " + ids(ordered) + ", in this order");
	}

	/**
	 * Give a route the order and the strategy of its configuration back.
	 * @param route the name of the route
	 * @return what was done
	 * @throws UnknownTargetException if there is no such route
	 */
	public TaotokenChangedEvent resetOrder(String route) {
		knownRoute(route);
		Route reset = this.routes.resetOrder(route, this.principal);
		return changed(Kind.ORDER_RESET, route, "Route " + route + " is " + ids(reset) + " again, as configured");
	}

	/**
	 * The model, or where there are several entries and none is named, the model at each.
	 */
	private List<ModelHealth> known(String model) {
		Routes current = this.routes.get();
		List<String> ids = current.candidates(model);
		if (ids.isEmpty()) {
			throw new UnknownTargetException(
					"The configuration knows no model '" + model + "': it knows " + current.knownModels());
		}
		return ids.stream().map(this.tracker::of).toList();
	}

	private void knownRoute(String route) {
		List<String> names = this.routes.get().all().stream().map(Route::name).toList();
		if (!names.contains(route)) {
			throw new UnknownTargetException("There is no route '" + route + "': there are " + names);
		}
	}

	private TaotokenChangedEvent changed(Kind kind, String target, String detail) {
		String text = byHand(detail);
		if (kind == Kind.MODEL_DISABLED) {
			logger.warn(text);
		}
		else {
			logger.info(text);
		}
		return this.changes.add(kind, target, text, this.principal);
	}

	private String byHand(String text) {
		return text + ((this.principal != null) ? " (by hand, " + this.principal + ")" : " (by hand)");
	}

	private static List<String> idsIn(Route route, List<String> models) {
		List<String> ids = new ArrayList<>();
		for (String named : models) {
			List<String> candidates = route.models()
				.stream()
				.filter((model) -> model.name().equals(named))
				.map(Model::id)
				.toList();
			ids.addAll(candidates.isEmpty() ? List.of(named) : candidates);
		}
		return ids;
	}

	private static List<String> ids(Route route) {
		return route.models().stream().map(Model::id).toList();
	}

}
