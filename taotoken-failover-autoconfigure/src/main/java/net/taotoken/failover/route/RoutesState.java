package net.taotoken.failover.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The configured routes, the orders that were set over them, and what follows from both.
 * Immutable.
 *
 * @param configured the routes as configured
 * @param orders the ids of all models of a route in the order that was set, by route name
 * @param effective the routes that hold
 */
record RoutesState(Routes configured, Map<String, List<String>> orders, Routes effective) {

	static RoutesState of(Routes configured, Map<String, List<String>> orders) {
		Routes effective = configured;
		for (Map.Entry<String, List<String>> order : orders.entrySet()) {
			effective = effective.with(ordered(configured.get(order.getKey()), order.getValue()));
		}
		return new RoutesState(configured, Map.copyOf(orders), effective);
	}

	/**
	 * These routes with another configuration. An order stays while its route has the
	 * same list of models as before.
	 */
	RoutesState withConfigured(Routes other) {
		Map<String, List<String>> kept = new HashMap<>(this.orders);
		kept.keySet().removeIf((name) -> !ids(this.configured, name).equals(ids(other, name)));
		return of(other, kept);
	}

	RoutesState withOrder(String name, List<String> first) {
		List<String> order = new ArrayList<>(first);
		ids(this.effective, name).stream().filter((id) -> !first.contains(id)).forEach(order::add);
		Map<String, List<String>> orders = new HashMap<>(this.orders);
		orders.put(name, List.copyOf(order));
		return of(this.configured, orders);
	}

	RoutesState withoutOrder(String name) {
		Map<String, List<String>> orders = new HashMap<>(this.orders);
		orders.remove(name);
		return of(this.configured, orders);
	}

	/**
	 * The routes whose models stand in another order than before, those that are new and
	 * those that are gone.
	 */
	List<PriorityChange> changesSince(RoutesState before, boolean byHand, @Nullable String principal) {
		Set<String> names = new LinkedHashSet<>();
		before.effective.all().forEach((route) -> names.add(route.name()));
		this.effective.all().forEach((route) -> names.add(route.name()));
		return names.stream()
			.map((name) -> new PriorityChange(name, ids(before.effective, name), ids(this.effective, name), byHand,
					principal))
			.filter((change) -> !change.before().equals(change.after()))
			.toList();
	}

	private static List<String> ids(Routes routes, String name) {
		return routes.all()
			.stream()
			.filter((route) -> route.name().equals(name))
			.flatMap((route) -> route.models().stream())
			.map(Model::id)
			.toList();
	}

	private static Route ordered(Route route, List<String> order) {
		List<Model> models = new ArrayList<>(route.models());
		models.sort((one, other) -> Integer.compare(order.indexOf(one.id()), order.indexOf(other.id())));
		return route.withModels(models).withStrategy(RoutingStrategy.PRIORITY);
	}

}
