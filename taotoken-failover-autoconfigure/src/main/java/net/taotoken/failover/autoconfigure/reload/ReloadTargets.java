package net.taotoken.failover.autoconfigure.reload;

import java.util.stream.Collectors;

import net.taotoken.failover.autoconfigure.keys.ValueForm;
import net.taotoken.failover.autoconfigure.settings.LiveEntries;
import net.taotoken.failover.autoconfigure.settings.PropertiesTaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.settings.TaotokenSettings;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Routes;
import org.jspecify.annotations.Nullable;

/**
 * The beans that a reload changes. Beans that the application defines itself are not
 * changed. The routes are always given, because they are shown in logs.
 *
 * @param routes the live routes
 * @param routesAreConfigured whether they come from the properties
 * @param tracker the tracker, which is always told of models and entries
 * @param trackerIsConfigured whether it follows the properties
 * @param connection the connection that follows the properties, or {@code null}
 * @param entries the entries that follow the properties
 */
public record ReloadTargets(CurrentRoutes routes, boolean routesAreConfigured, ModelHealthTracker tracker,
		boolean trackerIsConfigured, @Nullable PropertiesTaotokenConnectionDetails connection, LiveEntries entries) {

	/**
	 * Check everything, and change nothing.
	 * @param settings the new settings
	 * @return replaces everything, and cannot fail
	 */
	Runnable prepare(TaotokenSettings settings) {
		GatewayConnection checked = (this.connection != null) ? settings.connection() : null;
		Routes converted = this.routesAreConfigured ? settings.routes() : null;
		return () -> {
			this.entries.takeOver(settings.entries());
			if (this.connection != null && checked != null) {
				this.connection.takeOver(checked, settings.entryConnections());
			}
			if (this.trackerIsConfigured) {
				this.tracker.configure(settings.health());
			}
			this.tracker.entries(this.entries.names());
			if (converted != null) {
				this.routes.change((before) -> converted);
			}
			this.tracker.keep(this.routes.get().knownModels());
			this.tracker.limit(this.routes.get().limits().keySet(), (model) -> this.routes.get().limits(model));
		};
	}

	String describeRoutes() {
		return this.routes.get()
			.all()
			.stream()
			.map((route) -> "'" + route.name() + "' = " + route.models().stream().map(Model::id).toList() + " by "
					+ ValueForm.kebab(route.strategy())
					+ (this.routes.ordered().contains(route.name()) ? " (order set by hand)" : ""))
			.collect(Collectors.joining("; "));
	}

}
