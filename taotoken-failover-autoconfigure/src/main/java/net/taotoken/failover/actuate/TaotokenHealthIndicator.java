package net.taotoken.failover.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import net.taotoken.failover.console.ConsoleSnapshot;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows what the tracker knows, without asking the gateway: {@link Status#UP} while every
 * route has a model that can answer, {@link Status#DOWN} while all models of some route
 * are cooling down or disabled. The detail {@code state} tells {@code healthy} from
 * {@code degraded}.
 *
 * @since 0.1.0
 */
public class TaotokenHealthIndicator extends AbstractHealthIndicator {

	private final ModelHealthTracker tracker;

	private final Supplier<Routes> routes;

	private final Status degradedStatus;

	private final @Nullable Supplier<ConsoleSnapshot> console;

	private final @Nullable Supplier<? extends @Nullable FleetSnapshot> fleet;

	/**
	 * Create an indicator.
	 * @param tracker knows the health of the models
	 * @param routes gives the routes to judge as they are now
	 * @param degradedStatus the status while some model is out and every route can still
	 * answer, or {@code null} for {@link Status#UP}
	 */
	public TaotokenHealthIndicator(ModelHealthTracker tracker, Supplier<Routes> routes,
			@Nullable Status degradedStatus) {
		this(tracker, routes, degradedStatus, null, null);
	}

	/**
	 * Create an indicator that shows the synchronisation with the console, too.
	 * @param tracker knows the health of the models
	 * @param routes gives the routes to judge
	 * @param degradedStatus the status while some model is out and every route can still
	 * answer, or {@code null} for {@link Status#UP}
	 * @param console tells how the synchronisation is doing, or {@code null}
	 * @param fleet tells how this instance is connected with others, or {@code null};
	 * never changes the status
	 */
	public TaotokenHealthIndicator(ModelHealthTracker tracker, Supplier<Routes> routes, @Nullable Status degradedStatus,
			@Nullable Supplier<ConsoleSnapshot> console, @Nullable Supplier<? extends @Nullable FleetSnapshot> fleet) {
		super("The health of the models could not be told");
		this.tracker = tracker;
		this.routes = routes;
		this.degradedStatus = (degradedStatus != null) ? degradedStatus : Status.UP;
		this.console = console;
		this.fleet = fleet;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Routes routes = this.routes.get();
		Map<String, ModelHealthSnapshot> models = snapshots(routes);
		Set<String> out = models.values()
			.stream()
			.filter(ModelDetails::isOut)
			.map(ModelHealthSnapshot::model)
			.collect(Collectors.toSet());
		boolean down = routes.all().stream().anyMatch((route) -> out.containsAll(ids(route)));
		boolean degraded = !out.isEmpty();
		builder.status(down ? Status.DOWN : degraded ? this.degradedStatus : Status.UP)
			.withDetail("state", down ? "down" : degraded ? "degraded" : "healthy")
			.withDetail("healthiest", this.tracker.healthiest(ids(routes.get(Route.DEFAULT))))
			.withDetail("models", modelDetails(routes, models))
			.withDetail("routes", routeDetails(routes, out));
		ConsoleDetails.write(this.console, builder::withDetail);
		FleetDetails.write(this.fleet, builder::withDetail);
	}

	private Map<String, ModelHealthSnapshot> snapshots(Routes routes) {
		Map<String, ModelHealthSnapshot> snapshots = new LinkedHashMap<>();
		Set<String> ids = routes.models();
		ids.forEach((id) -> snapshots.put(id, this.tracker.snapshot(id)));
		return snapshots;
	}

	private static List<String> ids(Route route) {
		return route.models().stream().map(Model::id).toList();
	}

	private Map<String, Object> modelDetails(Routes routes, Map<String, ModelHealthSnapshot> models) {
		List<String> order = ids(routes.get(Route.DEFAULT));
		Map<String, Object> details = new LinkedHashMap<>();
		models.forEach((id, model) -> details.put(id, ModelDetails.of(model, order.indexOf(id) + 1)));
		return details;
	}

	private Map<String, Object> routeDetails(Routes routes, Set<String> out) {
		Map<String, Object> details = new LinkedHashMap<>();
		for (Route route : routes.all()) {
			Map<Boolean, List<String>> models = ids(route).stream().collect(Collectors.partitioningBy(out::contains));
			details.put(route.name(), Map.of("usable", models.get(false), "out", models.get(true)));
		}
		return details;
	}

}
