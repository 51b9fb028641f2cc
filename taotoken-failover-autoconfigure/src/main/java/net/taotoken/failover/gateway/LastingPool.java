package net.taotoken.failover.gateway;

import java.io.IOException;

import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A pool that outlives an {@link Error}. Apache's client closes its pool at once when any
 * exchange ends with one, and could never be used again; here only an orderly close
 * counts.
 */
final class LastingPool implements HttpClientConnectionManager {

	private final PoolingHttpClientConnectionManager pool;

	LastingPool(PoolingHttpClientConnectionManager pool) {
		this.pool = pool;
	}

	@Override
	public LeaseRequest lease(String id, HttpRoute route, Timeout requestTimeout, @Nullable Object state) {
		return this.pool.lease(id, route, requestTimeout, state);
	}

	@Override
	public void release(ConnectionEndpoint endpoint, @Nullable Object newState, @Nullable TimeValue validDuration) {
		this.pool.release(endpoint, newState, validDuration);
	}

	@Override
	public void connect(ConnectionEndpoint endpoint, @Nullable TimeValue connectTimeout, HttpContext context)
			throws IOException {
		this.pool.connect(endpoint, connectTimeout, context);
	}

	@Override
	public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
		this.pool.upgrade(endpoint, context);
	}

	@Override
	public void close(CloseMode closeMode) {
		if (closeMode == CloseMode.GRACEFUL) {
			this.pool.close(CloseMode.IMMEDIATE);
		}
	}

	@Override
	public void close() {
		close(CloseMode.GRACEFUL);
	}

}
