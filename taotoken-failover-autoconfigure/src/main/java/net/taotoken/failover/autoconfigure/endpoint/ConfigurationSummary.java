package net.taotoken.failover.autoconfigure.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.keys.ShownUrl;
import net.taotoken.failover.autoconfigure.properties.HealthProperties;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.autoconfigure.reload.ConfigurationReload;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.RetrySettings;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what is configured. The key, the values of headers and those of request
 * fields are left out, since each of them may be a secret.
 *
 * @param reload knows the properties that hold now
 * @param connection where the gateway is
 * @param routes the routes
 */
record ConfigurationSummary(ConfigurationReload reload, TaotokenConnectionDetails connection, CurrentRoutes routes) {

	Map<String, Object> write() {
		TaotokenProperties properties = this.reload.current();
		Map<String, Object> summary = new LinkedHashMap<>();
		summary.put("baseUrl", ShownUrl.of(this.connection.baseUrl()));
		if (!properties.getEntries().isEmpty()) {
			summary.put("entries", entries(properties));
		}
		summary.put("chatCompletionsPath", ShownUrl.path(properties.getChatCompletionsPath()));
		summary.put("modelsPath", ShownUrl.path(properties.getModelsPath()));
		summary.put("headers", properties.getHttp().headers().keySet());
		summary.put("maxConnections", properties.getHttp().maxConnections());
		summary.put("obeyErrorHints", properties.isObeyErrorHints());
		summary.put("faultMappings", properties.getFaultMappings().size());
		summary.put("health", health(properties.getHealth()));
		summary.put("routes", routeDetails());
		if (properties.getReload().file() != null) {
			summary.put("reloadFile", properties.getReload().file());
		}
		return summary;
	}

	private Map<String, Object> entries(TaotokenProperties properties) {
		Map<String, Object> entries = new LinkedHashMap<>();
		properties.getEntries().forEach((name, entry) -> {
			Map<String, Object> details = new LinkedHashMap<>();
			GatewayConnection connection = this.connection.entries().get(name);
			put(details, "baseUrl", (connection != null) ? ShownUrl.of(connection.baseUrl()) : null);
			put(details, "models", entry.models().isEmpty() ? null : entry.models());
			put(details, "onlyOn", ids(entry.onlyOn()));
			put(details, "headers", entry.headers().isEmpty() ? null : entry.headers().keySet());
			entries.put(name, details);
		});
		return entries;
	}

	private static @Nullable List<String> ids(Set<FaultKind> kinds) {
		return kinds.isEmpty() ? null : kinds.stream().map(FaultKind::id).sorted().toList();
	}

	private static Map<String, Object> health(HealthProperties properties) {
		Map<String, Object> health = new LinkedHashMap<>();
		health.put("failureRate", properties.failureRate());
		health.put("window", text(properties.window()));
		health.put("minimumCalls", properties.minimumCalls());
		health.put("coolDown", text(properties.coolDown()));
		put(health, "maxCoolDown", (properties.maxCoolDown() != null) ? text(properties.maxCoolDown()) : null);
		health.put("maxServerCoolDown", text(properties.maxServerCoolDown()));
		health.put("rememberUnsupported", text(properties.rememberUnsupported()));
		health.put("demoteBelow", properties.demoteBelow());
		health.put("probe", properties.probe().name().toLowerCase(Locale.ROOT));
		return health;
	}

	private Map<String, Object> routeDetails() {
		Map<String, Object> routes = new LinkedHashMap<>();
		this.routes.configured().all().forEach((route) -> routes.put(route.name(), route(route)));
		return routes;
	}

	private static Map<String, Object> route(Route route) {
		RetrySettings retry = route.retry();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("strategy", route.strategy().name().toLowerCase(Locale.ROOT));
		details.put("totalTimeout", text(route.totalTimeout()));
		details.put("maxAttempts", retry.maxAttempts());
		details.put("maxTotalAttempts", retry.maxTotalAttempts());
		details.put("patience", text(retry.patience()));
		Map<String, Object> models = new LinkedHashMap<>();
		route.models().forEach((model) -> models.put(model.id(), model(model)));
		details.put("models", models);
		return details;
	}

	private static Map<String, Object> model(Model model) {
		Map<String, Object> details = new LinkedHashMap<>();
		put(details, "contextWindow", model.contextWindow());
		put(details, "inputPrice", model.inputPrice());
		put(details, "cachedInputPrice", model.cachedInputPrice());
		put(details, "outputPrice", model.outputPrice());
		details.put("weight", model.weight());
		put(details, "onlyOn", ids(model.onlyOn()));
		put(details, "parameters", model.parameters().isEmpty() ? null : model.parameters().keySet());
		details.put("firstToken", text(model.timeouts().firstToken()));
		details.put("stall", text(model.timeouts().stall()));
		details.put("response", text(model.timeouts().response()));
		return details;
	}

	private static void put(Map<String, Object> details, String name, @Nullable Object value) {
		if (value != null) {
			details.put(name, value);
		}
	}

	private static String text(Duration duration) {
		long millis = duration.toMillis();
		return (millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms";
	}

}
