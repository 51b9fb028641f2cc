package net.taotoken.failover.autoconfigure;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.keys.Spelling;
import net.taotoken.failover.autoconfigure.settings.ConsoleConverter;
import net.taotoken.failover.console.ModelListSource;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Stops the start when the gateway does not list a model. A gateway that tells nothing is
 * no reason to stop, since it may be back soon.
 */
final class MissingModelCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(MissingModelCheck.class);

	private static final int NEAREST = 3;

	/** Stands for the name of the entry where there is one only. */
	static final String ONLY_ENTRY = "";

	private final Map<String, ModelListSource> lists;

	private final Supplier<Routes> routes;

	/** The models that each entry offers, of those entries whose list could be read. */
	private final Map<String, Set<String>> offered = new HashMap<>();

	/**
	 * Create the check.
	 * @param lists the lists by the names of their entries, or the only one
	 * @param routes gives the routes that hold now
	 */
	MissingModelCheck(Map<String, ModelListSource> lists, Supplier<Routes> routes) {
		this.lists = Map.copyOf(lists);
		this.routes = routes;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.lists.forEach(this::read);
		if (!this.offered.isEmpty()) {
			this.routes.get().all().forEach(this::check);
		}
	}

	private void read(String entry, ModelListSource list) {
		try {
			this.offered.put(entry, list.offered());
		}
		catch (RuntimeException ex) {
			String where = entry.equals(ONLY_ENTRY) ? "the gateway" : "the entry '" + entry + "'";
			logger.warn("Whether " + where + " offers all models could not be checked: " + ex.getMessage());
		}
	}

	private void check(Route route) {
		List<String> missing = route.models()
			.stream()
			.map(Model::name)
			.distinct()
			.filter((name) -> isMissing(name, route))
			.toList();
		if (missing.isEmpty()) {
			return;
		}
		Set<String> offered = new LinkedHashSet<>();
		this.offered.values().forEach(offered::addAll);
		StringBuilder problem = new StringBuilder();
		missing.forEach((model) -> problem.append((problem.length() > 0) ? " " : "").append(describe(model, offered)));
		throw key(route).refuseAndAdvise(problem.toString(), remedy(route, offered));
	}

	/** An entry that told nothing may offer it. */
	private boolean isMissing(String name, Route route) {
		return route.models().stream().filter((model) -> model.name().equals(name)).allMatch((model) -> {
			Set<String> here = this.offered.get(Objects.requireNonNullElse(model.entryName(), ONLY_ENTRY));
			return here != null && !here.contains(name);
		});
	}

	private static String describe(String model, Set<String> offered) {
		List<String> nearest = Spelling.nearest(model, offered, NEAREST);
		return "The gateway does not list the model '" + model + "'; the nearest of its " + offered.size() + " are "
				+ String.join(", ", nearest) + ".";
	}

	private String remedy(Route route, Set<String> offered) {
		List<String> models = route.models()
			.stream()
			.map(Model::name)
			.map((model) -> offered.contains(model) ? model : Spelling.nearest(model, offered, 1).get(0))
			.distinct()
			.toList();
		return key(route).line(String.join(",", models)) + "\nor, to start with models that are not listed:\n"
				+ ConsoleConverter.MODELS.dot("fail-on-missing").line(false);
	}

	private static PropertyKey key(Route route) {
		PropertyKey parent = route.name().equals(Route.DEFAULT) ? PropertyKey.ROOT
				: PropertyKey.ROOT.dot("routes").entry(route.name());
		return parent.dot("model-priority");
	}

}
