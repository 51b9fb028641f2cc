package net.taotoken.failover.route;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The routes that hold now. They are replaced as a whole: a call goes to its end along
 * the route that it started with. Safe for use by many threads.
 */
public final class LiveRoutes implements Supplier<Routes> {

	private final AtomicReference<Routes> routes;

	/**
	 * Create a holder.
	 * @param routes the routes to begin with
	 */
	public LiveRoutes(Routes routes) {
		this.routes = new AtomicReference<>(routes);
	}

	/**
	 * The routes that hold now.
	 * @return the routes
	 */
	@Override
	public Routes get() {
		return this.routes.get();
	}

	/**
	 * Replace the routes.
	 * @param change makes the new routes of those that hold; called again when others
	 * change them at the same time
	 * @return the new routes
	 */
	public Routes change(UnaryOperator<Routes> change) {
		return this.routes.updateAndGet(change);
	}

}
