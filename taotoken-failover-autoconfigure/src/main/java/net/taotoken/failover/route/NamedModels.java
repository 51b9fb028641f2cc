package net.taotoken.failover.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.Assert;

/**
 * The models that a request names, as a route would use them: what the route knows of
 * them first, then what the configuration knows. The condition of a model does not hold
 * for a request that asks for it by name, and that of an entry does not hold for one that
 * names the entry.
 */
final class NamedModels {

	private final Route route;

	private final Map<String, Model> known;

	private final Map<String, Model> anywhere;

	/** The entries of the route as they are configured, in order of preference. */
	private final List<Entry> entries;

	/** All entries by name. */
	private final Map<String, Entry> all = new LinkedHashMap<>();

	/**
	 * Create the view of a route.
	 * @param route the route
	 * @param known all models of the configuration, by id
	 * @param anywhere what is known of models at each entry that nothing more is known
	 * of, by name
	 */
	NamedModels(Route route, Map<String, Model> known, Map<String, Model> anywhere) {
		this.route = route;
		this.known = known;
		this.anywhere = anywhere;
		if (route.models().get(0).entry() == null) {
			this.entries = List.of();
			return;
		}
		Stream.concat(known.values().stream(), route.models().stream())
			.map(Model::entry)
			.filter(Objects::nonNull)
			.forEach((entry) -> this.all.putIfAbsent(entry.name(), entry));
		Set<String> used = route.models().stream().map(Model::entryName).collect(Collectors.toSet());
		this.entries = this.all.values().stream().filter((entry) -> used.contains(entry.name())).toList();
	}

	/**
	 * The models of some names, in the order of the names, each once.
	 */
	List<Model> of(List<String> names) {
		Assert.isTrue(Set.copyOf(names).size() == names.size(), "'models' must not name a model twice");
		Map<String, Model> models = new LinkedHashMap<>();
		names.stream().flatMap(this::of).forEach((model) -> models.putIfAbsent(model.id(), model));
		return List.copyOf(models.values());
	}

	private Stream<Model> of(String name) {
		if (this.entries.isEmpty()) {
			return Stream.of(described(name, name).unconditional());
		}
		for (Entry entry : this.all.values()) {
			String model = entry.modelOf(name);
			if (model != null) {
				check(entry);
				return Stream.of(at(entry, model).withoutAnyCondition());
			}
		}
		List<Entry> offering = this.entries.stream().filter((entry) -> entry.offers(name)).toList();
		// where nobody is known to offer it, the gateway may say so itself
		return (offering.isEmpty() ? this.entries : offering).stream().map((entry) -> at(entry, name).unconditional());
	}

	private void check(Entry entry) {
		if (!this.entries.contains(entry)) {
			throw new IllegalArgumentException("The route '" + this.route.name() + "' does not use the entry '"
					+ entry.name() + "': it uses " + this.entries.stream().map(Entry::name).toList());
		}
	}

	private Model at(Entry entry, String name) {
		Model described = described(entry.candidate(name), name);
		return entry.equals(described.entry()) ? described : described.at(entry);
	}

	private Model described(String id, String name) {
		return this.route.models()
			.stream()
			.filter((model) -> model.id().equals(id))
			.findFirst()
			.orElseGet(() -> Objects.requireNonNullElseGet(this.known.get(id), () -> stranger(name)));
	}

	// what is known of a model at one entry says nothing of it at another
	private Model stranger(String name) {
		Model described = this.anywhere.get(name);
		return (described != null) ? described : Model.of(name, this.route.timeouts());
	}

}
