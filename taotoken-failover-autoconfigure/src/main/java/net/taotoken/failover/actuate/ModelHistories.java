package net.taotoken.failover.actuate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.time.TimeSource;

/**
 * The history of each model that the configuration knows. Others share one that nobody
 * sees, so that requests that name models at will fill no memory. Safe for use by many
 * threads.
 */
final class ModelHistories {

	private final CurrentRoutes routes;

	private final TimeSource time;

	private final Map<String, ModelHistory> models = new ConcurrentHashMap<>();

	private final ModelHistory unknown;

	ModelHistories(CurrentRoutes routes, TimeSource time) {
		this.routes = routes;
		this.time = time;
		this.unknown = new ModelHistory(time);
	}

	ModelHistory of(String model) {
		ModelHistory history = this.models.get(model);
		if (history != null) {
			return history;
		}
		return this.routes.get().isKnown(model)
				? this.models.computeIfAbsent(model, (id) -> new ModelHistory(this.time)) : this.unknown;
	}

}
