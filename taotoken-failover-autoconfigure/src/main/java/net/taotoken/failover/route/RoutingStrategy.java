package net.taotoken.failover.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * In which order the models of a route are tried. Models that compare equal stay in the
 * order in which they are listed.
 *
 * @since 0.1.0
 */
public enum RoutingStrategy {

	/** As listed. */
	PRIORITY,

	/** The best health score first. */
	HEALTHIEST,

	/**
	 * The shortest recent answers first, the more so the less is under way; a model
	 * without recent answers before all, but one call at a time. First tokens are
	 * compared with first tokens if they are known of all models that are known, else
	 * whole answers with whole answers. A little chance keeps the calls of many instances
	 * from going to one of two models that are equally fast.
	 */
	FASTEST,

	/** The lowest sum of input and output price first; a model without a price last. */
	CHEAPEST,

	/** At random, in proportion to the weights; models of weight 0 last. */
	WEIGHTED;

	/** The most by which the answers of a model count as longer by chance. */
	private static final double SPREAD = 0.1;

	/**
	 * Put models in the order in which a call tries them.
	 * @param models the models as listed
	 * @param signals what is known of their recent past
	 * @param random a source of random numbers
	 * @return the same models in order; must not be modified
	 */
	public List<Model> order(List<Model> models, ModelSignals signals, RandomGenerator random) {
		return switch (this) {
			case PRIORITY -> models;
			case HEALTHIEST -> byModel(models, (model) -> -signals.score(model.id()));
			case FASTEST -> fastest(models, signals, random);
			case CHEAPEST -> ascending(models, RoutingStrategy::price);
			// sorting by the arrival times of Poisson processes with these rates draws
			// each next model in proportion to its weight
			case WEIGHTED -> byModel(models, (model) -> random.nextExponential() / model.weight());
		};
	}

	// keys are computed once each: signals and random numbers move while a list is sorted
	private static List<Model> ascending(List<Model> models, ToDoubleFunction<Model> key) {
		Map<Model, Double> keys = new HashMap<>();
		for (Model model : models) {
			keys.put(model, key.applyAsDouble(model));
		}
		List<Model> ordered = new ArrayList<>(models);
		ordered.sort(Comparator.comparing(keys::get));
		return ordered;
	}

	/**
	 * Models in the order of their keys, each with its entries in order of preference, so
	 * that no strategy spends what a preferred entry would have given. The key of a model
	 * is that of its first candidate.
	 */
	private static List<Model> byModel(List<Model> models, ToDoubleFunction<Model> key) {
		Map<String, Double> keys = new HashMap<>();
		Map<String, Integer> entries = new HashMap<>();
		boolean byEntry = false;
		String before = "";
		for (Model model : models) {
			boolean again = keys.containsKey(model.name());
			byEntry |= again && !before.equals(model.name());
			if (!again) {
				keys.put(model.name(), key.applyAsDouble(model));
			}
			entries.putIfAbsent(String.valueOf(model.entryName()), entries.size());
			before = model.name();
		}
		Comparator<Model> order = Comparator.comparing((model) -> keys.get(model.name()));
		if (byEntry) {
			order = Comparator.<Model>comparingInt((model) -> entries.get(String.valueOf(model.entryName())))
				.thenComparing(order);
		}
		List<Model> ordered = new ArrayList<>(models);
		ordered.sort(order);
		return ordered;
	}

	private static List<Model> fastest(List<Model> models, ModelSignals signals, RandomGenerator random) {
		boolean byFirstToken = models.stream()
			.map(Model::id)
			.allMatch((model) -> signals.firstToken(model) != null || signals.latency(model) == null);
		return byModel(models, (model) -> {
			Duration usual = byFirstToken ? signals.firstToken(model.id()) : signals.latency(model.id());
			int underWay = signals.underWay(model.id());
			if (usual == null) {
				return (underWay > 0) ? Double.MAX_VALUE : 0;
			}
			return usual.toNanos() * (1.0 + underWay) * (1 + SPREAD * random.nextDouble());
		});
	}

	private static double price(Model model) {
		if (model.inputPrice() == null && model.outputPrice() == null) {
			return Double.MAX_VALUE;
		}
		return orZero(model.inputPrice()) + orZero(model.outputPrice());
	}

	private static double orZero(@Nullable Double price) {
		return (price != null) ? price : 0;
	}

}
