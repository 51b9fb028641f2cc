package net.taotoken.failover.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one host, and the callers that wait for one of them. Safe for use by
 * many threads.
 */
final class HostConnections {

	private final HttpHost host;

	private final int most;

	// held for a few steps only, never while anything is waited for
	private final Lock lock = new ReentrantLock();

	private final Set<PooledConnection> all = new HashSet<>();

	/** The one that was used last comes first. */
	private final Deque<PooledConnection> idle = new ArrayDeque<>();

	private final Deque<CompletableFuture<PooledConnection>> line = new ArrayDeque<>();

	private boolean closed;

	HostConnections(HttpHost host, int most) {
		this.host = host;
		this.most = most;
	}

	HttpHost host() {
		return this.host;
	}

	/**
	 * Take a connection, or stand in line for one.
	 * @return the connection once there is one
	 * @throws IllegalStateException if the pool is closed
	 */
	CompletableFuture<PooledConnection> take() {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new IllegalStateException("the connection pool is closed");
			}
			CompletableFuture<PooledConnection> taken = new Place();
			PooledConnection connection = this.idle.pollFirst();
			if (connection != null) {
				taken.complete(connection);
			}
			else if (this.all.size() < this.most) {
				connection = new PooledConnection();
				this.all.add(connection);
				taken.complete(connection);
			}
			else {
				this.line.addLast(taken);
			}
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take those out of the line who have cancelled what {@link #take()} returned.
	 */
	void clearLine() {
		this.lock.lock();
		try {
			this.line.removeIf(Future::isCancelled);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give a connection back. The first in line gets it, or a new one in its place if it
	 * cannot be used again. Also closes one that nobody has needed for too long, so that
	 * few are left some time after many were used.
	 * @param connection the connection
	 * @param now the nano tick
	 */
	void giveBack(PooledConnection connection, long now) {
		boolean usable = connection.isUsable();
		if (!usable) {
			connection.close();
		}
		PooledConnection outdated = null;
		this.lock.lock();
		try {
			if (this.closed) {
				outdated = connection;
			}
			else if (usable) {
				keep(connection);
				outdated = pollOutdated(now);
			}
			else {
				replace(connection);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (outdated != null) {
			outdated.close();
		}
	}

	private void keep(PooledConnection connection) {
		if (!isPassedOn(connection)) {
			this.idle.addFirst(connection);
		}
	}

	// by a new object, as a caller who was cancelled may still have the old one in hand
	private void replace(PooledConnection connection) {
		this.all.remove(connection);
		PooledConnection next = new PooledConnection();
		if (isPassedOn(next)) {
			this.all.add(next);
		}
	}

	private @Nullable PooledConnection pollOutdated(long now) {
		PooledConnection oldest = this.idle.peekLast();
		if (oldest == null || !oldest.isOutdated(now)) {
			return null;
		}
		this.idle.removeLast();
		this.all.remove(oldest);
		return oldest;
	}

	private boolean isPassedOn(PooledConnection connection) {
		CompletableFuture<PooledConnection> first = this.line.pollFirst();
		while (first != null && !first.complete(connection)) {
			first = this.line.pollFirst();
		}
		return first != null;
	}

	/**
	 * Close all connections, those that are lent, too, and send the line away.
	 */
	void close() {
		List<PooledConnection> closed;
		this.lock.lock();
		try {
			this.closed = true;
			this.line.forEach((place) -> place.cancel(true));
			this.line.clear();
			this.idle.clear();
			closed = List.copyOf(this.all);
			this.all.clear();
		}
		finally {
			this.lock.unlock();
		}
		closed.forEach(PooledConnection::shut);
	}

	PoolStats stats() {
		this.lock.lock();
		try {
			return new PoolStats(this.all.size() - this.idle.size(), this.line.size(), this.idle.size(), this.most);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A place in line. Who waits in it does nothing else: where the caller is a thread of
	 * a fork-join pool, it would run other tasks of that pool meanwhile, which may want a
	 * connection, too.
	 */
	private static final class Place extends CompletableFuture<PooledConnection> {

		@Override
		public Executor defaultExecutor() {
			return Runnable::run;
		}

	}

}
