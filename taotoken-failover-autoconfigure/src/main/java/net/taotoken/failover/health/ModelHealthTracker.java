package net.taotoken.failover.health;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.route.ModelId;
import net.taotoken.failover.route.ModelLimits;
import net.taotoken.failover.route.ModelSignals;
import net.taotoken.failover.route.TokenDemand;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Knows the health of every model: successes, errors and latency in a sliding window,
 * whether it may be asked, and which one is the healthiest. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ModelHealthTracker implements ModelSignals {

	private final HealthParts parts;

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
		this.parts = new HealthParts(settings, time, random, listeners);
	}

	/**
	 * Change when models are taken out, and for how long, from now on. How far back
	 * attempts are counted stays as it is.
	 * @param settings the new settings, whose window is ignored
	 */
	public void configure(HealthSettings settings) {
		this.parts.configure(settings.toBuilder().window(this.parts.settings().window()).build());
	}

	/**
	 * The health of a model.
	 * @param model the model's id
	 * @return its health, which stays the same object while the model is kept or one of
	 * the strangers that were used last
	 * @throws IllegalArgumentException if it does not have the form of a {@link ModelId}
	 */
	public ModelHealth of(String model) {
		return this.parts.models().of(model);
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
	 * Change the limits of models from now on. What was asked of them counts on.
	 * @param limits the limits by the models' ids; other models have none
	 */
	public void limit(Map<String, ModelLimits> limits) {
		limit(limits.keySet(), limits::get);
	}

	/**
	 * Change the limits of models from now on, also of those that only requests name.
	 * What was asked of them counts on.
	 * @param ids the models that are known to have limits
	 * @param limits gives the limits of a model by its id, or {@code null} for none;
	 * asked again for each model that is new
	 */
	public void limit(Collection<String> ids, Function<String, @Nullable ModelLimits> limits) {
		this.parts.models().limit(limits);
		ids.forEach(this::of);
	}

	/**
	 * Tells whether some model has or had limits, so that calls need an
	 * {@link Applicant}.
	 */
	public boolean hasLimits() {
		return this.parts.isLimited();
	}

	/**
	 * An applicant for the permits of a call.
	 * @param demand how many tokens its request may take; asked for only where a limit
	 * counts tokens
	 * @return one thread of the call
	 */
	public Applicant applicant(Supplier<TokenDemand> demand) {
		return new Applicant(this.parts.news(), demand);
	}

	/**
	 * Tell other instances from now on what this one finds out. To be called once.
	 * @param shared tells them
	 */
	public void share(SharedHealth shared) {
		this.parts.news().shareWith(shared);
	}

	/**
	 * The way to find out whether a model is back.
	 * @return the setting
	 */
	public ProbeMode probeMode() {
		return this.parts.settings().probe();
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
		return this.parts.news().sharing().othersProbeFor(model, this.parts.time());
	}

	/**
	 * This instance does not find out any more whether a model is back, after
	 * {@link #othersProbeFor} has left it to this instance.
	 * @param model the id of the model
	 */
	public void probeEnded(String model) {
		this.parts.news().sharing().probeEnded(model);
	}

	/**
	 * A model was asked whether it is back by a request that belongs to no call.
	 * Listeners hear it; its effect on health comes by the permit.
	 * @param model the id of the model
	 * @param fault why it is not back, or {@code null} if it is
	 * @param took how long it took to find out
	 */
	public void modelWasProbed(String model, @Nullable Fault fault, Duration took) {
		this.parts.news().probed(model, fault, took);
	}

	/**
	 * Another instance says that a model is out. It is passed over for as long, unless it
	 * is out for longer anyway, is being probed, or was steered by hand. Listeners hear
	 * it; statistics do not count it, and it is told to no other instance. Has no effect
	 * on a model that is not kept. A fault that may be due to the way of the others to
	 * the model has none either while the model is well here, and has answered within the
	 * last seconds: what this instance sees itself comes first.
	 * @param model the id of the model; if the fault is the account's, all models of its
	 * entry are out
	 * @param fault why
	 * @param remaining for how long from now on; no longer than if this instance had
	 * found out itself
	 * @see #keep
	 */
	public void heardOut(String model, Fault fault, Duration remaining) {
		ModelHealth known = this.parts.models().kept(model);
		Duration capped = this.parts.heard(fault, remaining);
		if (known == null || fault.scope() == FaultScope.REQUEST || capped.isZero() || capped.isNegative()) {
			return;
		}
		Collection<Availability> concerned = this.parts.accounts().concernedBy(fault, known.availability());
		boolean isTheirWay = !fault.kind().isWordOfServer()
				&& concerned.stream().anyMatch(Availability::hasJustAnswered);
		if (!isTheirWay) {
			concerned.forEach((each) -> each.heardOut(fault, capped));
		}
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
		ModelHealth known = this.parts.models().kept(model);
		if (known != null) {
			known.availability().heardBack();
		}
	}

	/**
	 * Tell candidates of one entry from those of another, so that a fault of one account
	 * takes out no model of another.
	 * @param names the names of all entries that there are or have been, since calls
	 * under way may still go to those; empty if there is one only
	 */
	public void entries(Collection<String> names) {
		this.parts.accounts().entries(names);
	}

	/**
	 * The account that is used for a model, so that it can be told from others.
	 * @param model the id of the model
	 * @return the name of its entry, empty if there is one only
	 */
	public String accountOf(String model) {
		return this.parts.accounts().entryOf(model);
	}

	/**
	 * The longest cool-down that is chosen here.
	 * @return the setting
	 */
	public Duration longestCoolDown() {
		return this.parts.settings().maxCoolDown();
	}

	@Override
	public double score(String model) {
		return of(model).statistics().score(now());
	}

	@Override
	public @Nullable Duration latency(String model) {
		return of(model).statistics().latency(now());
	}

	@Override
	public @Nullable Duration firstToken(String model) {
		return of(model).statistics().firstToken(now());
	}

	@Override
	public int underWay(String model) {
		return of(model).statistics().underWay();
	}

	/**
	 * The known state of a model now.
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
	 * Tells whether some model stands behind all others.
	 */
	public boolean hasDemotions() {
		return !this.parts.standings().areEqual();
	}

	/**
	 * Tells whether a model is there at all, as far as is known.
	 * @param model the model's id
	 * @return false if a call that has another model to turn to does without it
	 */
	public boolean isOffered(String model) {
		return this.parts.standings().isOffered(model);
	}

	Standings standings() {
		return this.parts.standings();
	}

	/**
	 * A server has announced beside a good answer how much is left of a limit. If that is
	 * little, the model stands behind all others until there is more.
	 * @param model the model's id
	 * @param allowance what is left
	 */
	public void announced(String model, Allowance allowance) {
		this.parts.standings().announced(model, allowance, this.parts.settings(), now());
	}

	/**
	 * Tells whether some model was seen to lack something, so that calls need to compare.
	 * @return whether anything is remembered
	 */
	public boolean remembersLacks() {
		return !this.parts.lacks().isEmpty();
	}

	/**
	 * The features that a model was seen to lack in the recent past.
	 * @param model the model's id
	 * @return what requests had better not ask of it
	 */
	public Set<MissingFeature> lacks(String model) {
		return this.parts.lacks().of(model, now());
	}

	/**
	 * Remember for a while what a model was seen to lack. It has no effect on its health.
	 * @param model the model's id
	 * @param feature what it lacks
	 */
	public void remember(String model, MissingFeature feature) {
		this.parts.lacks().add(model, feature, now(), this.parts.settings().rememberUnsupported());
	}

	/**
	 * A signal that is given when a model may have become usable. Take it before looking
	 * at the models, so that nothing is missed in between.
	 * @return the signal
	 */
	public CountDownLatch nextChange() {
		return this.parts.news().nextChange();
	}

	private long now() {
		return this.parts.now();
	}

}
