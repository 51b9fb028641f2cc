package net.taotoken.failover.route;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import net.taotoken.failover.support.Listeners;
import org.jspecify.annotations.Nullable;

/**
 * The routes that hold now: those that are configured, with the orders that were set over
 * them. They are replaced as a whole: a call goes to its end along the route that it
 * started with. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class CurrentRoutes implements Supplier<Routes> {

	private final AtomicReference<RoutesState> state;

	private final Listeners<PriorityListener> listeners;

	/**
	 * Create a holder whose changes nobody hears of.
	 * @param routes the routes to begin with
	 */
	public CurrentRoutes(Routes routes) {
		this(routes, List.of());
	}

	/**
	 * Create a holder.
	 * @param routes the routes to begin with
	 * @param listeners who hears when the order of a route's models becomes another one
	 */
	public CurrentRoutes(Routes routes, List<PriorityListener> listeners) {
		this.listeners = Listeners.of(PriorityListener.class, listeners);
		this.state = new AtomicReference<>(new RoutesState(routes, Map.of(), routes));
	}

	/**
	 * The routes that hold now.
	 * @return the routes
	 */
	@Override
	public Routes get() {
		return this.state.get().effective();
	}

	/**
	 * The routes as configured, without the orders that were set over them.
	 * @return the routes
	 */
	public Routes configured() {
		return this.state.get().configured();
	}

	/**
	 * The names of the routes over which an order was set.
	 * @return the names
	 */
	public Set<String> ordered() {
		return this.state.get().orders().keySet();
	}

	/**
	 * Replace the configured routes. An order that was set over a route stays while the
	 * route has the same list of models as before, and is dropped otherwise.
	 * @param change makes the new routes of those that are configured; called again when
	 * others change them at the same time
	 * @return the routes that hold from now on
	 */
	public Routes change(UnaryOperator<Routes> change) {
		return replace((current) -> current.withConfigured(change.apply(current.configured())), false, null);
	}

	/**
	 * Set the order of a route, which replaces its own order and its strategy.
	 * @param route the name of the route
	 * @param first the ids of models of the route; those that are not named follow in the
	 * order in which they are listed now
	 * @param principal who sets it, for listeners, or {@code null}
	 * @return the route as it holds from now on
	 * @throws IllegalArgumentException if there is no such route, the list is empty,
	 * names a model twice, or one that the route does not have
	 */
	public Route setOrder(String route, List<String> first, @Nullable String principal) {
		List<String> order = List.copyOf(first);
		return replace((current) -> {
			check(current.configured().get(route), order);
			return current.withOrder(route, order);
		}, true, principal).get(route);
	}

	private static void check(Route route, List<String> order) {
		List<String> ids = route.models().stream().map(Model::id).toList();
		if (order.isEmpty()) {
			throw new IllegalArgumentException("The order names no model: the route '" + route.name() + "' has " + ids);
		}
		if (new HashSet<>(order).size() < order.size()) {
			throw new IllegalArgumentException("The order names a model twice");
		}
		for (String id : order) {
			ModelId.check("order", id);
			if (!ids.contains(id)) {
				throw new IllegalArgumentException(
						"The route '" + route.name() + "' has no model '" + id + "': it has " + ids);
			}
		}
	}

	/**
	 * Give a route its own order and strategy back.
	 * @param route the name of the route
	 * @param principal who gives it back, for listeners, or {@code null}
	 * @return the route as it holds from now on
	 * @throws IllegalArgumentException if there is no such route
	 */
	public Route resetOrder(String route, @Nullable String principal) {
		configured().get(route);
		return replace((current) -> current.withoutOrder(route), true, principal).get(route);
	}

	private Routes replace(UnaryOperator<RoutesState> change, boolean byHand, @Nullable String principal) {
		RoutesState before;
		RoutesState after;
		do {
			before = this.state.get();
			after = change.apply(before);
		}
		while (!this.state.compareAndSet(before, after));
		for (PriorityChange told : after.changesSince(before, byHand, principal)) {
			this.listeners.notify((listener) -> listener.priorityChanged(told));
		}
		return after.effective();
	}

}
