package net.taotoken.failover.actuate;

import java.util.List;
import java.util.Map;

import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.engine.call.CallFollower;
import net.taotoken.failover.engine.call.CallTrace;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;

/**
 * Remembers the recent past for display: the last calls, and what came of the attempts on
 * each model in the last five minutes. Holds models, faults and times, but no key, no
 * prompt and no answer. Its size is limited. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class CallJournal implements CallFollower, FailoverListener {

	private final RecentCalls calls;

	private final ModelHistories histories;

	/**
	 * Create an empty journal.
	 * @param routes knows the models that have a history
	 * @param time tells the time of the calls
	 */
	public CallJournal(CurrentRoutes routes, TimeSource time) {
		this.calls = new RecentCalls(time);
		this.histories = new ModelHistories(routes, time);
	}

	@Override
	public void callStarted(CallTrace call) {
		this.calls.add(call);
	}

	@Override
	public void attemptSucceeded(Route route, Attempt attempt) {
		this.histories.of(attempt.model()).answered(attempt.duration());
	}

	@Override
	public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
		failed(attempt);
	}

	@Override
	public void answerInterrupted(Route route, Attempt attempt) {
		failed(attempt);
	}

	// that a caller went away is no failure of the model
	private void failed(Attempt attempt) {
		Fault fault = attempt.fault();
		if (fault != null && fault.kind() != FaultKind.CANCELLED) {
			this.histories.of(attempt.model()).failed();
		}
	}

	/**
	 * The last calls, and those before them that had trouble, the newest first.
	 */
	List<Map<String, Object>> calls(int most) {
		return this.calls.latest(most);
	}

	/**
	 * The results of the recent attempts on a model.
	 */
	Map<String, Object> history(String model) {
		return this.histories.of(model).write();
	}

}
