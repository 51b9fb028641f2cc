package net.taotoken.failover.engine;

import java.util.concurrent.Executor;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;

/**
 * Makes calls that ask a second model when the first is slow to begin: the first to
 * deliver wins, the other is interrupted, which is neutral to its health. Each call costs
 * a thread, so this is for those who have asked for it. Safe for use by many threads.
 *
 * @since 0.1.0
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
	 * @return the answer that came first
	 * @throws FailoverException if no model gave an answer
	 */
	public <T> FailoverResult<T> execute(Route route, ModelCall<T> modelCall) throws FailoverException {
		return answer(this.executor.start(route), modelCall);
	}

	/**
	 * Prepare a call that can go on when its answer breaks. Its time begins now, and each
	 * of its answers may be hedged.
	 * @param <T> what an answer is
	 * @param route the models, and how the call behaves
	 * @param modelCall asks one model once; may be called by two threads at once
	 * @return the call, which has asked no model yet
	 */
	public <T> FailoverCall<T> begin(Route route, ModelCall<T> modelCall) {
		CallState call = this.executor.start(route);
		return new FailoverCall<>(call, modelCall, () -> answer(call, modelCall));
	}

	private <T> FailoverResult<T> answer(CallState call, ModelCall<T> modelCall) {
		this.budget.callStarted();
		return new HedgedCall<>(this.executor.loop(), call, modelCall, this.threads, this.time).run(this.settings,
				this.budget);
	}

}
