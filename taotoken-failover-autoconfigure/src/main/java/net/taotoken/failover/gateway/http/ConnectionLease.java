package net.taotoken.failover.gateway.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import net.taotoken.failover.gateway.connection.ExchangeAbortedException;
import net.taotoken.failover.gateway.connection.WireConnection;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the hands of one exchange. It goes back to the pool once: by its owner,
 * or by another thread that breaks the connection.
 */
final class ConnectionLease implements Cancellable {

	private final ConnectionPool pool;

	private final HostConnections connections;

	private final PooledConnection pooled;

	private final AtomicBoolean over = new AtomicBoolean();

	private boolean reused;

	private @Nullable TimeValue idleTime;

	ConnectionLease(ConnectionPool pool, HostConnections connections, PooledConnection pooled) {
		this.pool = pool;
		this.connections = connections;
		this.pooled = pooled;
	}

	/**
	 * The connection, opened if it is not open yet.
	 */
	WireConnection connect() throws IOException {
		WireConnection connection = this.pooled.fit(this.pool.now());
		this.reused = connection != null;
		return (connection != null) ? connection : open();
	}

	/**
	 * Tells whether the connection has carried other exchanges before.
	 */
	boolean isReused() {
		return this.reused;
	}

	/**
	 * A new connection in place of the one before, which is closed.
	 */
	WireConnection reconnect() throws IOException {
		this.pooled.close();
		this.reused = false;
		return open();
	}

	private WireConnection open() throws IOException {
		WireConnection connection = this.pool.connector().create();
		this.pooled.assign(connection);
		// If another thread cancelled before this connection existed, it could not
		// close it. So close it here
		if (isBroken()) {
			connection.close(CloseMode.IMMEDIATE);
			throw new ExchangeAbortedException(null);
		}
		this.pool.connector().open(connection, this.connections.route());
		return connection;
	}

	/**
	 * Tells whether the exchange was given up.
	 */
	boolean isBroken() {
		return this.over.get() || this.pooled.isShut();
	}

	/**
	 * Decides about the connection after the exchange.
	 * @param idleTime how long it may wait for the next one, or {@code null} to close it
	 */
	void keep(@Nullable TimeValue idleTime) {
		this.idleTime = idleTime;
	}

	/** The exchange has come to its end. */
	void release() {
		TimeValue idleTime = this.idleTime;
		if (idleTime == null) {
			discard();
		}
		else if (this.over.compareAndSet(false, true)) {
			this.pooled.rest(this.pool.now(), idleTime);
			this.connections.release(this.pooled);
		}
	}

	/**
	 * Break the connection, unless the exchange is over.
	 * @return true if this call closed the connection; false if the exchange was already
	 * over
	 */
	boolean discard() {
		if (!this.over.compareAndSet(false, true)) {
			return false;
		}
		boolean closed = false;
		try {
			this.pooled.close();
			closed = true;
		}
		finally {
			// if the JVM is out of memory, a socket may stay open, and has to be closed
			// again
			this.over.set(closed);
		}
		this.connections.release(this.pooled);
		return true;
	}

	@Override
	public boolean cancel() {
		return discard();
	}

}
