package net.taotoken.failover.actuate;

import java.util.List;

import net.taotoken.failover.control.UnknownTargetException;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;

/**
 * The meaning of a path below the endpoint: {@code models/{id}} or just {@code {id}} for
 * a model, whose id may have slashes; {@code routes/{name}}; {@code models} for all
 * models; {@code calls} for the last calls.
 *
 * @param kind what it is
 * @param name the id of the model or the name of the route
 */
record EndpointPath(Kind kind, String name) {

	private static final String MODELS = "models";

	private static final String ROUTES = "routes";

	private static final String CALLS = "calls";

	static EndpointPath of(String[] path, Routes routes) {
		String whole = String.join("/", path);
		if (routes.isKnown(whole)) {
			return new EndpointPath(Kind.MODEL, whole);
		}
		if (whole.equals(MODELS)) {
			return new EndpointPath(Kind.ALL_MODELS, whole);
		}
		if (whole.equals(CALLS)) {
			return new EndpointPath(Kind.CALLS, whole);
		}
		String rest = whole.substring(whole.indexOf('/') + 1);
		if (whole.startsWith(ROUTES + "/")) {
			return new EndpointPath(Kind.ROUTE, route(rest, routes));
		}
		return new EndpointPath(Kind.MODEL, model(whole.startsWith(MODELS + "/") ? rest : whole, routes));
	}

	private static String route(String name, Routes routes) {
		List<String> names = routes.all().stream().map(Route::name).toList();
		if (!names.contains(name)) {
			throw new UnknownTargetException("There is no route '" + name + "': there are " + names);
		}
		return name;
	}

	private static String model(String id, Routes routes) {
		if (!routes.isKnown(id)) {
			throw new UnknownTargetException(
					"The configuration knows no model '" + id + "': it knows " + routes.knownModels());
		}
		return id;
	}

	enum Kind {

		MODEL, ALL_MODELS, ROUTE, CALLS

	}

}
