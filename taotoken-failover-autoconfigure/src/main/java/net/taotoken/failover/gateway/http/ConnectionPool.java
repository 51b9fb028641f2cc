package net.taotoken.failover.gateway.http;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

import net.taotoken.failover.gateway.connection.Connector;
import net.taotoken.failover.gateway.connection.ExchangeAbortedException;
import net.taotoken.failover.gateway.connection.ProxiedRoute;
import org.apache.hc.core5.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * Connections, each lent to one exchange at a time. Safe for use by many threads.
 */
public final class ConnectionPool {

	private final Connector connector;

	private final int mostPerHost;

	private final LongSupplier nanoTicker;

	private final Map<ProxiedRoute, HostConnections> hosts = new ConcurrentHashMap<>();

	/** Nearly all requests go to one host, whose hash takes its time. */
	private volatile @Nullable HostConnections last;

	private volatile boolean closed;

	/**
	 * Create an empty pool.
	 * @param connector opens connections
	 * @param mostPerHost how many there may be to one host
	 * @param nanoTicker tells the passing of time, as {@link System#nanoTime()} does
	 */
	public ConnectionPool(Connector connector, int mostPerHost, LongSupplier nanoTicker) {
		this.connector = connector;
		this.mostPerHost = mostPerHost;
		this.nanoTicker = nanoTicker;
	}

	/**
	 * Lend a connection, and wait until there is one.
	 * @param route where it leads
	 * @param request whose cancellation ends the wait, and later breaks the connection
	 * @return the connection, which may have to be opened
	 * @throws ExchangeAbortedException if the request is cancelled
	 * @throws IllegalStateException if the pool is closed
	 */
	ConnectionLease lease(ProxiedRoute route, WireRequest request) throws ExchangeAbortedException {
		HostConnections connections = connections(route);
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
			throw new ExchangeAbortedException(ex);
		}
		catch (CancellationException | ExecutionException ex) {
			connections.clearLine();
			throw new ExchangeAbortedException(ex);
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
			connections.release(place.join());
		}
	}

	private HostConnections connections(ProxiedRoute route) {
		HostConnections last = this.last;
		if (last == null || !last.route().equals(route)) {
			last = this.hosts.computeIfAbsent(route, (key) -> new HostConnections(key, this.mostPerHost));
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

	long now() {
		return this.nanoTicker.getAsLong();
	}

	/** The connections to all hosts together. */
	public PoolStats stats() {
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

	/**
	 * Close idle connections to all hosts that are of no use any more.
	 * @return whether idle connections are left
	 */
	boolean sweep() {
		boolean left = false;
		for (HostConnections connections : this.hosts.values()) {
			left |= connections.sweep(now());
		}
		return left;
	}

	/**
	 * Use no connection any longer than for the exchange that is under way.
	 */
	void retireAll() {
		this.hosts.values().forEach(HostConnections::retireAll);
	}

	void close() {
		this.closed = true;
		this.hosts.values().forEach(HostConnections::close);
	}

}
