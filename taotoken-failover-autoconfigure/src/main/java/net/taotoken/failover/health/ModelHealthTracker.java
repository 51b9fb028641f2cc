package net.taotoken.failover.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.ModelId;
import net.taotoken.failover.route.ModelSignals;
import net.taotoken.failover.support.Listeners;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Knows the health of every model: successes, errors and latency in a sliding window,
 * whether it may be asked, and which one is the healthiest. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ModelHealthTracker implements ModelSignals {

	/**
	 * Requests may name any model; of those that no configuration names, the ones that
	 * were used last are remembered.
	 */
	static final int MAX_STRANGERS = 200;

	private static final Duration LONGEST_SPREAD = Duration.ofSeconds(1);

	private static final int MOST_NAMED = 10;

	private static final Log logger = LogFactory.getLog(ModelHealthTracker.class);

	private volatile HealthSettings settings;

	private final TimeSource time;

	private final RandomGenerator random;

	private final Listeners<ModelHealthListener> listeners;

	private final Map<String, ModelHealth> models = new ConcurrentHashMap<>();

	/** Grows with each model that is new. */
	private volatile int uses;

	/** The names of the entries, if there are several. */
	private volatile Set<String> entries = Set.of();

	private final Map<String, String> demotions = new ConcurrentHashMap<>();

	private final ShortAllowances allowances = new ShortAllowances();

	private volatile Sharing sharing = Sharing.NONE;

	private final Set<String> notOffered = ConcurrentHashMap.newKeySet();

	private final LackMemory lacks = new LackMemory();

	private final AtomicReference<CountDownLatch> change = new AtomicReference<>(new CountDownLatch(1));

	/**
	 * Create a tracker that knows nothing yet, and passes models over for exactly as long
	 * as servers say.
	 * @param settings when a model is taken out, and for how long
	 * @param time where time comes from
	 * @param listeners who hears when models go out and come back
	 */
	public ModelHealthTracker(HealthSettings settings, TimeSource time, List<ModelHealthListener> listeners) {
		this(settings, time, () -> 0, listeners);
	}

	/**
	 * Create a tracker that knows nothing yet.
	 * @param settings when a model is taken out, and for how long
	 * @param time where time comes from
	 * @param random where chance comes from, by which waits that servers ask for are a
	 * little longer, so that not all instances are back at the same moment; must be safe
	 * for use by many threads
	 * @param listeners who hears when models go out and come back
	 */
	public ModelHealthTracker(HealthSettings settings, TimeSource time, RandomGenerator random,
			List<ModelHealthListener> listeners) {
		this.settings = settings;
		this.time = time;
		this.random = random;
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
				settings.rememberUnsupported(), settings.probe(), settings.demoteBelow());
	}

	/**
	 * The health of a model.
	 * @param model the model's id
	 * @return its health, which stays the same object while the model is kept or one of
	 * the strangers that were used last
	 * @throws IllegalArgumentException if it does not have the form of a {@link ModelId}
	 */
	public ModelHealth of(String model) {
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
		ModelHealth health = new ModelHealth(ModelId.check("model", model), this);
		health.usedAt(++this.uses);
		this.models.put(model, health);
		forgetOldestStranger();
		return health;
	}

	private void forgetOldestStranger() {
		List<ModelHealth> strangers = this.models.values().stream().filter((health) -> !health.isKept()).toList();
		if (strangers.size() > MAX_STRANGERS) {
			ModelHealth oldest = Collections.min(strangers, Comparator.comparingInt(ModelHealth::lastUse));
			this.models.remove(oldest.model(), oldest);
		}
	}

	/**
	 * Remember models always, however many others requests name: those of the
	 * configuration.
	 * @param ids the models' ids
	 */
	public void keep(Collection<String> ids) {
		ids.forEach((id) -> of(id).keep());
	}

	/**
	 * Tell other instances from now on what this one finds out. To be called once.
	 * @param shared tells them
	 */
	public void share(SharedHealth shared) {
		this.sharing = Sharing.with(shared);
	}

	/**
	 * How it is found out whether a model is back.
	 * @return the setting
	 */
	public ProbeMode probeMode() {
		return this.settings.probe();
	}

	/**
	 * Ask the other instances, if there are any, who finds out whether a model is back.
	 * Waits for what they say, a second at most: without their word, it is this instance.
	 * Not for threads of calls.
	 * @param model the id of the model
	 * @return zero if it is this instance, else for how long another one is at it
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Duration othersProbeFor(String model) throws InterruptedException {
		return this.sharing.othersProbeFor(model, this.time);
	}

	/**
	 * This instance does not find out any more whether a model is back, after
	 * {@link #othersProbeFor} has left it to this instance.
	 * @param model the id of the model
	 */
	public void probeEnded(String model) {
		this.sharing.probeEnded(model);
	}

	/**
	 * A model was asked whether it is back by a request that belongs to no call.
	 * Listeners hear it; its effect on health comes by the permit.
	 * @param model the id of the model
	 * @param fault why it is not back, or {@code null} if it is
	 * @param took how long it took to find out
	 */
	public void modelWasProbed(String model, @Nullable Fault fault, Duration took) {
		if (logger.isDebugEnabled()) {
			logger.debug("Model " + model + " was probed, and " + ((fault != null) ? "failed" : "answered") + " after "
					+ took.toMillis() + " ms" + ((fault != null) ? ": " + fault.describe() : ""));
		}
		this.listeners.notify((listener) -> listener.modelProbed(model, fault, took));
	}

	/**
	 * Another instance says that a model is out. It is passed over for as long, unless it
	 * is out for longer anyway, is being probed, or was steered by hand. Listeners hear
	 * it; statistics do not count it, and it is told to no other instance. Has no effect
	 * on a model that is not kept.
	 * @param model the id of the model; if the fault is the account's, all models of its
	 * entry are out
	 * @param fault why
	 * @param remaining for how long from now on; no longer than if this instance had
	 * found out itself
	 * @see #keep
	 */
	public void heardOut(String model, Fault fault, Duration remaining) {
		ModelHealth known = this.models.get(model);
		Duration capped = cappedHearsay(fault, remaining);
		if (known == null || !known.isKept() || fault.scope() == FaultScope.REQUEST || !isPositive(capped)) {
			return;
		}
		for (ModelHealth health : concernedBy(fault, known)) {
			if (health.heardOut(fault, capped)) {
				if (logger.isWarnEnabled()) {
					logger.warn("Model " + health.model() + " is out for " + capped.toMillis()
							+ " ms, as another instance says: " + fault.describe());
				}
				this.listeners.notify((listener) -> listener.modelCooledDown(health.model(), fault, capped));
			}
		}
	}

	private static boolean isPositive(Duration duration) {
		return duration.compareTo(Duration.ZERO) > 0;
	}

	private Duration cappedHearsay(Fault fault, Duration remaining) {
		Duration longest = this.settings.maxServerCoolDown();
		if (fault.retryAfter() == null && longest.compareTo(this.settings.maxCoolDown()) < 0) {
			longest = this.settings.maxCoolDown();
		}
		return coolDown(fault, (remaining.compareTo(longest) > 0) ? longest : remaining);
	}

	private Collection<ModelHealth> concernedBy(Fault fault, ModelHealth first) {
		return (fault.scope() == FaultScope.ACCOUNT) ? ofEntryOf(first) : List.of(first);
	}

	/**
	 * Another instance says that a model is back, and if it was out for a fault of the
	 * account, all models of its entry. What only this instance knows, by a fault that
	 * may be due to its own way to the model, becomes a probe that is due. Has no effect
	 * on a model that was steered by hand, or is not kept.
	 * @param model the id of the model
	 * @see #keep
	 */
	public void heardBack(String model) {
		ModelHealth known = this.models.get(model);
		if (known != null && known.isKept()) {
			known.heardBack();
		}
	}

	Sharing sharing() {
		return this.sharing;
	}

	/**
	 * Tell candidates of one entry from those of another, so that a fault of one account
	 * takes out no model of another.
	 * @param names the names of all entries that there are or have been, since calls
	 * under way may still go to those; empty if there is one only
	 */
	public void entries(Collection<String> names) {
		this.entries = Set.copyOf(names);
	}

	private String entryOf(ModelHealth health) {
		Set<String> entries = this.entries;
		if (entries.isEmpty()) {
			return "";
		}
		String entry = health.model().substring(health.model().lastIndexOf(Entry.SEPARATOR) + 1);
		return entries.contains(entry) ? entry : "";
	}

	/**
	 * The longest cool-down that is chosen here.
	 * @return the setting
	 */
	public Duration longestCoolDown() {
		return this.settings.maxCoolDown();
	}

	@Override
	public double score(String model) {
		return of(model).score();
	}

	@Override
	public @Nullable Duration latency(String model) {
		return of(model).latency();
	}

	@Override
	public @Nullable Duration firstToken(String model) {
		return of(model).firstToken();
	}

	@Override
	public int underWay(String model) {
		return of(model).underWay();
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
		return !this.demotions.isEmpty() || !this.allowances.isEmpty();
	}

	/**
	 * Whether a model is there at all, as far as is known.
	 * @param model the model's id
	 * @return false if a call that has another model to turn to does without it
	 */
	public boolean isOffered(String model) {
		return !this.notOffered.contains(model);
	}

	void leaveOut(String model, boolean out) {
		if (out) {
			this.notOffered.add(model);
		}
		else {
			this.notOffered.remove(model);
		}
	}

	@Nullable String demotedBecause(String model) {
		String opinion = demotedByOpinion(model);
		String allowance = this.allowances.isEmpty() ? null : this.allowances.reason(model, now());
		return (opinion != null && allowance != null) ? opinion + "; " + allowance
				: ((opinion != null) ? opinion : allowance);
	}

	@Nullable String demotedByOpinion(String model) {
		return this.demotions.get(model);
	}

	/**
	 * A server has announced beside a good answer how much is left of a limit. If that is
	 * little, the model stands behind all others until there is more.
	 * @param model the model's id
	 * @param allowance what is left
	 */
	public void announced(String model, Allowance allowance) {
		if (allowance.share() < this.settings.demoteBelow()) {
			this.allowances.add(model, allowance, now(), this.settings.maxServerCoolDown());
		}
		else if (!this.allowances.isEmpty()) {
			this.allowances.remove(model);
		}
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

	void stillOut(String model, Fault fault, Duration coolDown) {
		signalChange();
		if (logger.isDebugEnabled()) {
			logger.debug(
					"Model " + model + " is still out, for " + coolDown.toMillis() + " ms more: " + fault.describe());
		}
		this.listeners.notify((listener) -> listener.modelStillOut(model, fault, coolDown));
	}

	void modelIsBack(String model) {
		signalChange();
		logger.info("Model " + model + " is back");
		this.listeners.notify((listener) -> listener.modelRecovered(model));
	}

	/**
	 * Take all models of an entry out.
	 * @param first the model that was asked
	 * @param known whether it is known already that others are to be told
	 */
	void takeOutAll(ModelHealth first, Fault fault, Duration coolDown, boolean known) {
		Duration capped = coolDown(fault, coolDown);
		String entry = entryOf(first);
		List<String> out = new ArrayList<>();
		boolean news = known;
		for (ModelHealth health : ofEntryOf(first)) {
			ModelHealth.Change change = health.takeOutQuietly(fault, capped);
			news |= change != ModelHealth.Change.LITTLE;
			if (change == ModelHealth.Change.OUT) {
				out.add(health.model());
			}
		}
		if (news) {
			this.sharing.modelIsOut(first.model(), fault, capped);
		}
		if (!out.isEmpty()) {
			logger.warn("All models " + (entry.isEmpty() ? "" : "at the entry '" + entry + "' ") + "are out for "
					+ capped.toMillis() + " ms, since it is the account's: " + fault.describe()
					+ ". They were healthy until now: " + named(out));
			out.forEach((model) -> this.listeners.notify((listener) -> listener.modelCooledDown(model, fault, capped)));
		}
	}

	private Set<ModelHealth> ofEntryOf(ModelHealth first) {
		Set<ModelHealth> all = new LinkedHashSet<>(List.of(first));
		String entry = entryOf(first);
		this.models.values().stream().filter((other) -> entryOf(other).equals(entry)).forEach(all::add);
		return all;
	}

	private static String named(List<String> models) {
		String named = String.join(", ", models.subList(0, Math.min(MOST_NAMED, models.size())));
		int further = models.size() - MOST_NAMED;
		return (further > 0) ? named + " and " + further + " more" : named;
	}

	void accountIsBack(ModelHealth first) {
		ofEntryOf(first).forEach(ModelHealth::accountIsBack);
	}

	/**
	 * How long a model is passed over. What a server has asked for has an upper limit,
	 * and is spread by a little chance: up to a tenth, and a second at most.
	 */
	Duration coolDown(Fault fault, Duration wanted) {
		if (fault.retryAfter() == null) {
			return wanted;
		}
		Duration longest = this.settings.maxServerCoolDown();
		if (wanted.compareTo(longest) >= 0) {
			return longest;
		}
		long most = Math.min(LONGEST_SPREAD.toNanos(), wanted.toNanos() / 10);
		Duration spread = wanted.plusNanos((long) (most * this.random.nextDouble()));
		return (spread.compareTo(longest) > 0) ? longest : spread;
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
