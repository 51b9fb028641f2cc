package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.support.GuardedWorkers;
import net.taotoken.failover.support.Listeners;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls along routes: asks the models in order, repeats on one where that makes
 * sense, and turns to the next where it does not. Knows nothing of HTTP or chat. Safe for
 * use by many threads.
 *
 * @since 0.1.0
 */
public final class FailoverExecutor implements AutoCloseable {

	private final ExecutorParts parts;

	private final ModelRetry retry;

	private final RetryBudget budget;

	private final RandomGenerator random;

	private final Listeners<CallFollower> followers;

	private final Executor probeThreads;

	/**
	 * Create an executor.
	 * @param tracker the health of the models
	 * @param classifiers tell the fault behind an exception; asked in order
	 * @param listeners hear what happens in calls
	 * @param time where time comes from
	 * @param random where chance comes from; must be safe for use by many threads
	 */
	public FailoverExecutor(ModelHealthTracker tracker, List<FaultClassifier> classifiers,
			List<FailoverListener> listeners, TimeSource time, RandomGenerator random) {
		this(tracker, classifiers, listeners, AttemptObserver.NONE, time, random);
	}

	/**
	 * Create an executor whose attempts are observed.
	 * @param tracker the health of the models
	 * @param classifiers tell the fault behind an exception; asked in order
	 * @param listeners hear what happens in calls
	 * @param observer observes each attempt
	 * @param time where time comes from
	 * @param random where chance comes from; must be safe for use by many threads
	 */
	public FailoverExecutor(ModelHealthTracker tracker, List<FaultClassifier> classifiers,
			List<FailoverListener> listeners, AttemptObserver observer, TimeSource time, RandomGenerator random) {
		this(tracker, classifiers, listeners, observer, List.of(), time, random);
	}

	/**
	 * Create an executor whose attempts are observed and whose calls are followed.
	 * @param tracker the health of the models
	 * @param classifiers tell the fault behind an exception; asked in order
	 * @param listeners hear what happens in calls
	 * @param observer observes each attempt
	 * @param followers hear of each call when it begins
	 * @param time where time comes from
	 * @param random where chance comes from; must be safe for use by many threads
	 */
	public FailoverExecutor(ModelHealthTracker tracker, List<FaultClassifier> classifiers,
			List<FailoverListener> listeners, AttemptObserver observer, List<CallFollower> followers, TimeSource time,
			RandomGenerator random) {
		this(tracker, classifiers, listeners, observer, followers, time, random,
				new GuardedWorkers("taotoken-probe", ModelProbes.MOST_THREADS));
	}

	FailoverExecutor(ModelHealthTracker tracker, List<FaultClassifier> classifiers, List<FailoverListener> listeners,
			AttemptObserver observer, List<CallFollower> followers, TimeSource time, RandomGenerator random,
			Executor probeThreads) {
		this.followers = Listeners.of(CallFollower.class, followers);
		this.budget = new RetryBudget(time);
		this.random = random;
		this.retry = new ModelRetry();
		this.probeThreads = probeThreads;
		Listeners<FailoverListener> all = Listeners.of(FailoverListener.class, listeners);
		FaultClassifiers faults = new FaultClassifiers(classifiers);
		FailoverRule rule = new FailoverRule(this.budget, random, tracker);
		EntryTroubles entries = new EntryTroubles(tracker);
		this.parts = new ExecutorParts(tracker, time, faults, rule, all, all.that(FailoverListener::hearsSuccesses),
				GuardedAttemptObserver.of(observer), entries,
				new ModelProbes(tracker, time, faults, rule, entries, probeThreads));
	}

	/**
	 * Make a call.
	 * @param <T> what an answer is
	 * @param route the models, and how the call behaves
	 * @param modelCall asks one model once
	 * @return the answer
	 * @throws FailoverException if no model gave an answer
	 */
	public <T> FailoverResult<T> execute(Route route, ModelCall<T> modelCall) throws FailoverException {
		return answer(start(route), modelCall);
	}

	/**
	 * Prepare a call that can go on when its answer breaks. Its time begins now.
	 * @param <T> what an answer is
	 * @param route the models, and how the call behaves
	 * @param modelCall asks one model once
	 * @return the call, which has asked no model yet
	 */
	public <T> FailoverCall<T> begin(Route route, ModelCall<T> modelCall) {
		CallState call = start(route);
		return new FailoverCall<>(call, modelCall, () -> answer(call, modelCall));
	}

	CallState start(Route route) {
		long now = this.parts.time().nanoTime();
		this.budget.callStarted(now);
		return this.followers.isEmpty() ? new CallState(route, now) : followed(route, now);
	}

	private CallState followed(Route route, long now) {
		CallTrace trace = new CallTrace(route.name(), now);
		this.followers.notify((follower) -> follower.callStarted(trace));
		return new CallState(route, now, trace);
	}

	private <T> FailoverResult<T> answer(CallState call, ModelCall<T> modelCall) {
		ModelSelector selector = candidates(call, modelCall, null);
		FailoverResult<T> result = null;
		try {
			result = firstAnswer(call, selector, modelCall);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			call.end(call.interruption());
		}
		catch (Error ex) {
			call.tellIn(ex);
			throw ex;
		}
		if (result == null) {
			throw failed(call, selector);
		}
		return answered(call, result);
	}

	/**
	 * Ask one model after the other, until one answers or a fault ends the call.
	 * @return the answer, or {@code null} if no further attempt makes sense
	 */
	<T> @Nullable FailoverResult<T> firstAnswer(CallState call, ModelSelector selector, ModelCall<T> modelCall)
			throws InterruptedException {
		for (SelectedModel selected = selector.next(); selected != null; selected = selector.next()) {
			FailoverResult<T> result = this.retry
				.call(new AttemptSeries<>(this.parts, call, selector, selected, modelCall));
			if (result != null) {
				return result;
			}
			selector.leave(selected.model());
		}
		return null;
	}

	ModelSelector candidates(CallState call, ModelCall<?> modelCall, @Nullable ModelClaims claims) {
		return new ModelSelector(call, modelCall, inOrder(call.route(), modelCall), this.parts, claims);
	}

	<T> FailoverResult<T> answered(CallState call, FailoverResult<T> result) {
		if (call.failures().isSomeReal()) {
			this.parts.listeners().notify((listener) -> listener.callFailedOver(call.route(), result.attempts()));
		}
		return result;
	}

	/**
	 * Within which time nearly all first tokens of a model come, as far as that is known.
	 * @param model the model, or {@code null} if none is asked yet
	 * @param modelCall what it is asked
	 */
	Duration usualFirstToken(@Nullable Model model, ModelCall<?> modelCall) {
		if (model == null) {
			return HedgeSettings.OF_UNKNOWN;
		}
		AttemptTimeouts timeouts = model.timeouts();
		if (timeouts.learnt() == null) {
			return shorter(HedgeSettings.OF_UNKNOWN, timeouts.firstToken());
		}
		FirstTokens shown = this.parts.tracker().of(model.id()).firstTokens();
		RequestSize size = RequestSize.of(modelCall.requestSize());
		long now = this.parts.time().nanoTime();
		Duration usual = shown.usual(size, now);
		return shorter((usual != null) ? usual : HedgeSettings.OF_UNKNOWN, shown.limit(size, timeouts, now));
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	FailoverException failed(CallState call, ModelSelector selector) {
		FailoverException exception = new FailureReport(call, selector, this.parts.tracker()).exception();
		call.failed(exception.fault());
		this.parts.listeners().notify((listener) -> listener.callFailed(call.route(), exception));
		return exception;
	}

	/**
	 * An attempt under way that its call gives up.
	 */
	Failure abandoned(ModelClaims.Held held, Fault fault) {
		long now = this.parts.time().nanoTime();
		long startedAt = (held.since() != null) ? held.since() : now;
		return Failure.abandoned(held.model(),
				this.parts.attempt(held.model(), fault, startedAt, now, held.requests()));
	}

	private List<Model> inOrder(Route route, ModelCall<?> modelCall) {
		List<Model> models = inOrder(route);
		// almost never true, so that normal calls need
		// not look at each model
		if (this.parts.tracker().remembersLacks()) {
			return models.stream().sorted(Comparator.comparing((model) -> lacks(model, modelCall))).toList();
		}
		return models;
	}

	private boolean lacks(Model model, ModelCall<?> modelCall) {
		return this.parts.tracker().lacks(model.id()).stream().anyMatch(modelCall::needs);
	}

	/**
	 * The models of a route in the order in which a call that starts now tries them.
	 * @param route the route
	 * @return its models, those that were demoted last
	 */
	public List<Model> inOrder(Route route) {
		List<Model> models = route.strategy().order(route.models(), this.parts.tracker(), this.random);
		// nearly never, so that good calls need not look up each model
		if (this.parts.tracker().hasDemotions()) {
			return models.stream().sorted(Comparator.comparing(this::isDemoted)).toList();
		}
		return models;
	}

	/**
	 * The number of same-model retries that the calls along a route may make now, before
	 * they switch instead. The retries of all routes count.
	 * @param route the route
	 * @return the number, never negative
	 */
	public double retriesLeft(Route route) {
		return this.budget.left(route.retry().budget());
	}

	Listeners<FailoverListener> listeners() {
		return this.parts.listeners();
	}

	private boolean isDemoted(Model model) {
		return this.parts.tracker().of(model.id()).demotedBecause() != null;
	}

	/**
	 * The source of the time of calls.
	 * @return the time source
	 */
	public TimeSource time() {
		return this.parts.time();
	}

	/**
	 * End what finds out in the background whether models are back. Calls go on.
	 */
	@Override
	public void close() {
		if (this.probeThreads instanceof GuardedWorkers workers) {
			workers.close();
		}
	}

}
