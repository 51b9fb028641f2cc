package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.engine.call.Failure;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.time.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a call that may be hedged: a second thread asks the models that the first
 * is not at. Both share the call, so they ask no model twice, and each attempt is in its
 * list. The second thread never does harm: when it fails, the first goes on.
 *
 * @param <T> what an answer is
 */
final class HedgedCall<T> {

	private static final Log logger = LogFactory.getLog(HedgedCall.class);

	private static final Fault ANOTHER_WAS_FIRST = Fault.of(FaultKind.CANCELLED)
		.withHint("another model answered first");

	private final CallLoop loop;

	private final CallState call;

	private final ModelCall<T> modelCall;

	private final ModelClaims claims = new ModelClaims();

	private final HedgeRace<T> race = new HedgeRace<>();

	private final ExecutorCompletionService<@Nullable FailoverResult<T>> racers;

	private final TimeSource time;

	/** One of the threads has ended. */
	private final CountDownLatch ended = new CountDownLatch(1);

	private final List<Future<?>> futures = new ArrayList<>();

	private @Nullable Throwable failure;

	HedgedCall(CallLoop loop, CallState call, ModelCall<T> modelCall, Executor threads, TimeSource time) {
		this.loop = loop;
		this.call = call;
		this.modelCall = modelCall;
		this.racers = new ExecutorCompletionService<>(threads);
		this.time = time;
	}

	/**
	 * Run the race.
	 * @param settings how long to wait for the first thread
	 * @param budget says whether a second one may be started
	 * @return the answer
	 * @throws FailoverException if no model gave an answer
	 */
	FailoverResult<T> run(HedgeSettings settings, HedgeBudget budget) throws FailoverException {
		FailoverResult<T> result;
		boolean ended = false;
		try {
			race(settings, budget);
			ended = true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			ended = true;
			this.call.end(this.call.interruption());
		}
		catch (Error ex) {
			this.call.tellIn(ex);
			throw ex;
		}
		finally {
			result = this.race.end();
			giveUpOthers(result);
			if (result != null && !ended) {
				ExecutorParts.discard(this.modelCall, result.answer());
			}
		}
		if (result == null) {
			throw this.loop.failed(this.call, candidates());
		}
		this.call.end(null);
		return this.loop.answered(this.call, result.withFailed(this.call.attempts()));
	}

	private void race(HedgeSettings settings, HedgeBudget budget) throws InterruptedException {
		if (!start()) {
			// no thread to be had: then on this one, without a hedge
			ask();
			return;
		}
		Future<@Nullable FailoverResult<T>> early = awaitFirst(settings);
		Duration after = (settings.after() != null) ? settings.after() : HedgeSettings.OF_UNKNOWN;
		while (early == null && (!this.claims.hasAsked() || this.claims.isSomeAnswering())) {
			// Do not hedge yet: either the first thread waits for a cool-down (a
			// second thread would wait too), or its model already writes an answer (a
			// second answer would be thrown away)
			early = poll(after);
		}
		if (early == null && hedge(budget)) {
			awaitAnswer(2);
		}
		else {
			finish((early != null) ? early : this.racers.take());
		}
		if (this.failure instanceof Error error) {
			throw error;
		}
	}

	/**
	 * Wait for the first thread until a second one is worth its price.
	 */
	private @Nullable Future<@Nullable FailoverResult<T>> awaitFirst(HedgeSettings settings)
			throws InterruptedException {
		if (settings.after() != null) {
			return poll(settings.after());
		}
		// after that, it is known which model is asked
		Future<@Nullable FailoverResult<T>> early = poll(HedgeSettings.SHORTEST);
		if (early != null) {
			return early;
		}
		Duration usual = usualFirstToken(this.loop.parts(), this.claims.someModel(), this.modelCall);
		return poll(usual.minus(HedgeSettings.SHORTEST));
	}

	private @Nullable Future<@Nullable FailoverResult<T>> poll(Duration longest) throws InterruptedException {
		return this.time.awaitWork(this.ended, longest) ? this.racers.take() : null;
	}

	/**
	 * The time within which nearly all first tokens of a model come, as far as that is
	 * known.
	 * @param model the model, or {@code null} if none is asked yet
	 * @param modelCall the request
	 */
	static Duration usualFirstToken(ExecutorParts parts, @Nullable Model model, ModelCall<?> modelCall) {
		if (model == null) {
			return HedgeSettings.OF_UNKNOWN;
		}
		AttemptTimeouts timeouts = model.timeouts();
		if (timeouts.learnt() == null) {
			return shorter(HedgeSettings.OF_UNKNOWN, timeouts.firstToken());
		}
		FirstTokens shown = parts.tracker().of(model.id()).firstTokens();
		RequestSize size = RequestSize.of(modelCall.requestSize());
		long now = parts.time().nanoTime();
		Duration usual = shown.usual(size, now);
		return shorter((usual != null) ? usual : HedgeSettings.OF_UNKNOWN, shown.limit(size, timeouts, now));
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private boolean hedge(HedgeBudget budget) {
		boolean worthwhile = !this.call.isLastAttempt() && candidates().isSomeReady();
		if (!worthwhile || !budget.tryHedge()) {
			return false;
		}
		// before the second thread begins, as the first may look for a model at once
		this.call.reserveAttempts(1);
		if (!start()) {
			this.call.reserveAttempts(0);
			return false;
		}
		this.loop.parts().listeners().notify((listener) -> listener.callHedged(this.call.route()));
		return true;
	}

	private void awaitAnswer(int running) throws InterruptedException {
		for (int left = running; left > 0; left--) {
			if (finish(this.racers.take())) {
				this.failure = null;
				return;
			}
			this.call.reserveAttempts(0);
		}
		if (this.failure == null) {
			// Each thread may have stopped because the last attempt was reserved for
			// the other one, so this thread makes it now
			ask();
		}
	}

	/**
	 * Look at what came of a thread that has ended.
	 * @return whether it brought the answer
	 */
	private boolean finish(Future<@Nullable FailoverResult<T>> ended) throws InterruptedException {
		try {
			return ended.get() != null;
		}
		catch (ExecutionException ex) {
			this.failure = ex.getCause();
			return false;
		}
	}

	private boolean start() {
		try {
			this.futures.add(this.racers.submit(this::ask));
			return true;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			logger.warn("There is no thread for a call that may be hedged, which goes on without: " + ex);
			return false;
		}
	}

	private @Nullable FailoverResult<T> ask() throws InterruptedException {
		try {
			FailoverResult<T> result = this.loop.firstAnswer(this.call, candidates(), this.modelCall);
			if (result == null || this.race.offer(result)) {
				return result;
			}
			ExecutorParts.discard(this.modelCall, result.answer());
			return null;
		}
		finally {
			this.ended.countDown();
		}
	}

	private ModelSelector candidates() {
		return this.loop.candidates(this.call, this.modelCall, this.claims);
	}

	/**
	 * Interrupt the threads that are late, and tell of their attempts what became of
	 * them.
	 */
	private void giveUpOthers(@Nullable FailoverResult<T> winner) {
		Fault lost = (winner != null) ? ANOTHER_WAS_FIRST : this.call.interruption();
		for (ModelClaims.Held held : this.claims.withdrawAll()) {
			if (winner == null || !winner.model().id().equals(held.model().id())) {
				this.call.add(abandoned(held, lost));
			}
		}
		this.futures.forEach((future) -> future.cancel(true));
	}

	private Failure abandoned(ModelClaims.Held held, Fault fault) {
		ExecutorParts parts = this.loop.parts();
		long now = parts.time().nanoTime();
		long startedAt = (held.since() != null) ? held.since() : now;
		return Failure.abandoned(held.model(), parts.attempt(held.model(), fault, startedAt, now, held.requests()));
	}

}
