package net.taotoken.failover.engine.call;

/**
 * Hears of each call when it begins, and can look at it from then on, such as to show
 * calls that are under way. Called on the thread of the call, by many threads at once, so
 * it should be quick; what it throws is logged and otherwise ignored.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallFollower {

	/**
	 * A call begins.
	 * @param call what the call has been through, at any time
	 */
	void callStarted(CallTrace call);

}
