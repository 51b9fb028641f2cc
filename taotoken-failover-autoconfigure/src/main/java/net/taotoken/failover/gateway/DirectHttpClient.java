package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.Objects;

import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to the gateway and hands out the response while its body is still to
 * come. It does what Apache's own client does, with Apache's pool and connections, save
 * for all that one request to one server with a key never needs: that costs as much as
 * the exchange itself. What has to go through a proxy is left to Apache's client.
 */
final class DirectHttpClient extends CloseableHttpClient {

	private final ConnectionPool pool;

	private final GatewayRoutes routes;

	private final CloseableHttpClient throughProxy;

	private final HttpRequestExecutor executor = new HttpRequestExecutor();

	private final HttpProcessor headers;

	DirectHttpClient(ConnectionPool pool, GatewayRoutes routes, CloseableHttpClient throughProxy, String userAgent) {
		this.pool = pool;
		this.routes = routes;
		this.throughProxy = throughProxy;
		this.headers = new DefaultHttpProcessor(new RequestContent(), new RequestTargetHost(), new RequestConnControl(),
				new RequestUserAgent(userAgent));
	}

	@Override
	public ClassicHttpResponse executeOpen(@Nullable HttpHost target, ClassicHttpRequest request,
			@Nullable HttpContext unused) throws IOException {
		HttpHost host = Objects.requireNonNull(target);
		HttpCoreContext context = HttpCoreContext.create();
		try {
			boolean direct = this.routes.determineRoute(host, request, context).getProxyHost() == null;
			return direct ? exchange(host, (WireRequest) request, context)
					: this.throughProxy.executeOpen(host, request, null);
		}
		catch (HttpException ex) {
			throw new ClientProtocolException(ex);
		}
	}

	private ClassicHttpResponse exchange(HttpHost host, WireRequest request, HttpCoreContext context)
			throws IOException, HttpException {
		this.headers.process(request, request.getEntity(), context);
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

	@Override
	protected CloseableHttpResponse doExecute(@Nullable HttpHost target, ClassicHttpRequest request,
			@Nullable HttpContext context) throws IOException {
		return CloseableHttpResponse.adapt(executeOpen(target, request, context));
	}

	@Override
	public void close(CloseMode mode) {
		this.pool.close();
		this.throughProxy.close(mode);
	}

	@Override
	public void close() {
		close(CloseMode.GRACEFUL);
	}

}
