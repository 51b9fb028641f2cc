package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls that ask a second model when the first is slow to begin: the first to
 * deliver wins, the other is interrupted, which is neutral to its health. Each call costs
 * a thread, so this is for those who have asked for it. Safe for use by many threads.
 */
public final class HedgingExecutor {

	private final FailoverExecutor executor;

	private final HedgeSettings settings;

	private final HedgeBudget budget;

	private final Executor threads;

	private final TimeSource time;

	/**
	 * Create an executor.
	 * @param executor makes each of the calls that race
	 * @param settings when a call is hedged
	 * @param threads runs each task on a thread of its own
	 * @param time where time comes from
	 */
	public HedgingExecutor(FailoverExecutor executor, HedgeSettings settings, Executor threads, TimeSource time) {
		this.executor = executor;
		this.settings = settings;
		this.budget = new HedgeBudget(settings.maxExtra());
		this.threads = threads;
		this.time = time;
	}

	/**
	 * Make a call.
	 * @param <T> what an answer is
	 * @param route the models, and how the call behaves
	 * @param modelCall asks one model once; may be called by two threads at once
	 * @param discard gets an answer that came too late, to free what it holds
	 * @return the answer that came first
	 * @throws FailoverException if no model gave an answer
	 */
	public <T> FailoverResult<T> execute(Route route, ModelCall<T> modelCall, Consumer<? super T> discard)
			throws FailoverException {
		this.budget.callStarted();
		long startedAt = this.time.nanoTime();
		Race<T> race = new Race<>();
		ExecutorCompletionService<FailoverResult<T>> running = new ExecutorCompletionService<>(this.threads);
		List<Future<FailoverResult<T>>> futures = new ArrayList<>();
		Racer<T> first = new Racer<>(race, this.executor, route, modelCall, discard, this.time);
		try {
			futures.add(running.submit(first));
			Future<FailoverResult<T>> early = running.poll(this.settings.after().toNanos(), TimeUnit.NANOSECONDS);
			while (early == null && first.asked().isEmpty()) {
				// it waits for a model to come back, and a second call could do no more
				early = running.poll(this.settings.after().toNanos(), TimeUnit.NANOSECONDS);
			}
			if (early != null) {
				return result(early);
			}
			Route hedge = hedge(route, first.asked(), startedAt);
			if (hedge == null) {
				return result(running.take());
			}
			this.executor.listeners().tell((listener) -> listener.callHedged(route));
			Racer<T> second = new Racer<>(race, this.executor, hedge, modelCall, discard, this.time);
			futures.add(running.submit(second));
			FailoverResult<T> result = firstAnswer(running);
			return result
				.withEarlier(first.asked().contains(result.model().id()) ? second.attempts() : first.attempts());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return whatThereIs(race, first);
		}
		finally {
			race.end();
			futures.forEach((future) -> future.cancel(true));
		}
	}

	/**
	 * The route for a second call, without the models that the first has asked, or
	 * {@code null} if there are no others or too many calls were hedged.
	 */
	private @Nullable Route hedge(Route route, Set<String> asked, long startedAt) {
		List<Model> others = route.models().stream().filter((model) -> !asked.contains(model.id())).toList();
		Duration timeLeft = route.totalTimeout().minusNanos(this.time.nanoTime() - startedAt);
		if (others.isEmpty() || timeLeft.isNegative() || timeLeft.isZero() || !this.budget.tryHedge()) {
			return null;
		}
		return route.withModels(others).withTotalTimeout(timeLeft);
	}

	private static <T> FailoverResult<T> firstAnswer(ExecutorCompletionService<FailoverResult<T>> running)
			throws InterruptedException {
		try {
			return result(running.take());
		}
		catch (FailoverException one) {
			try {
				return result(running.take());
			}
			catch (FailoverException other) {
				one.addSuppressed(other);
				throw one;
			}
		}
	}

	private static <T> FailoverResult<T> result(Future<FailoverResult<T>> future) throws InterruptedException {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof FailoverException exception) {
				throw exception;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	private static <T> FailoverResult<T> whatThereIs(Race<T> race, Racer<T> first) {
		FailoverResult<T> winner = race.end();
		if (winner != null) {
			return winner;
		}
		Fault end = Fault.of(FaultKind.CANCELLED).withHint("the calling thread was interrupted");
		throw new FailoverException(first.route().name(), first.attempts(), List.of(), end, null, List.of());
	}

}
