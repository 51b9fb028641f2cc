package net.taotoken.failover.actuate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.health.LimitUse;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;

/**
 * Writes down what holds at one moment, for people and scripts.
 *
 * @param current the routes
 * @param tracker the health of the models
 * @param executor knows the order of a call that starts now
 * @param time tells the time
 */
record EndpointView(CurrentRoutes current, ModelHealthTracker tracker, FailoverExecutor executor, TimeSource time) {

	Map<String, Object> routes() {
		Map<String, Object> details = new LinkedHashMap<>();
		this.current.get().all().forEach((route) -> details.put(route.name(), route(route)));
		return details;
	}

	Map<String, Object> route(String name) {
		return route(this.current.get().get(name));
	}

	private Map<String, Object> route(Route route) {
		Map<String, ModelHealthSnapshot> models = new LinkedHashMap<>();
		route.models().forEach((model) -> models.put(model.id(), this.tracker.snapshot(model.id())));
		Map<String, Map<String, String>> limits = new LinkedHashMap<>();
		route.models().forEach((model) -> limits.put(model.id(), firstTokenLimits(model)));
		Map<String, Object> details = new RouteDetails(route, this.executor.inOrder(route), models, limits)
			.write(this.current.ordered().contains(route.name()), configured(route));
		details.put("retriesLeft", (long) this.executor.retriesLeft(route));
		return details;
	}

	private Map<String, String> firstTokenLimits(Model model) {
		return this.tracker.of(model.id()).firstTokenLimits(model.timeouts());
	}

	// a reload may have taken the route away since it was read
	private Route configured(Route route) {
		return this.current.configured()
			.all()
			.stream()
			.filter((candidate) -> candidate.name().equals(route.name()))
			.findFirst()
			.orElse(route);
	}

	Map<String, Object> models() {
		Map<String, Object> details = new LinkedHashMap<>();
		this.current.get().knownModels().forEach((id) -> details.put(id, model(id)));
		return details;
	}

	/**
	 * The model of an id; of a name that stands for a model at several entries, all of
	 * them by their ids.
	 */
	Map<String, Object> named(String idOrName) {
		List<String> ids = this.current.get().candidates(idOrName);
		if (ids.size() == 1) {
			return model(ids.get(0));
		}
		Map<String, Object> details = new LinkedHashMap<>();
		ids.forEach((id) -> details.put(id, model(id)));
		return details;
	}

	private Map<String, Object> model(String id) {
		Routes routes = this.current.get();
		ModelHealthSnapshot snapshot = this.tracker.snapshot(id);
		List<String> order = ids(routes.get(Route.DEFAULT));
		Map<String, Object> details = ModelDetails.of(snapshot, order.indexOf(id) + 1);
		details.put("score", Objects.requireNonNull(ModelDetails.rounded(snapshot.score())));
		if (!snapshot.coolDownRemaining().isZero()) {
			details.put("cooldownUntil", Instants.text(this.time.instant().plus(snapshot.coolDownRemaining())));
		}
		routes.all()
			.stream()
			.flatMap((route) -> route.models().stream())
			.filter((model) -> model.id().equals(id))
			.findFirst()
			.map(this::firstTokenLimits)
			.filter((known) -> !known.isEmpty())
			.ifPresent((known) -> details.put("firstTokenLimits", known));
		LimitUse limits = this.tracker.of(id).limitUse();
		if (limits != null) {
			details.put("limits", LimitDetails.of(limits));
		}
		details.put("routes",
				routes.all().stream().filter((route) -> ids(route).contains(id)).map(Route::name).toList());
		return details;
	}

	List<Map<String, Object>> lastFaults() {
		Set<String> known = this.current.get().knownModels();
		List<ModelHealthSnapshot> faulty = new ArrayList<>(known.stream()
			.map(this.tracker::snapshot)
			.filter((snapshot) -> snapshot.lastFault() != null && snapshot.lastFaultAt() != null)
			.toList());
		faulty.sort(Comparator.comparing(ModelHealthSnapshot::lastFaultAt).reversed());
		return faulty.stream().map(EndpointView::lastFault).toList();
	}

	private static Map<String, Object> lastFault(ModelHealthSnapshot snapshot) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("model", snapshot.model());
		details.put("at", Instants.text(Objects.requireNonNull(snapshot.lastFaultAt())));
		details.putAll(ModelDetails.fault(Objects.requireNonNull(snapshot.lastFault())));
		return details;
	}

	static Map<String, Object> change(TaotokenChangedEvent change) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("change", change.kind().id());
		details.put("target", change.target());
		details.put("detail", change.detail());
		if (change.principal() != null) {
			details.put("by", change.principal());
		}
		details.put("at", Instants.text(change.at()));
		return details;
	}

	private static List<String> ids(Route route) {
		return route.models().stream().map(Model::id).toList();
	}

}
