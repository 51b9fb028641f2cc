package net.taotoken.failover.gateway;

import java.io.IOException;

import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to the gateway and hands out the response while its body is still to
 * come. It does what Apache's own client does, with Apache's connections, save for all
 * that one request to one server with a key never needs: that costs as much as the
 * exchange itself. What has to go through a proxy, and requests that are not the gateway
 * client's own, are left to Apache's client.
 */
final class DirectHttpClient extends CloseableHttpClient {

	private final ConnectionPool pool;

	private final GatewayRoutes routes;

	private final CloseableHttpClient apacheClient;

	private final HttpRequestExecutor executor = new HttpRequestExecutor();

	private final WireHeaders headers;

	DirectHttpClient(ConnectionPool pool, GatewayRoutes routes, CloseableHttpClient apacheClient, String userAgent) {
		this.pool = pool;
		this.routes = routes;
		this.apacheClient = apacheClient;
		this.headers = new WireHeaders(userAgent);
	}

	@Override
	public ClassicHttpResponse executeOpen(@Nullable HttpHost target, ClassicHttpRequest request,
			@Nullable HttpContext context) throws IOException {
		if (target == null || !(request instanceof WireRequest ours)) {
			return this.apacheClient.executeOpen(target, request, context);
		}
		HttpCoreContext own = HttpCoreContext.create();
		try {
			boolean direct = this.routes.determineRoute(target, ours, own).getProxyHost() == null;
			return direct ? exchange(target, ours, own) : this.apacheClient.executeOpen(target, ours, context);
		}
		catch (HttpException ex) {
			throw new ClientProtocolException(ex);
		}
	}

	private ClassicHttpResponse exchange(HttpHost host, WireRequest request, HttpCoreContext context)
			throws IOException, HttpException {
		this.headers.addTo(request, context);
		ConnectionLease lease = this.pool.lease(host, request);
		boolean answered = false;
		try {
			ClassicHttpResponse response = this.executor.execute(request, lease.connect(), context);
			lease.keep(KeepAlive.idleTime(request, response, context));
			HttpEntity entity = response.getEntity();
			if (entity != null) {
				response.setEntity(new LeasedEntity(entity, lease));
			}
			else {
				lease.giveBack();
			}
			answered = true;
			return response;
		}
		finally {
			if (!answered) {
				lease.discard();
			}
		}
	}

	// only requests of others come by here
	@Override
	@SuppressWarnings("deprecation") // Apache leaves no other way to hand on
	protected CloseableHttpResponse doExecute(@Nullable HttpHost target, ClassicHttpRequest request,
			@Nullable HttpContext context) throws IOException {
		return this.apacheClient.execute(target, request, context);
	}

	@Override
	public void close(CloseMode mode) {
		this.pool.close();
		this.apacheClient.close(mode);
	}

	@Override
	public void close() {
		close(CloseMode.GRACEFUL);
	}

}
