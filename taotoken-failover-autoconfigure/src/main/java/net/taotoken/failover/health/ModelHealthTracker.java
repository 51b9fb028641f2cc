package net.taotoken.failover.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.route.ModelSignals;
import net.taotoken.failover.support.Listeners;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Knows the health of every model: successes, errors and latency in a sliding window,
 * whether it may be asked, and which one is the healthiest. Safe for use by many threads.
 */
public final class ModelHealthTracker implements ModelSignals {

	/** Requests may name any model; those beyond this number are not remembered. */
	static final int MAX_MODELS = 1000;

	private static final Log logger = LogFactory.getLog(ModelHealthTracker.class);

	private volatile HealthSettings settings;

	private final TimeSource time;

	private final Listeners<ModelHealthListener> listeners;

	private final Map<String, ModelHealth> models = new ConcurrentHashMap<>();

	private final Map<String, String> demotions = new ConcurrentHashMap<>();

	private final LackMemory lacks = new LackMemory();

	private final AtomicReference<CountDownLatch> change = new AtomicReference<>(new CountDownLatch(1));

	/**
	 * Create a tracker that knows nothing yet.
	 * @param settings when a model is taken out, and for how long
	 * @param time where time comes from
	 * @param listeners who hears when models go out and come back
	 */
	public ModelHealthTracker(HealthSettings settings, TimeSource time, List<ModelHealthListener> listeners) {
		this.settings = settings;
		this.time = time;
		this.listeners = Listeners.of(ModelHealthListener.class, listeners);
	}

	/**
	 * Change when models are taken out, and for how long, from now on. How far back
	 * attempts are counted stays as it is.
	 * @param settings the new settings, whose window is ignored
	 */
	public void configure(HealthSettings settings) {
		this.settings = new HealthSettings(settings.failureRate(), this.settings.window(), settings.minimumCalls(),
				settings.coolDown(), settings.maxCoolDown(), settings.maxServerCoolDown(),
				settings.rememberUnsupported());
	}

	/**
	 * The health of a model.
	 * @param model the model's id; any id will do
	 * @return its health, which stays the same object unless very many different models
	 * are asked for
	 */
	public ModelHealth of(String model) {
		ModelHealth known = this.models.get(model);
		if (known != null) {
			return known;
		}
		if (this.models.size() >= MAX_MODELS) {
			return new ModelHealth(model, this);
		}
		return this.models.computeIfAbsent(model, (id) -> new ModelHealth(id, this));
	}

	@Override
	public double score(String model) {
		return of(model).score();
	}

	@Override
	public @Nullable Duration latency(String model) {
		return of(model).latency();
	}

	/**
	 * What is known of a model now.
	 * @param model the model's id
	 * @return a snapshot for display
	 */
	public ModelHealthSnapshot snapshot(String model) {
		return of(model).snapshot();
	}

	/**
	 * The healthiest of some models: one that may be asked before one that may not, then
	 * the one with the best score, then the first.
	 * @param models the models' ids, at least one
	 * @return the id of the healthiest
	 * @throws IllegalArgumentException if there are no models
	 */
	public String healthiest(Collection<String> models) {
		return models.stream()
			.map(this::snapshot)
			.min(Comparator.comparing((ModelHealthSnapshot snapshot) -> !snapshot.isHealthy())
				.thenComparing(ModelHealthSnapshot::score, Comparator.reverseOrder()))
			.map(ModelHealthSnapshot::model)
			.orElseThrow(() -> new IllegalArgumentException("'models' must not be empty"));
	}

	/**
	 * Whether some model stands behind all others.
	 */
	public boolean hasDemotions() {
		return !this.demotions.isEmpty();
	}

	@Nullable String demotedBecause(String model) {
		return this.demotions.get(model);
	}

	void demote(String model, @Nullable String reason) {
		if (reason != null) {
			this.demotions.put(model, reason);
		}
		else {
			this.demotions.remove(model);
		}
	}

	/**
	 * Whether some model was seen to lack something, so that calls need to compare.
	 * @return whether anything is remembered
	 */
	public boolean remembersLacks() {
		return !this.lacks.isEmpty();
	}

	/**
	 * What a model was seen to lack in the recent past.
	 * @param model the model's id
	 * @return what requests had better not ask of it
	 */
	public Set<MissingFeature> lacks(String model) {
		return this.lacks.of(model, now());
	}

	/**
	 * Remember for a while what a model was seen to lack. It has no effect on its health.
	 * @param model the model's id
	 * @param feature what it lacks
	 */
	public void remember(String model, MissingFeature feature) {
		this.lacks.add(model, feature, now(), this.settings.rememberUnsupported());
	}

	/**
	 * A signal that is given when a model may have become usable. Take it before looking
	 * at the models, so that nothing is missed in between.
	 * @return the signal
	 */
	public CountDownLatch nextChange() {
		return this.change.get();
	}

	void signalChange() {
		this.change.getAndSet(new CountDownLatch(1)).countDown();
	}

	void modelIsOut(String model, Fault fault, Duration coolDown) {
		if (logger.isWarnEnabled()) {
			logger.warn("Model " + model + " is out for " + coolDown.toMillis() + " ms: " + fault.describe());
		}
		this.listeners.notify((listener) -> listener.modelCooledDown(model, fault, coolDown));
	}

	void stillOut(String model, Fault fault, long nanos) {
		signalChange();
		if (logger.isDebugEnabled()) {
			logger
				.debug("Model " + model + " is still out, for " + nanos / 1_000_000 + " ms more: " + fault.describe());
		}
	}

	void modelIsBack(String model) {
		signalChange();
		logger.info("Model " + model + " is back");
		this.listeners.notify((listener) -> listener.modelRecovered(model));
	}

	void takeOutAll(Fault fault, Duration coolDown) {
		this.models.values().forEach((health) -> health.takeOut(fault, coolDown));
	}

	void accountIsBack() {
		this.models.values().forEach(ModelHealth::accountIsBack);
	}

	Duration capped(Fault fault, Duration coolDown) {
		boolean dictated = fault.retryAfter() != null;
		Duration longest = this.settings.maxServerCoolDown();
		return (dictated && coolDown.compareTo(longest) > 0) ? longest : coolDown;
	}

	HealthSettings settings() {
		return this.settings;
	}

	long now() {
		return this.time.nanoTime();
	}

	Instant instant() {
		return this.time.instant();
	}

}
