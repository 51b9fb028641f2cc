package net.taotoken.failover.health;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import net.taotoken.failover.route.ModelId;
import net.taotoken.failover.route.ModelLimits;
import org.jspecify.annotations.Nullable;

/**
 * The models that are remembered: those of the configuration, and of all others those
 * that were used last. Safe for use by many threads.
 */
final class KnownModels {

	/** Requests may name any model. */
	static final int MAX_STRANGERS = 200;

	private final Map<String, ModelHealth> models = new ConcurrentHashMap<>();

	private final Function<String, ModelHealth> factory;

	private Function<String, @Nullable ModelLimits> limits = (model) -> null;

	/** Grows with each model that is new. */
	private volatile int uses;

	/**
	 * Create an empty memory.
	 * @param factory makes the health of a model that is new
	 */
	KnownModels(Function<String, ModelHealth> factory) {
		this.factory = factory;
	}

	ModelHealth of(String model) {
		ModelHealth known = this.models.get(model);
		if (known == null) {
			return remember(model);
		}
		known.usedAt(this.uses);
		return known;
	}

	private synchronized ModelHealth remember(String model) {
		ModelHealth known = this.models.get(model);
		if (known != null) {
			return known;
		}
		ModelHealth health = this.factory.apply(ModelId.check("model", model));
		health.usedAt(++this.uses);
		this.models.put(model, health);
		health.limit(this.limits.apply(model));
		forgetOldestStranger();
		return health;
	}

	/**
	 * Change the limits of all models, and of those that are new from now on.
	 */
	synchronized void limit(Function<String, @Nullable ModelLimits> limits) {
		this.limits = limits;
		this.models.values().forEach((health) -> health.limit(limits.apply(health.model())));
	}

	private void forgetOldestStranger() {
		List<ModelHealth> strangers = this.models.values().stream().filter((health) -> !health.isKept()).toList();
		if (strangers.size() > MAX_STRANGERS) {
			ModelHealth oldest = Collections.min(strangers, Comparator.comparingInt(ModelHealth::lastUse));
			this.models.remove(oldest.model(), oldest);
		}
	}

	/**
	 * A model that is never forgotten.
	 * @return its health, or {@code null} if it is a stranger
	 */
	@Nullable ModelHealth kept(String model) {
		ModelHealth known = this.models.get(model);
		return (known != null && known.isKept()) ? known : null;
	}

	Stream<ModelHealth> all() {
		return this.models.values().stream();
	}

}
