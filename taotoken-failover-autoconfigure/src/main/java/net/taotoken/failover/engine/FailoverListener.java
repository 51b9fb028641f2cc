package net.taotoken.failover.engine;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.route.Route;

/**
 * Hears what happens in calls. Called on the thread of the call, so it should be quick;
 * what it throws is logged and otherwise ignored.
 */
public interface FailoverListener {

	/**
	 * A model answered.
	 * @param route the route of the call
	 * @param attempt the attempt
	 */
	default void attemptSucceeded(Route route, Attempt attempt) {
	}

	/**
	 * An attempt failed.
	 * @param route the route of the call
	 * @param attempt the attempt, with its fault
	 * @param reaction what the call does next
	 */
	default void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
	}

	/**
	 * An answer that was under way broke, after the call had ended well: a stream.
	 * @param route the route of the call
	 * @param attempt the attempt, with its fault
	 */
	default void answerInterrupted(Route route, Attempt attempt) {
	}

	/**
	 * A call ended without an answer.
	 * @param route the route of the call
	 * @param exception what its caller gets
	 */
	default void callFailed(Route route, FailoverException exception) {
	}

}
