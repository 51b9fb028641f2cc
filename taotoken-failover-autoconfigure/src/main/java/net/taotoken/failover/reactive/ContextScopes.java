package net.taotoken.failover.reactive;

import reactor.util.context.ContextView;

/**
 * Makes what a subscriber has put into its context, such as the observation that is to be
 * the parent of a call, current on the thread that makes the call. Called from many
 * threads at once; must not throw.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ContextScopes {

	/** Makes nothing current. */
	ContextScopes NONE = (context) -> () -> {
	};

	/**
	 * Make it current until the scope is closed.
	 * @param context the context of the subscriber
	 * @return the scope, to be closed on the same thread
	 */
	Scope open(ContextView context);

	/**
	 * The time for which something is current.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
