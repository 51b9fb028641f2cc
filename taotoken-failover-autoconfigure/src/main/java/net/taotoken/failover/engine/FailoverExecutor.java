package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls along routes: asks the models in order, repeats on one where that makes
 * sense, and turns to the next where it does not. Knows nothing of HTTP or chat. Safe for
 * use by many threads.
 */
public final class FailoverExecutor {

	private final Engine engine;

	private final ModelRetry retry;

	private final RetryBudget budget;

	private final RandomGenerator random;

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
		this.budget = new RetryBudget(time);
		this.random = random;
		this.retry = new ModelRetry();
		this.engine = new Engine(tracker, time, new Faults(classifiers), new FaultDecisions(this.budget, random),
				new Listeners(listeners), GuardedAttempts.of(observer));
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
		long now = this.engine.time().nanoTime();
		this.budget.callStarted(now);
		Call call = new Call(route, now);
		Candidates candidates = new Candidates(call, inOrder(route), this.engine);
		try {
			for (Turn turn = candidates.next(); turn != null; turn = candidates.next()) {
				Outcome<T> outcome = this.retry.call(new AttemptSeries<>(this.engine, call, turn, modelCall));
				if (outcome instanceof FailoverResult<T> result) {
					return result;
				}
				if (((Left<T>) outcome).endsCall()) {
					break;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			call.end(Fault.of(FaultKind.CANCELLED).withHint("the calling thread was interrupted"));
		}
		throw failed(call, candidates);
	}

	/**
	 * The models of a route in the order in which a call that starts now tries them.
	 * @param route the route
	 * @return its models, those that were demoted last
	 */
	public List<Model> inOrder(Route route) {
		List<Model> models = route.strategy().order(route.models(), this.engine.tracker(), this.random);
		// nearly never, so that good calls need not look up each model
		if (this.engine.tracker().hasDemotions()) {
			return models.stream().sorted(Comparator.comparing(this::isDemoted)).toList();
		}
		return models;
	}

	/**
	 * How many same-model retries the calls along a route may make now, before they
	 * switch instead. The retries of all routes count.
	 * @param route the route
	 * @return the number, never negative
	 */
	public double retriesLeft(Route route) {
		return this.budget.left(route.retry().budget());
	}

	Listeners listeners() {
		return this.engine.listeners();
	}

	private boolean isDemoted(Model model) {
		return this.engine.tracker().of(model.id()).demotedBecause() != null;
	}

	/**
	 * Where the time of calls comes from.
	 * @return the time source
	 */
	public TimeSource time() {
		return this.engine.time();
	}

	/**
	 * Tell the listeners that an answer broke after its call had ended.
	 * @param route the route of the call
	 * @param attempt the attempt, with its fault
	 */
	public void answerInterrupted(Route route, Attempt attempt) {
		this.engine.listeners().tell((listener) -> listener.answerInterrupted(route, attempt));
	}

	private FailoverException failed(Call call, Candidates candidates) {
		Fault end = call.end();
		FailoverException exception = new FailoverException(call.route().name(), call.attempts(),
				candidates.passedOver(), end, retryAfter(end, candidates), call.causes());
		this.engine.listeners().tell((listener) -> listener.callFailed(call.route(), exception));
		return exception;
	}

	private static @Nullable Duration retryAfter(Fault end, Candidates candidates) {
		return (end.scope() == FaultScope.REQUEST) ? null : candidates.timeUntilFirstBack();
	}

}
