package net.taotoken.failover.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Plans the way to the gateway once a second, not for each request: the proxy settings of
 * the JVM are parsed anew each time, and there is one gateway only.
 */
final class GatewayRoutes implements HttpRoutePlanner {

	private static final long LIFE_IN_NANOS = Duration.ofSeconds(1).toNanos();

	private final HttpRoutePlanner planner = new SystemDefaultRoutePlanner(null);

	private final LongSupplier nanoTicker;

	private volatile @Nullable Plan last;

	GatewayRoutes(LongSupplier nanoTicker) {
		this.nanoTicker = nanoTicker;
	}

	@Override
	public HttpRoute determineRoute(HttpHost target, HttpContext context) throws HttpException {
		return determineRoute(target, null, context);
	}

	@Override
	public HttpRoute determineRoute(HttpHost target, @Nullable HttpRequest request, HttpContext context)
			throws HttpException {
		Plan last = this.last;
		long now = this.nanoTicker.getAsLong();
		if (last == null || now - last.at() >= LIFE_IN_NANOS || !last.target().equals(target)) {
			last = new Plan(target, this.planner.determineRoute(target, request, context), now);
			this.last = last;
		}
		return last.route();
	}

	private record Plan(HttpHost target, HttpRoute route, long at) {
	}

}
