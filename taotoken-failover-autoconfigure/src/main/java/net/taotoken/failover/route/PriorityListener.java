package net.taotoken.failover.route;

/**
 * Hears when the order of a route's models becomes another one. Called on the thread that
 * brought it about, after it took effect; what it throws is logged and otherwise ignored.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PriorityListener {

	/**
	 * The models of a route stand in another order from now on.
	 * @param change what has changed
	 */
	void priorityChanged(PriorityChange change);

}
