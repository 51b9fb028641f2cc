package net.taotoken.failover.engine;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;

/**
 * The order in which a call tries the models of its route: that of the strategy, then the
 * models that were demoted, and last those that lack what the request asks for. Safe for
 * use by many threads.
 */
final class ModelOrder {

	private final ModelHealthTracker tracker;

	private final RandomGenerator random;

	ModelOrder(ModelHealthTracker tracker, RandomGenerator random) {
		this.tracker = tracker;
		this.random = random;
	}

	/**
	 * The order for one request.
	 */
	List<Model> of(Route route, ModelCall<?> modelCall) {
		List<Model> models = of(route);
		// almost never true, so that normal calls need not look at each model
		if (this.tracker.remembersLacks()) {
			return models.stream().sorted(Comparator.comparing((model) -> lacks(model, modelCall))).toList();
		}
		return models;
	}

	private boolean lacks(Model model, ModelCall<?> modelCall) {
		return this.tracker.lacks(model.id()).stream().anyMatch(modelCall::needs);
	}

	/**
	 * The order for any request.
	 */
	List<Model> of(Route route) {
		List<Model> models = route.strategy().order(route.models(), this.tracker, this.random);
		// nearly never, so that good calls need not look up each model
		if (this.tracker.hasDemotions()) {
			return models.stream().sorted(Comparator.comparing(this::isDemoted)).toList();
		}
		return models;
	}

	private boolean isDemoted(Model model) {
		return this.tracker.of(model.id()).demotedBecause() != null;
	}

}
