package net.taotoken.failover.actuate;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import net.taotoken.failover.console.ConsoleSnapshot;
import net.taotoken.failover.control.ChangeLog;
import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.control.UnknownTargetException;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code taotoken}: shows the routes, the order of their models and
 * why, the health of the models, the last calls, faults and changes, how the console's
 * sources are doing, and the configuration without secrets; and steers. Only reading is
 * allowed unless {@code management.endpoint.taotoken.access} is {@code unrestricted}.
 *
 * @since 0.1.0
 */
@Endpoint(id = "taotoken", defaultAccess = Access.READ_ONLY)
public class TaotokenEndpoint {

	private final CurrentRoutes routes;

	private final EndpointView view;

	private final TaotokenControl control;

	private final ChangeLog changes;

	private final CallJournal journal;

	private final Supplier<Map<String, Object>> configuration;

	private final @Nullable Supplier<ConsoleSnapshot> console;

	private final @Nullable Supplier<? extends @Nullable FleetSnapshot> fleet;

	/**
	 * Create an endpoint.
	 * @param routes the routes
	 * @param tracker the health of the models
	 * @param executor knows the order of a call that starts now
	 * @param control steers
	 * @param changes the last changes
	 * @param journal the last calls
	 * @param configuration tells what is configured, without secrets
	 * @param time tells the time
	 * @param console tells how the synchronisation with the console is doing, or
	 * {@code null}
	 * @param fleet tells how this instance is connected with others, or {@code null}
	 */
	public TaotokenEndpoint(CurrentRoutes routes, ModelHealthTracker tracker, FailoverExecutor executor,
			TaotokenControl control, ChangeLog changes, CallJournal journal,
			Supplier<Map<String, Object>> configuration, TimeSource time, @Nullable Supplier<ConsoleSnapshot> console,
			@Nullable Supplier<? extends @Nullable FleetSnapshot> fleet) {
		this.routes = routes;
		this.view = new EndpointView(routes, tracker, executor, time);
		this.control = control;
		this.changes = changes;
		this.journal = journal;
		this.configuration = configuration;
		this.console = console;
		this.fleet = fleet;
	}

	/**
	 * Everything.
	 * @return routes, models, faults, sources, changes and configuration
	 */
	@ReadOperation(producesFrom = EndpointMedia.class)
	public Map<String, Object> all() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("routes", this.view.routes());
		all.put("models", this.view.models());
		all.put("lastFaults", this.view.lastFaults());
		ConsoleDetails.write(this.console, all::put);
		FleetDetails.write(this.fleet, all::put);
		all.put("changes", this.changes.latest().stream().map(EndpointView::change).toList());
		all.put("configuration", this.configuration.get());
		return all;
	}

	/**
	 * One model, all models, one route or the last calls.
	 * @param path {@code models/{id}} or {@code {id}}, {@code models},
	 * {@code routes/{name}}, or {@code calls}
	 * @return its details
	 * @throws UnknownTargetException if there is no such model or route
	 */
	@ReadOperation
	public Map<String, Object> one(@Selector(match = Match.ALL_REMAINING) String[] path) {
		EndpointPath target = EndpointPath.of(path, this.routes.get());
		return switch (target.kind()) {
			case MODEL -> this.view.named(target.name());
			case ALL_MODELS -> this.view.models();
			case ROUTE -> this.view.route(target.name());
			case CALLS -> Map.of("calls", this.journal.calls(2 * RecentCalls.KEPT));
		};
	}

	/**
	 * Steer a model or a route.
	 * @param context who asks
	 * @param path as for {@link #one}
	 * @param action {@code disable}, {@code cool-down}, {@code put-back} or {@code reset}
	 * for a model; {@code reset} for all models; {@code order} or {@code reset-order} for
	 * a route
	 * @param duration of a cool-down, such as {@code 10m}
	 * @param order of a route: comma-separated ids of models; those that are not named
	 * follow
	 * @return what was done and how long it lasts
	 * @throws UnknownTargetException if there is no such model or route
	 * @throws IllegalArgumentException if a parameter is missing or wrong
	 */
	@WriteOperation
	public Map<String, Object> steer(SecurityContext context, @Selector(match = Match.ALL_REMAINING) String[] path,
			@Nullable String action, @Nullable String duration, @Nullable String order) {
		EndpointPath target = EndpointPath.of(path, this.routes.get());
		Principal principal = context.getPrincipal();
		TaotokenControl control = this.control.as((principal != null) ? principal.getName() : null);
		TaotokenChangedEvent change = new SteeringActions(control, duration, order).apply(target, action);
		Map<String, Object> done = EndpointView.change(change);
		done.put("lasts", change.lasts());
		done.put("now", one(path));
		return done;
	}

}
