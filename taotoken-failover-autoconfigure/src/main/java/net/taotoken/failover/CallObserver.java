package net.taotoken.failover;

import net.taotoken.failover.route.Route;

/**
 * Observes calls from their beginning to their end, such as to time and trace them.
 * Called from many threads at once; must not throw.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallObserver {

	/** Observes nothing, at no cost. */
	CallObserver NONE = (operation, route) -> CallObservation.NONE;

	/** The operation of a chat completion. */
	String CHAT = "chat";

	/** The operation of a call by a client of the application's own. */
	String EXECUTE = "execute";

	/**
	 * A call begins.
	 * @param operation {@link #CHAT} or {@link #EXECUTE}
	 * @param route the route of the call
	 * @return hears how the call goes on
	 */
	CallObservation start(String operation, Route route);

	/**
	 * Let a task of a call, which is to run on another thread, belong to the observation
	 * that is current on this one.
	 * @param task the task
	 * @return the task to run instead
	 */
	default Runnable propagate(Runnable task) {
		return task;
	}

}
