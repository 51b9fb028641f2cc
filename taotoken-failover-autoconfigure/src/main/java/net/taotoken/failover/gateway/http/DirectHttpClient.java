package net.taotoken.failover.gateway.http;

import java.io.IOException;

import net.taotoken.failover.gateway.connection.CachedRoutePlanner;
import net.taotoken.failover.gateway.connection.ExchangeAbortedException;
import net.taotoken.failover.gateway.connection.ProxiedRoute;
import net.taotoken.failover.gateway.connection.ProxyCredentials;
import net.taotoken.failover.gateway.connection.ProxyTunnel;
import net.taotoken.failover.gateway.connection.TlsLayer;
import net.taotoken.failover.gateway.connection.WireConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Sends a request to the gateway and hands out the response while its body is still to
 * come. HTTP itself is that of Apache's core library; this class adds only what a request
 * to one server with a key needs. A full HTTP client would cost as much time as the
 * exchange itself.
 */
public final class DirectHttpClient extends GatewayHttpClient {

	private final ConnectionPool pool;

	private final CachedRoutePlanner planner;

	private final ProxyCredentials credentials;

	private final TlsLayer tls;

	private final WireHeaders headers;

	public DirectHttpClient(ConnectionPool pool, CachedRoutePlanner planner, ProxyCredentials credentials, TlsLayer tls,
			String userAgent) {
		this.pool = pool;
		this.planner = planner;
		this.credentials = credentials;
		this.tls = tls;
		this.headers = new WireHeaders(userAgent);
	}

	@Override
	public ClassicHttpResponse open(WireRequest request) throws IOException {
		ProxiedRoute route = this.planner.to(request.address());
		HttpCoreContext context = HttpCoreContext.create();
		try {
			this.headers.addTo(request, context);
			return route.isForwarded() ? forward(route, request, context) : exchange(route, request, context);
		}
		catch (HttpException ex) {
			throw new NotHttpException(ex);
		}
	}

	private ClassicHttpResponse forward(ProxiedRoute route, WireRequest request, HttpCoreContext context)
			throws IOException, HttpException {
		request.setAbsoluteRequestUri(true);
		Header authorization = this.credentials.known(route.proxyAddress());
		while (true) {
			if (authorization != null) {
				request.setHeader(authorization);
			}
			ClassicHttpResponse response = exchange(route, request, context);
			if (response.getCode() != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
				return response;
			}
			Header answer = this.credentials.answer(route, response, authorization);
			if (response.getEntity() != null) {
				response.getEntity().getContent().close();
			}
			if (answer == null) {
				throw ProxyTunnel.refusal(authorization);
			}
			authorization = answer;
		}
	}

	private ClassicHttpResponse exchange(ProxiedRoute route, WireRequest request, HttpCoreContext context)
			throws IOException, HttpException {
		ConnectionLease lease = this.pool.lease(route, request);
		boolean answered = false;
		try {
			ClassicHttpResponse response = answer(lease, request, context);
			lease.keep(idleTime(request, response, context));
			HttpEntity entity = response.getEntity();
			if (entity != null) {
				response.setEntity(new LeasedEntity(entity, lease));
			}
			else {
				lease.release();
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

	/**
	 * A connection that was kept may be at its end without anybody having noticed. What
	 * it does then says nothing of the gateway or the model: the request goes out once
	 * more over a new connection. The sender is told so before.
	 */
	private static ClassicHttpResponse answer(ConnectionLease lease, WireRequest request, HttpCoreContext context)
			throws IOException, HttpException {
		WireConnection connection = lease.connect();
		if (!lease.isReused()) {
			return WireExchange.exchange(connection, request);
		}
		try {
			ClassicHttpResponse response = WireExchange.exchange(connection, request);
			if (!isEndOfIdleTime(request, response, context)) {
				return response;
			}
		}
		catch (IOException ex) {
			if (connection.hasReceived() || lease.isBroken()) {
				throw ex;
			}
		}
		if (!request.sendAgain()) {
			throw new ExchangeAbortedException(null);
		}
		return WireExchange.exchange(lease.reconnect(), request);
	}

	// a load balancer writes it when it closes a connection, also if no request has come
	private static boolean isEndOfIdleTime(WireRequest request, ClassicHttpResponse response, HttpCoreContext context) {
		return response.getCode() == HttpStatus.SC_REQUEST_TIMEOUT && idleTime(request, response, context) == null;
	}

	private static @Nullable TimeValue idleTime(WireRequest request, ClassicHttpResponse response,
			HttpCoreContext context) {
		return KeepAlive.idleTime(request, response, context);
	}

	@Override
	public boolean sweep() {
		return this.pool.sweep();
	}

	@Override
	public void use(SslBundle bundle) {
		this.tls.use(bundle);
		this.pool.retireAll();
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
