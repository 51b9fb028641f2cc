package net.taotoken.failover.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.keys.Spelling;
import net.taotoken.failover.autoconfigure.settings.ConsoleConverter;
import net.taotoken.failover.console.ModelListSource;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Stops the start when the gateway does not list a model. A gateway that tells nothing is
 * no reason to stop, since it may be back soon.
 */
final class MissingModelCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(MissingModelCheck.class);

	private static final int NEAREST = 3;

	private final ModelListSource list;

	private final Supplier<Routes> routes;

	/** Whose list it is; {@code null} if there is one entry only. */
	private final @Nullable Entry entry;

	MissingModelCheck(ModelListSource list, Supplier<Routes> routes, @Nullable Entry entry) {
		this.list = list;
		this.routes = routes;
		this.entry = entry;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> offered;
		try {
			offered = this.list.offered();
		}
		catch (RuntimeException ex) {
			logger.warn("Whether the gateway offers all models could not be checked: " + ex.getMessage());
			return;
		}
		this.routes.get().all().forEach((route) -> check(route, offered));
	}

	private void check(Route route, Set<String> offered) {
		List<String> missing = new ArrayList<>(names(route));
		missing.removeAll(offered);
		if (missing.isEmpty()) {
			return;
		}
		StringBuilder problem = new StringBuilder();
		missing.forEach((model) -> problem.append((problem.length() > 0) ? " " : "").append(describe(model, offered)));
		throw key(route).refuseAndAdvise(problem.toString(), remedy(route, offered));
	}

	private static String describe(String model, Set<String> offered) {
		List<String> nearest = Spelling.nearest(model, offered, NEAREST);
		return "The gateway does not list the model '" + model + "'; the nearest of its " + offered.size() + " are "
				+ String.join(", ", nearest) + ".";
	}

	private List<String> names(Route route) {
		Entry entry = this.entry;
		return route.models()
			.stream()
			.filter((model) -> entry == null || entry.name().equals(model.entryName()))
			.map(Model::name)
			.toList();
	}

	private String remedy(Route route, Set<String> offered) {
		List<String> models = names(route).stream()
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
