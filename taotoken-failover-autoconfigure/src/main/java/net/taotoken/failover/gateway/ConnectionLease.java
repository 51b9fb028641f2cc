package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the hands of one exchange. It goes back to the pool once, whoever ends
 * the exchange: its owner, or another thread that breaks the connection.
 */
final class ConnectionLease implements Cancellable {

	private final ConnectionPool pool;

	private final HostConnections connections;

	private final PooledConnection pooled;

	private final AtomicBoolean over = new AtomicBoolean();

	private @Nullable TimeValue idleTime;

	ConnectionLease(ConnectionPool pool, HostConnections connections, PooledConnection pooled) {
		this.pool = pool;
		this.connections = connections;
		this.pooled = pooled;
	}

	/**
	 * The connection, opened if it is not open yet.
	 */
	ManagedHttpClientConnection connect() throws IOException {
		ManagedHttpClientConnection connection = this.pooled.fit(this.pool.now(), this.pool.validateAfter());
		return (connection != null) ? connection : open();
	}

	private ManagedHttpClientConnection open() throws IOException {
		ManagedHttpClientConnection connection = this.pool.connector().create();
		this.pooled.assign(connection);
		// who broke the lease before could not close what was not there
		if (isBroken()) {
			connection.close(CloseMode.IMMEDIATE);
			throw new RequestFailedException("Request aborted");
		}
		this.pool.connector().open(connection, this.connections.host());
		// a connection that was closed before it had a socket takes one nevertheless, and
		// does not close it
		if (isBroken()) {
			Closer.closeQuietly(connection.getSocket());
			throw new RequestFailedException("Request aborted");
		}
		return connection;
	}

	private boolean isBroken() {
		return this.over.get() || this.pooled.isShut();
	}

	/**
	 * What becomes of the connection after the exchange.
	 * @param idleTime how long it may wait for the next one, or {@code null} to close it
	 */
	void keep(@Nullable TimeValue idleTime) {
		this.idleTime = idleTime;
	}

	/** The exchange has come to its end. */
	void giveBack() {
		TimeValue idleTime = this.idleTime;
		if (idleTime == null) {
			discard();
		}
		else if (this.over.compareAndSet(false, true)) {
			long now = this.pool.now();
			this.pooled.rest(now, idleTime);
			this.connections.giveBack(this.pooled, now);
		}
	}

	/**
	 * Break the connection, unless the exchange is over.
	 * @return whether it was not
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
			// without memory a socket may stay open, and has to be closed once more
			this.over.set(closed);
		}
		this.connections.giveBack(this.pooled, this.pool.now());
		return true;
	}

	@Override
	public boolean cancel() {
		return discard();
	}

}
