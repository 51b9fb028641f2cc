package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.ModelProperties;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * Makes models of ids and of what the properties know of them.
 */
public final class ModelConverter {

	public static final PropertyKey KEY = PropertyKey.ROOT.dot("models");

	private static final ModelProperties NOTHING = new ModelProperties(null, null, null, null, 1, Set.of(), Map.of(),
			new ModelProperties.Timeouts(null, null, null), new ModelProperties.Limits(null, null, null));

	private final Map<String, ModelProperties> known;

	private final Map<String, String> keys = new LinkedHashMap<>();

	private final FirstTokenLearning learning;

	/**
	 * Create the converter, and check what is known.
	 * @param written what is known, by the keys that binding has left of the ids
	 * @param listed the ids in the lists
	 * @param total how long a call may take
	 * @param learning how limits follow what models have shown
	 */
	ModelConverter(Map<String, ModelProperties> written, Collection<String> listed, Duration total,
			FirstTokenLearning learning) {
		this.learning = learning;
		this.known = new LinkedHashMap<>();
		for (Map.Entry<String, ModelProperties> model : written.entrySet()) {
			String id = idOf(model.getKey(), listed);
			this.known.put(id, checked(KEY.entry(model.getKey()), model.getValue(), total));
			this.keys.put(id, model.getKey());
		}
	}

	// "meta/llama-3" without brackets, or from an environment variable, arrives as
	// "metallama-3" or "metallama3"
	public static String idOf(String key, Collection<String> listed) {
		if (listed.contains(key)) {
			return key;
		}
		List<String> alike = listed.stream().filter((id) -> canonical(id).equals(canonical(key))).toList();
		return (alike.size() == 1) ? alike.get(0) : key;
	}

	private static String canonical(String id) {
		return id.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
	}

	private static ModelProperties checked(PropertyKey key, ModelProperties model, Duration total) {
		if (model.contextWindow() != null) {
			Checks.atLeast(key.dot("context-window"), 1, model.contextWindow(), 128000);
		}
		price(key.dot("input-price"), model.inputPrice());
		price(key.dot("output-price"), model.outputPrice());
		price(key.dot("cached-input-price"), model.cachedInputPrice());
		if (model.cachedInputPrice() != null && model.inputPrice() == null) {
			throw key.dot("input-price")
				.refuse("It is missing, but '" + key.dot("cached-input-price") + "' is there.", 2.5);
		}
		Checks.amount(key.dot("weight"), model.weight(), 1);
		ModelLimitsConverter.convert(key.dot("limits"), model.limits());
		limits(model).checked(key.dot("timeouts"), RouteConverter.TIMEOUTS.dot("total"), total);
		return model;
	}

	private static void price(PropertyKey key, @Nullable Double price) {
		if (price != null) {
			Checks.amount(key, price, 2.5);
		}
	}

	/**
	 * The model of a name.
	 * @param name the name
	 * @param limits the limits of the route
	 * @param total how long a call on the route may take
	 * @return the model
	 */
	Model convert(String name, TimeLimits limits, Duration total) {
		return convert(name, this.known.getOrDefault(name, NOTHING), limits, total);
	}

	/**
	 * The model of a name at an entry, where other things may hold than elsewhere.
	 * @param name the name
	 * @param entry the entry
	 * @param limits the limits of the route
	 * @param total how long a call on the route may take
	 * @return the candidate
	 */
	Model convert(String name, Entry entry, TimeLimits limits, Duration total) {
		ModelProperties here = this.known.get(entry.candidate(name));
		return ((here != null) ? convert(name, here, limits, total) : convert(name, limits, total)).at(entry);
	}

	private Model convert(String name, ModelProperties model, TimeLimits limits, Duration total) {
		TimeLimits own = limits(model);
		return Model.builder(name)
			.contextWindow(model.contextWindow())
			.inputPrice(model.inputPrice())
			.cachedInputPrice(model.cachedInputPrice())
			.outputPrice(model.outputPrice())
			.weight(model.weight())
			.onlyOn(model.onlyOn())
			.parameters(parameters(model))
			.limits(ModelLimitsConverter.convert(KEY.entry(name).dot("limits"), model.limits()))
			.timeouts(this.learning.applyTo(own.over(limits).within(total), own.firstToken() != null, total))
			.build();
	}

	private static Map<String, Object> parameters(ModelProperties model) {
		return model.parameters().isEmpty() ? Map.of() : RequestParameters.read(model.parameters());
	}

	/**
	 * The ids of models that are configured, but are in no list.
	 * @param listed the ids in the lists
	 * @return the other ids
	 */
	Set<String> unlisted(Collection<String> listed) {
		Set<String> ids = new LinkedHashSet<>(this.known.keySet());
		ids.removeAll(listed);
		return ids;
	}

	/**
	 * The key under which a model is described.
	 * @param id the id
	 * @return the key, as it was written
	 */
	PropertyKey key(String id) {
		return KEY.entry(this.keys.getOrDefault(id, id));
	}

	private static TimeLimits limits(ModelProperties model) {
		ModelProperties.Timeouts timeouts = model.timeouts();
		return new TimeLimits(timeouts.firstToken(), timeouts.stall(), timeouts.response());
	}

}
