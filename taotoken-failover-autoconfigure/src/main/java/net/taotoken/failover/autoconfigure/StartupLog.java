package net.taotoken.failover.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

import net.taotoken.failover.autoconfigure.keys.ShownUrl;
import net.taotoken.failover.autoconfigure.keys.ValueForm;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.settings.Checks;
import net.taotoken.failover.autoconfigure.settings.ModelConverter;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Tells in one line what is configured once everything is, without secrets.
 */
final class StartupLog implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(StartupLog.class);

	private final Set<String> describedModels;

	private final Routes routes;

	private final TaotokenConnectionDetails connection;

	private final List<EntryConnection> entries;

	StartupLog(Set<String> describedModels, Routes routes, TaotokenConnectionDetails connection,
			List<EntryConnection> entries) {
		this.describedModels = describedModels;
		this.routes = routes;
		this.connection = connection;
		this.entries = entries;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (logger.isInfoEnabled()) {
			StringJoiner routes = new StringJoiner("; ");
			for (Route route : this.routes.all()) {
				routes.add(describe(route));
			}
			logger.info("Taotoken failover over " + describeConnection() + ": " + routes);
		}
		Set<String> idle = idleModels();
		if (!idle.isEmpty() && logger.isWarnEnabled()) {
			logger.warn("No list of models names " + idle
					+ ", although 'taotoken.models' describes them; they are used only by requests that name them");
		}
	}

	private String describeConnection() {
		StringJoiner entries = new StringJoiner(", ");
		this.entries.forEach((entry) -> entries.add("'" + entry.name() + "' " + ShownUrl.of(entry.baseUrl())));
		return this.entries.isEmpty() ? ShownUrl.of(this.connection.baseUrl()) : "entries " + entries;
	}

	private Set<String> idleModels() {
		Set<String> listed = new LinkedHashSet<>(this.routes.models());
		this.routes.all().forEach((route) -> route.models().forEach((model) -> listed.add(model.name())));
		Set<String> idle = new LinkedHashSet<>();
		for (String key : this.describedModels) {
			idle.add(ModelConverter.idOf(key, listed));
		}
		idle.removeAll(listed);
		return idle;
	}

	private static String describe(Route route) {
		RetrySettings retry = route.retry();
		List<String> models = new ArrayList<>();
		for (Model model : route.models()) {
			models.add(model.id());
		}
		return "route '" + route.name() + "' = " + models + " by " + ValueForm.kebab(route.strategy()) + ", at most "
				+ Checks.text(route.totalTimeout()) + " and " + retry.maxTotalAttempts() + " attempts a call, "
				+ retry.maxAttempts() + " a model";
	}

}
