package net.taotoken.failover.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * Connections, each lent to one exchange at a time. Safe for use by many threads.
 */
final class ConnectionPool {

	private final Connector connector;

	private final int mostPerHost;

	private final long validateAfter;

	private final LongSupplier nanoTicker;

	private final Map<HttpHost, HostConnections> hosts = new ConcurrentHashMap<>();

	/** Nearly all requests go to one host, whose hash takes its time. */
	private volatile @Nullable HostConnections last;

	private volatile boolean closed;

	/**
	 * Create an empty pool.
	 * @param connector opens connections
	 * @param mostPerHost how many there may be to one host
	 * @param validateAfter how long a connection may be idle before it is tested
	 * @param nanoTicker tells the passing of time, as {@link System#nanoTime()} does
	 */
	ConnectionPool(Connector connector, int mostPerHost, Duration validateAfter, LongSupplier nanoTicker) {
		this.connector = connector;
		this.mostPerHost = mostPerHost;
		this.validateAfter = validateAfter.toNanos();
		this.nanoTicker = nanoTicker;
	}

	/**
	 * Lend a connection, and wait until there is one.
	 * @param host what it leads to
	 * @param request whose cancellation ends the wait, and later breaks the connection
	 * @return the connection, which may have to be opened
	 * @throws RequestFailedException if the request is cancelled
	 * @throws IllegalStateException if the pool is closed
	 */
	ConnectionLease lease(HttpHost host, WireRequest request) throws RequestFailedException {
		HostConnections connections = connections(host);
		CompletableFuture<PooledConnection> place = connections.take();
		ConnectionLease lease = null;
		try {
			if (!place.isDone()) {
				request.waitFor(place);
			}
			lease = new ConnectionLease(this, connections, place.get());
			request.setDependency(lease);
			return lease;
		}
		catch (InterruptedException ex) {
			abandon(connections, place);
			Thread.currentThread().interrupt();
			throw new RequestFailedException("Request aborted", ex);
		}
		catch (CancellationException | ExecutionException ex) {
			connections.clearLine();
			throw new RequestFailedException("Request aborted", ex);
		}
		catch (RuntimeException | Error ex) {
			// such as no memory left, which must not cost the pool a connection for ever
			if (lease != null) {
				lease.discard();
			}
			else {
				abandon(connections, place);
			}
			throw ex;
		}
	}

	private void abandon(HostConnections connections, CompletableFuture<PooledConnection> place) {
		if (place.cancel(true)) {
			connections.clearLine();
		}
		else {
			connections.giveBack(place.join(), now());
		}
	}

	private HostConnections connections(HttpHost host) {
		HostConnections last = this.last;
		if (last == null || !last.host().equals(host)) {
			last = this.hosts.computeIfAbsent(host, (key) -> new HostConnections(key, this.mostPerHost));
			if (this.closed) {
				last.close();
			}
			this.last = last;
		}
		return last;
	}

	Connector connector() {
		return this.connector;
	}

	long validateAfter() {
		return this.validateAfter;
	}

	long now() {
		return this.nanoTicker.getAsLong();
	}

	/** The connections to all hosts together. */
	PoolStats stats() {
		int leased = 0;
		int pending = 0;
		int available = 0;
		for (HostConnections connections : this.hosts.values()) {
			PoolStats stats = connections.stats();
			leased += stats.getLeased();
			pending += stats.getPending();
			available += stats.getAvailable();
		}
		return new PoolStats(leased, pending, available, this.mostPerHost);
	}

	void close() {
		this.closed = true;
		this.hosts.values().forEach(HostConnections::close);
	}

}
