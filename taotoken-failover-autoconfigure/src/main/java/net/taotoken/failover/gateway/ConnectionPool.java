package net.taotoken.failover.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Connections without proxy, each lent to one exchange at a time.
 */
final class ConnectionPool {

	private final LaxConnPool<Origin, ManagedHttpClientConnection> entries;

	private final HttpConnectionFactory<ManagedHttpClientConnection> connections;

	private final HttpClientConnectionOperator operator;

	private final SocketConfig sockets;

	private final Timeout connectTimeout;

	private final TlsConfig tls;

	private final long validateAfterMillis;

	private volatile @Nullable Origin origin;

	/**
	 * Create an empty pool.
	 * @param settings how many connections, and how long it may take to open one
	 * @param connections makes connections that are not open yet
	 * @param operator opens connections
	 * @param sockets options of the sockets
	 * @param validateAfter how long a connection may be idle before it is tested
	 */
	ConnectionPool(GatewaySettings settings, HttpConnectionFactory<ManagedHttpClientConnection> connections,
			HttpClientConnectionOperator operator, SocketConfig sockets, Duration validateAfter) {
		this.entries = new LaxConnPool<>(settings.maxConnections(), TimeValue.NEG_ONE_MILLISECOND, PoolReusePolicy.LIFO,
				null);
		this.connections = connections;
		this.operator = operator;
		this.sockets = sockets;
		this.connectTimeout = Timeout.of(settings.connectTimeout());
		this.tls = TlsConfig.custom().setHandshakeTimeout(this.connectTimeout).build();
		this.validateAfterMillis = validateAfter.toMillis();
	}

	/**
	 * Lend a connection, and wait until there is one.
	 * @param host what it leads to
	 * @param request whose cancellation ends the wait, and later breaks the connection
	 * @return the connection, which may have to be opened
	 * @throws RequestFailedException if the request is cancelled
	 */
	ConnectionLease lease(HttpHost host, WireRequest request) throws RequestFailedException {
		Future<PoolEntry<Origin, ManagedHttpClientConnection>> future = this.entries.lease(origin(host), null);
		if (!future.isDone()) {
			request.waitFor(future);
		}
		try {
			ConnectionLease lease = new ConnectionLease(this, future.get());
			request.setDependency(lease);
			return lease;
		}
		catch (InterruptedException ex) {
			abandon(future);
			Thread.currentThread().interrupt();
			throw new RequestFailedException("Request aborted", ex);
		}
		catch (CancellationException | ExecutionException ex) {
			throw new RequestFailedException("Request aborted", ex);
		}
	}

	private void abandon(Future<PoolEntry<Origin, ManagedHttpClientConnection>> future) {
		if (future.cancel(true)) {
			return;
		}
		try {
			release(future.get());
		}
		catch (InterruptedException | CancellationException | ExecutionException ex) {
			// it never came
		}
	}

	private Origin origin(HttpHost host) {
		Origin origin = this.origin;
		if (origin == null || !origin.host().equals(host)) {
			origin = new Origin(host);
			this.origin = origin;
		}
		return origin;
	}

	/**
	 * The connection of an entry if it can be used.
	 */
	@Nullable ManagedHttpClientConnection fit(PoolEntry<Origin, ManagedHttpClientConnection> entry) throws IOException {
		ManagedHttpClientConnection connection = entry.getConnection();
		boolean idle = System.currentTimeMillis() - entry.getUpdated() >= this.validateAfterMillis;
		if (connection != null && idle && connection.isStale()) {
			entry.discardConnection(CloseMode.IMMEDIATE);
			return null;
		}
		return connection;
	}

	ManagedHttpClientConnection assignNew(PoolEntry<Origin, ManagedHttpClientConnection> entry) throws IOException {
		ManagedHttpClientConnection connection = this.connections.createConnection(null);
		entry.assignConnection(connection);
		return connection;
	}

	void open(ManagedHttpClientConnection connection, HttpHost host) throws IOException {
		this.operator.connect(connection, host, null, null, this.connectTimeout, this.sockets, this.tls,
				HttpClientContext.create());
	}

	/**
	 * Take a connection back, for the next exchange if it is open and nothing is left in
	 * it.
	 */
	void release(PoolEntry<Origin, ManagedHttpClientConnection> entry) {
		ManagedHttpClientConnection connection = entry.getConnection();
		this.entries.release(entry, connection != null && connection.isOpen() && connection.isConsistent());
	}

	void close() {
		this.entries.close(CloseMode.IMMEDIATE);
	}

}
