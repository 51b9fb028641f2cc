package net.taotoken.failover.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * All routes, and which one a request means. Immutable.
 *
 * @since 0.1.0
 */
public final class Routes {

	private static final int MOST_OWN_MODELS = 100;

	private final Map<String, Route> routes = new LinkedHashMap<>();

	private final Map<String, Model> knownModels = new LinkedHashMap<>();

	/** The known facts about models at any entry, by name. */
	private final Map<String, Model> anywhere = new LinkedHashMap<>();

	private final Set<String> knownNames = new HashSet<>();

	private final Set<Entry> entries;

	private final Route defaultRoute;

	/**
	 * Create the routes.
	 * @param routes the routes, with distinct names, one of which is
	 * {@value Route#DEFAULT}
	 */
	public Routes(Collection<Route> routes) {
		this(routes, List.of());
	}

	/**
	 * Create the routes, with models that are in no list but may be asked for by name.
	 * @param routes the routes, with distinct names, one of which is
	 * {@value Route#DEFAULT}
	 * @param furtherModels what is known of models that are in no list
	 */
	public Routes(Collection<Route> routes, Collection<Model> furtherModels) {
		this(routes, furtherModels, List.of());
	}

	/**
	 * Create the routes where there are several entries.
	 * @param routes the routes, with distinct names, one of which is
	 * {@value Route#DEFAULT}
	 * @param furtherModels what is known of candidates that are in no list
	 * @param anywhere what is known of models at each entry that nothing more is known
	 * of, without an entry
	 */
	public Routes(Collection<Route> routes, Collection<Model> furtherModels, Collection<Model> anywhere) {
		anywhere.forEach((model) -> this.anywhere.put(model.name(), model));
		for (Route route : routes) {
			if (this.routes.put(route.name(), route) != null) {
				throw new IllegalArgumentException("The route '" + route.name() + "' is there twice");
			}
		}
		Route defaultRoute = this.routes.get(Route.DEFAULT);
		if (defaultRoute == null) {
			throw new IllegalArgumentException("There is no route named '" + Route.DEFAULT + "'");
		}
		this.defaultRoute = defaultRoute;
		know(defaultRoute.models());
		for (Route route : routes) {
			know(route.models());
		}
		know(furtherModels);
		this.entries = this.knownModels.values()
			.stream()
			.map(Model::entry)
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
	}

	private void know(Collection<Model> models) {
		for (Model model : models) {
			this.knownModels.putIfAbsent(model.id(), model);
			this.knownNames.add(model.name());
		}
	}

	/**
	 * The routes in the order in which they were given.
	 * @return all routes
	 */
	public Collection<Route> all() {
		return List.copyOf(this.routes.values());
	}

	/**
	 * The ids of the models of all routes.
	 * @return the ids, those of the default route first
	 */
	public Set<String> models() {
		Set<String> ids = new LinkedHashSet<>();
		addIds(this.defaultRoute, ids);
		for (Route route : this.routes.values()) {
			addIds(route, ids);
		}
		return ids;
	}

	private static void addIds(Route route, Set<String> ids) {
		for (Model model : route.models()) {
			ids.add(model.id());
		}
	}

	/**
	 * Tells whether the configuration speaks of a model, in a list or elsewhere.
	 * @param id the model's id, or its name without that of an entry
	 * @return whether it is known
	 */
	public boolean isKnown(String id) {
		return this.knownModels.containsKey(id) || this.knownNames.contains(id);
	}

	/**
	 * Tells whether there are several entries, so that ids are those of candidates.
	 * @return whether models have entries
	 */
	public boolean haveEntries() {
		return this.defaultRoute.models().get(0).entry() != null;
	}

	/**
	 * The entries of all models that the configuration knows.
	 * @return the entries, each once
	 */
	public Set<Entry> entries() {
		return this.entries;
	}

	/**
	 * The configured facts about a model, in a list or elsewhere.
	 * @param id the model's id
	 * @return the model, or {@code null} if the configuration does not know it
	 */
	public @Nullable Model find(String id) {
		return this.knownModels.get(id);
	}

	/**
	 * The models that an id, or a name, stands for.
	 * @param idOrName the model's id, or its name without that of an entry
	 * @return the ids: one, or one for each entry; empty if the model is not known
	 */
	public List<String> candidates(String idOrName) {
		if (this.knownModels.containsKey(idOrName)) {
			return List.of(idOrName);
		}
		return this.knownModels.values()
			.stream()
			.filter((model) -> model.name().equals(idOrName))
			.map(Model::id)
			.toList();
	}

	/**
	 * The ids of all models in the configuration, in a list or elsewhere.
	 * @return the ids, those of the default route first
	 */
	public Set<String> knownModels() {
		return Collections.unmodifiableSet(this.knownModels.keySet());
	}

	/**
	 * The limits that the account sets on the models in the configuration.
	 * @return the limits by the models' ids, of those that have limits
	 */
	public Map<String, ModelLimits> limits() {
		Map<String, ModelLimits> limits = new LinkedHashMap<>();
		this.knownModels.forEach((id, model) -> {
			if (model.limits() != null) {
				limits.put(id, model.limits());
			}
		});
		return limits;
	}

	/**
	 * The limits of a model, which may be one that only requests name, at an entry for
	 * which the configuration does not describe it.
	 * @param id the model's id
	 * @return the limits, or {@code null} if there are none
	 */
	public @Nullable ModelLimits limits(String id) {
		Model known = this.knownModels.get(id);
		if (known != null) {
			return known.limits();
		}
		for (Entry entry : this.entries) {
			String name = entry.modelOf(id);
			Model described = (name != null) ? this.anywhere.get(name) : null;
			if (described != null) {
				return described.limits();
			}
		}
		return null;
	}

	/**
	 * These routes with one of them replaced.
	 * @param route takes the place of the route of the same name
	 * @return a copy
	 */
	Routes with(Route route) {
		List<Route> replaced = this.routes.values()
			.stream()
			.map((current) -> current.name().equals(route.name()) ? route : current)
			.toList();
		return new Routes(replaced, this.knownModels.values(), this.anywhere.values());
	}

	/**
	 * The route of the given name.
	 * @param name the name
	 * @return the route
	 * @throws IllegalArgumentException if there is no such route; the message names those
	 * that there are
	 */
	public Route get(String name) {
		Route route = this.routes.get(name);
		if (route == null) {
			ModelId.check("route", name);
			throw new IllegalArgumentException("There is no route '" + name + "': use one of " + this.routes.keySet()
					+ ", or add taotoken.routes." + name + ".model-priority");
		}
		return route;
	}

	/**
	 * The route that a request means.
	 * @param routeName the route that the request names, or {@code null} for the default
	 * route
	 * @param modelOrRoute what the request says in its field {@code model}: the name of a
	 * route; or a model, which then is the first, before the rest of the route; or
	 * {@code null}. Where there are several entries, the name of a model means the model
	 * at each entry of the route, and {@code model@entry} means the one
	 * @param ownModels the request's own list of models, which replaces that of the
	 * route; may be empty
	 * @return the route
	 * @throws IllegalArgumentException if there is no route of the given name, an id does
	 * not have the form of one, or the list names more than {@value #MOST_OWN_MODELS}
	 * models or one of them twice
	 */
	public Route resolve(@Nullable String routeName, @Nullable String modelOrRoute, List<String> ownModels) {
		check(modelOrRoute, ownModels);
		Route configured = (routeName != null) ? get(routeName) : this.defaultRoute;
		if (ownModels.isEmpty()) {
			if (modelOrRoute == null) {
				return configured;
			}
			Route named = this.routes.get(modelOrRoute);
			if (named != null && routeName == null) {
				return named;
			}
		}
		NamedModels names = new NamedModels(configured, this.knownModels, this.anywhere);
		Route route = ownModels.isEmpty() ? configured : configured.withModels(names.of(ownModels));
		return (modelOrRoute != null) ? withFirst(route, names, modelOrRoute) : route;
	}

	private static void check(@Nullable String modelOrRoute, List<String> ownModels) {
		if (modelOrRoute != null) {
			ModelId.check("model", modelOrRoute);
		}
		if (ownModels.size() > MOST_OWN_MODELS) {
			throw new IllegalArgumentException(
					"'models' names " + ownModels.size() + " models, but must name " + MOST_OWN_MODELS + " at most");
		}
		for (String id : ownModels) {
			ModelId.check("models", id);
		}
	}

	private static Route withFirst(Route route, NamedModels names, String id) {
		List<Model> first = names.of(List.of(id));
		if (first.equals(route.models().subList(0, Math.min(first.size(), route.models().size())))) {
			return route;
		}
		List<Model> models = new ArrayList<>(first);
		Set<String> ids = first.stream().map(Model::id).collect(Collectors.toSet());
		route.models().stream().filter((model) -> !ids.contains(model.id())).forEach(models::add);
		return route.withModels(models).withStrategy(RoutingStrategy.PRIORITY);
	}

}
