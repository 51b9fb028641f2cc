package net.taotoken.failover.engine;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import net.taotoken.failover.engine.call.CallFollower;
import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.engine.call.CallTrace;
import net.taotoken.failover.engine.call.EntryTroubles;
import net.taotoken.failover.engine.call.FailoverRule;
import net.taotoken.failover.engine.call.FaultClassifiers;
import net.taotoken.failover.engine.call.RetryBudget;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.support.GuardedWorkers;
import net.taotoken.failover.support.Listeners;
import net.taotoken.failover.time.TimeSource;

/**
 * Makes calls along routes: asks the models in order, repeats on one where that makes
 * sense, and turns to the next where it does not. Knows nothing of HTTP or chat. Safe for
 * use by many threads.
 *
 * @since 0.1.0
 */
public final class FailoverExecutor implements AutoCloseable {

	private final ExecutorParts parts;

	private final ModelOrder order;

	private final CallLoop loop;

	private final RetryBudget budget;

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
		this.order = new ModelOrder(tracker, random);
		this.probeThreads = probeThreads;
		Listeners<FailoverListener> all = Listeners.of(FailoverListener.class, listeners);
		FaultClassifiers faults = new FaultClassifiers(classifiers);
		FailoverRule rule = new FailoverRule(this.budget, random, tracker);
		EntryTroubles entries = new EntryTroubles(tracker);
		this.parts = new ExecutorParts(tracker, time, faults, rule, all, all.that(FailoverListener::hearsSuccesses),
				GuardedAttemptObserver.of(observer), entries,
				new ModelProbes(tracker, time, faults, rule, entries, probeThreads));
		this.loop = new CallLoop(this.parts, this.order);
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
		return this.loop.answer(start(route), modelCall);
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
		return new FailoverCall<>(call, modelCall, () -> this.loop.answer(call, modelCall));
	}

	CallLoop loop() {
		return this.loop;
	}

	/**
	 * Begin a call. Its time begins now.
	 */
	CallState start(Route route) {
		long now = this.parts.time().nanoTime();
		this.budget.callStarted(now);
		return CallState.begin(route, now, this.followers);
	}

	/**
	 * The models of a route in the order in which a call that starts now tries them.
	 * @param route the route
	 * @return its models, those that were demoted last
	 */
	public List<Model> inOrder(Route route) {
		return this.order.of(route);
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
