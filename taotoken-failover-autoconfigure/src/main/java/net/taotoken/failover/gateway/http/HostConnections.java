package net.taotoken.failover.gateway.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import net.taotoken.failover.gateway.connection.ProxiedRoute;
import org.apache.hc.core5.pool.PoolStats;

/**
 * The connections that lead one way to one host, and the callers that wait for one of
 * them. Safe for use by many threads.
 */
final class HostConnections {

	private final ProxiedRoute route;

	private final int most;

	// held for a few steps only, never while anything is waited for
	private final Lock lock = new ReentrantLock();

	private final Set<PooledConnection> all = new HashSet<>();

	/** The one that was used last comes first. */
	private final Deque<PooledConnection> idle = new ArrayDeque<>();

	private final Deque<CompletableFuture<PooledConnection>> line = new ArrayDeque<>();

	private boolean closed;

	HostConnections(ProxiedRoute route, int most) {
		this.route = route;
		this.most = most;
	}

	ProxiedRoute route() {
		return this.route;
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
	 * Release a connection. The first in line gets it, or a new one in its place if it
	 * cannot be used again.
	 * @param connection the connection
	 */
	void release(PooledConnection connection) {
		boolean usable = connection.isUsable();
		if (!usable) {
			connection.close();
		}
		boolean late = false;
		this.lock.lock();
		try {
			late = this.closed;
			if (usable && !late) {
				keep(connection);
			}
			else if (!late) {
				replace(connection);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (late) {
			connection.close();
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

	private boolean isPassedOn(PooledConnection connection) {
		CompletableFuture<PooledConnection> first = this.line.pollFirst();
		while (first != null && !first.complete(connection)) {
			first = this.line.pollFirst();
		}
		return first != null;
	}

	/**
	 * Close idle connections that nobody has needed for too long, or that the server has
	 * closed.
	 * @param now the nano tick
	 * @return whether idle connections are left
	 */
	boolean sweep(long now) {
		List<PooledConnection> spent = new ArrayList<>();
		boolean left;
		this.lock.lock();
		try {
			for (Iterator<PooledConnection> all = this.idle.iterator(); all.hasNext();) {
				PooledConnection connection = all.next();
				if (connection.isSpent(now)) {
					all.remove();
					this.all.remove(connection);
					spent.add(connection);
				}
			}
			left = !this.idle.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
		spent.forEach(PooledConnection::close);
		return left;
	}

	/**
	 * Close all idle connections, and those that are lent after their use.
	 */
	void retireAll() {
		List<PooledConnection> unused;
		this.lock.lock();
		try {
			this.all.forEach(PooledConnection::retire);
			unused = List.copyOf(this.idle);
			this.all.removeAll(unused);
			this.idle.clear();
		}
		finally {
			this.lock.unlock();
		}
		unused.forEach(PooledConnection::close);
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
	 * A place in line. A waiting thread must not run other tasks. A plain
	 * CompletableFuture lets a fork-join thread do that, and those tasks may also need a
	 * connection (deadlock).
	 */
	private static final class Place extends CompletableFuture<PooledConnection> {

		@Override
		public Executor defaultExecutor() {
			return Runnable::run;
		}

	}

}
