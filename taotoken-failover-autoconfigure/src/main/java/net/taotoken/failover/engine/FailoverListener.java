package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.route.Route;

/**
 * Hears what happens in calls. Called on the thread that makes the attempt, by many
 * threads at once, so it should be quick; what it throws is logged and otherwise ignored.
 *
 * @since 0.1.0
 */
public interface FailoverListener {

	/**
	 * Tells whether {@link #attemptSucceeded} is to be called. Asked once. A listener
	 * that does without it spares every call a little time.
	 * @return {@code true} by default
	 */
	default boolean hearsSuccesses() {
		return true;
	}

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
	 * A call that a model has failed turns to another one.
	 * @param route the route of the call
	 * @param from the id of the model that was asked last
	 * @param to the id of the model that is asked now
	 */
	default void callSwitched(Route route, String from, String to) {
	}

	/**
	 * A call has waited: before it asked the same model again, or for a model to come
	 * back because none could be asked.
	 * @param route the route of the call
	 * @param wait how long
	 */
	default void callWaited(Route route, Duration wait) {
	}

	/**
	 * A second model is asked beside the first, which is slow to begin.
	 * @param route the route of the call
	 */
	default void callHedged(Route route) {
	}

	/**
	 * A call was answered after attempts that failed.
	 * @param route the route of the call
	 * @param attempts every attempt, in order, with the one that answered at the end
	 */
	default void callFailedOver(Route route, List<Attempt> attempts) {
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
