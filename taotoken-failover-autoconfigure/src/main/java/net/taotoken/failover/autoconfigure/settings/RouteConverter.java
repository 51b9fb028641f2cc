package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.RouteProperties;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.autoconfigure.properties.TimeoutProperties;
import net.taotoken.failover.route.FaultPolicies;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.route.RoutingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Makes routes of the properties.
 */
final class RouteConverter {

	static final PropertyKey TIMEOUTS = PropertyKey.ROOT.dot("timeouts");

	private static final PropertyKey MODEL_PRIORITY = PropertyKey.ROOT.dot("model-priority");

	private static final PropertyKey ROUTES = PropertyKey.ROOT.dot("routes");

	private final TaotokenProperties properties;

	private final Map<String, List<String>> lists = new LinkedHashMap<>();

	private final Duration total;

	private final TimeLimits limits;

	private final FirstTokenLearning learning;

	private final RetrySettings retry;

	private final FaultPolicies faults;

	private final ModelConverter models;

	private final List<Entry> entries;

	RouteConverter(TaotokenProperties properties, List<Entry> entries) {
		this.properties = properties;
		this.entries = entries;
		this.lists.put(Route.DEFAULT, ModelListParser.read(MODEL_PRIORITY, properties.getModelPriority()));
		for (Map.Entry<String, RouteProperties> route : properties.getRoutes().entrySet()) {
			this.lists.put(checkedName(route.getKey()), list(route.getKey(), route.getValue()));
		}
		Set<String> listed = listed();
		for (String name : properties.getRoutes().keySet()) {
			refuseNameOfModel(name, listed);
		}
		TimeoutProperties timeouts = properties.getTimeouts();
		this.total = Checks.positive(TIMEOUTS.dot("total"), timeouts.total(), "120s");
		this.limits = new TimeLimits(timeouts.firstToken(), timeouts.stall(), timeouts.response()).checked(TIMEOUTS,
				TIMEOUTS.dot("total"), this.total);
		this.learning = FirstTokenLearning.convert(timeouts, this.limits.within(this.total).firstToken());
		this.retry = RetryConverter.convert(PropertyKey.ROOT.dot("retry"), properties.getRetry(),
				RetrySettings.defaults(), this.total);
		this.faults = FaultConverter.convert(properties.getFaults());
		this.models = new ModelConverter(properties.getModels(), withCandidates(listed), this.total, this.learning);
	}

	public Routes convert() {
		List<Route> routes = new ArrayList<>();
		routes.add(new Route(Route.DEFAULT,
				models(MODEL_PRIORITY, listOf(Route.DEFAULT), this.entries, this.limits, this.total),
				this.properties.getStrategy(), this.total, this.retry, this.faults, learnt(this.limits, this.total)));
		for (Map.Entry<String, RouteProperties> route : this.properties.getRoutes().entrySet()) {
			routes.add(route(route.getKey(), route.getValue()));
		}
		for (Route route : routes) {
			check(route);
		}
		this.entries.forEach((entry) -> checkUse(entry, routes));
		return new Routes(routes, models(null, this.models.unlisted(listed()), this.entries, this.limits, this.total),
				anywhere());
	}

	private List<Model> anywhere() {
		if (this.entries.isEmpty()) {
			return List.of();
		}
		return this.models.unlisted(List.of())
			.stream()
			.filter((id) -> this.entries.stream().allMatch((entry) -> entry.modelOf(id) == null))
			.map((name) -> this.models.convert(name, this.limits, this.total))
			.toList();
	}

	private Set<String> withCandidates(Set<String> listed) {
		Set<String> ids = new LinkedHashSet<>(listed);
		this.entries.forEach((entry) -> listed.forEach((name) -> ids.add(entry.candidate(name))));
		return ids;
	}

	private Route route(String name, RouteProperties given) {
		PropertyKey key = ROUTES.entry(name);
		PropertyKey timeoutsKey = key.dot("timeouts");
		RouteProperties.Timeouts timeouts = given.timeouts();
		Duration total = this.total;
		PropertyKey totalKey = TIMEOUTS.dot("total");
		if (timeouts.total() != null) {
			totalKey = timeoutsKey.dot("total");
			total = Checks.positive(totalKey, timeouts.total(), "60s");
		}
		TimeLimits limits = new TimeLimits(timeouts.firstToken(), timeouts.stall(), timeouts.response())
			.checked(timeoutsKey, totalKey, total)
			.over(this.limits);
		RoutingStrategy strategy = (given.strategy() != null) ? given.strategy() : this.properties.getStrategy();
		return new Route(name, models(key.dot("model-priority"), listOf(name), entriesOf(key, given), limits, total),
				strategy, total, RetryConverter.convert(key.dot("retry"), given.retry(), this.retry, total),
				this.faults, learnt(limits, total));
	}

	private AttemptTimeouts learnt(TimeLimits limits, Duration total) {
		return this.learning.applyTo(limits.within(total), false, total);
	}

	private List<String> listOf(String route) {
		return this.lists.getOrDefault(route, List.of());
	}

	private List<Entry> entriesOf(PropertyKey route, RouteProperties given) {
		Map<String, Entry> byName = new LinkedHashMap<>();
		this.entries.forEach((entry) -> byName.put(entry.name(), entry));
		List<String> names = EntryConverter.names(route.dot("entries"), given.entries(), byName.keySet());
		return names.isEmpty() ? this.entries : names.stream().map(byName::get).toList();
	}

	private List<Model> models(@Nullable PropertyKey key, Collection<String> names, List<Entry> entries,
			TimeLimits limits, Duration total) {
		if (entries.isEmpty()) {
			return names.stream().map((name) -> this.models.convert(name, limits, total)).toList();
		}
		return new CandidateList(entries, this.properties.getPrefer()).of(key, names)
			.stream()
			.map((candidate) -> this.models.convert(candidate.model(), candidate.entry(), limits, total))
			.toList();
	}

	private static String checkedName(String name) {
		if (name.equals(Route.DEFAULT)) {
			throw ROUTES.dot(name)
				.refuseAndAdvise("The default route is 'taotoken.model-priority' itself, with the global settings.",
						MODEL_PRIORITY.line(ModelListParser.EXAMPLE));
		}
		return name;
	}

	private static List<String> list(String name, RouteProperties route) {
		return ModelListParser.read(ROUTES.entry(name).dot("model-priority"), route.modelPriority());
	}

	private static void refuseNameOfModel(String name, Set<String> listed) {
		if (listed.contains(name)) {
			throw ROUTES.entry(name)
				.refuseAndAdvise(
						"There is a model of the same name, so that a request for '" + name + "' could mean either.",
						ROUTES.entry(name + "-first").dot("model-priority").line(name + ",..."));
		}
	}

	private Set<String> listed() {
		Set<String> listed = new LinkedHashSet<>();
		for (List<String> list : this.lists.values()) {
			listed.addAll(list);
		}
		return listed;
	}

	private void check(Route route) {
		List<Model> models = route.models();
		if (!anyBegins(models) && models.stream().anyMatch((model) -> model.onlyOn().isEmpty())) {
			throw EntryConverter.KEY.entry(String.valueOf(models.get(0).entryName()))
				.dot("only-on")
				.refuseAndAdvise(
						"Every entry of the route '" + route.name()
								+ "' waits for a fault of another one, so that no call could begin.",
						"nothing: remove 'only-on' from one of the entries");
		}
		if (!anyBegins(models)) {
			PropertyKey key = this.models.key(models.get(0).name());
			throw key.dot("only-on")
				.refuseAndAdvise(
						"Every model of the route '" + route.name()
								+ "' waits for a fault of another one, so that no call could begin.",
						"nothing: remove 'only-on' from one of the models");
		}
		if (route.strategy() == RoutingStrategy.WEIGHTED && models.stream().allMatch((model) -> model.weight() == 0)) {
			throw this.models.key(models.get(0).name())
				.dot("weight")
				.refuse("The weights of all models of the route '" + route.name()
						+ "' are 0, but its strategy is 'weighted'.", 1);
		}
		if (route.strategy() == RoutingStrategy.CHEAPEST && models.stream().allMatch(RouteConverter::isUnpriced)) {
			throw strategyKey(route).refuseAndAdvise(
					"No model of the route '" + route.name() + "' has a price to compare.",
					this.models.key(models.get(0).name()).dot("input-price").line("2.5"));
		}
	}

	private static void checkUse(Entry entry, List<Route> routes) {
		boolean used = routes.stream()
			.flatMap((route) -> route.models().stream())
			.anyMatch((model) -> entry.name().equals(model.entryName()));
		if (!used) {
			throw EntryConverter.KEY.entry(entry.name())
				.dot("models")
				.refuseAndAdvise("No route has a model at this entry, so that it would never be asked.",
						MODEL_PRIORITY.line(String.join(",",
								entry.models().isEmpty() ? Set.of(ModelListParser.EXAMPLE) : entry.models())));
		}
	}

	private static boolean anyBegins(List<Model> models) {
		for (Model model : models) {
			if (model.onlyOn().isEmpty() && model.entryOnlyOn().isEmpty()) {
				return true;
			}
		}
		return false;
	}

	private PropertyKey strategyKey(Route route) {
		RouteProperties own = this.properties.getRoutes().get(route.name());
		return ((own != null && own.strategy() != null) ? ROUTES.entry(route.name()) : PropertyKey.ROOT)
			.dot("strategy");
	}

	private static boolean isUnpriced(Model model) {
		return model.inputPrice() == null && model.outputPrice() == null;
	}

}
