package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the hands of one exchange. It goes back to the pool once, whoever ends
 * the exchange: its owner, or another thread that breaks the connection.
 */
final class ConnectionLease implements Cancellable {

	private final ConnectionPool pool;

	private final PoolEntry<Origin, ManagedHttpClientConnection> entry;

	private final AtomicBoolean over = new AtomicBoolean();

	private @Nullable TimeValue idleTime;

	ConnectionLease(ConnectionPool pool, PoolEntry<Origin, ManagedHttpClientConnection> entry) {
		this.pool = pool;
		this.entry = entry;
	}

	/**
	 * The connection, opened if it is not open yet.
	 */
	ManagedHttpClientConnection connect() throws IOException {
		ManagedHttpClientConnection connection = this.pool.fit(this.entry);
		if (connection == null) {
			connection = this.pool.assignNew(this.entry);
			// who broke the lease before could not close what was not there
			if (this.over.get()) {
				this.entry.discardConnection(CloseMode.IMMEDIATE);
				throw new RequestFailedException("Request aborted");
			}
			this.pool.open(connection, this.entry.getRoute().host());
		}
		return connection;
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
			this.entry.updateExpiry(idleTime);
			this.pool.release(this.entry);
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
		try {
			this.entry.discardConnection(CloseMode.IMMEDIATE);
		}
		finally {
			this.pool.release(this.entry);
		}
		return true;
	}

	@Override
	public boolean cancel() {
		return discard();
	}

}
