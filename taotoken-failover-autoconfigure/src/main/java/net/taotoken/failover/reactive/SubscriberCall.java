package net.taotoken.failover.reactive;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * A call for a subscriber that may cancel: once it has, the exception that ends the call
 * is nobody's to hear, and Reactor would log it as dropped.
 */
final class SubscriberCall {

	private final ContextScopes scopes;

	private final ContextView context;

	private volatile boolean cancelled;

	SubscriberCall(ContextScopes scopes, ContextView context) {
		this.scopes = scopes;
		this.context = context;
	}

	void cancel() {
		this.cancelled = true;
	}

	/**
	 * Make the call.
	 * @param <T> the type of the result
	 * @param call the call
	 * @return its result, or {@code null} if it failed after the subscriber has cancelled
	 */
	<T> @Nullable T make(Supplier<T> call) {
		ContextScopes.Scope scope = this.scopes.open(this.context);
		try {
			return call.get();
		}
		catch (Throwable ex) {
			if (this.cancelled) {
				return null;
			}
			throw ex;
		}
		finally {
			scope.close();
		}
	}

}
