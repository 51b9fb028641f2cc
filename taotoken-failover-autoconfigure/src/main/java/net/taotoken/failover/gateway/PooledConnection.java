package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the pool, open or yet to be opened. It is used by one thread at a time,
 * save that any thread may close it.
 */
final class PooledConnection {

	private final AtomicReference<@Nullable ManagedHttpClientConnection> connection = new AtomicReference<>();

	private volatile boolean shut;

	private long idleSince;

	private long longestIdle;

	void assign(ManagedHttpClientConnection connection) {
		this.connection.set(connection);
	}

	/**
	 * The connection begins to wait for its next use.
	 * @param now the nano tick
	 * @param longest how long it may wait
	 */
	void rest(long now, TimeValue longest) {
		this.idleSince = now;
		this.longestIdle = longest.toNanoseconds();
	}

	/**
	 * The connection, unless it has waited too long.
	 * @param now the nano tick
	 * @param validateAfter the nanoseconds after which it is not trusted untested
	 * @return the connection, or {@code null} if there is none, any more
	 */
	@Nullable ManagedHttpClientConnection fit(long now, long validateAfter) {
		ManagedHttpClientConnection connection = this.connection.get();
		if (connection == null) {
			return null;
		}
		if (isOutdated(now) || (now - this.idleSince >= validateAfter && isStale(connection))) {
			close();
			return null;
		}
		return connection;
	}

	/**
	 * Whether the connection has waited too long.
	 * @param now the nano tick
	 */
	boolean isOutdated(long now) {
		return now - this.idleSince >= this.longestIdle;
	}

	/**
	 * Whether the connection can be used again: it is open, and nothing is left in it.
	 */
	boolean isUsable() {
		ManagedHttpClientConnection connection = this.connection.get();
		return connection != null && connection.isOpen() && connection.isConsistent();
	}

	void close() {
		ManagedHttpClientConnection connection = this.connection.getAndSet(null);
		if (connection != null) {
			connection.close(CloseMode.IMMEDIATE);
		}
	}

	/** Close the connection, or the one that is about to be opened. */
	void shut() {
		this.shut = true;
		close();
	}

	boolean isShut() {
		return this.shut;
	}

	private static boolean isStale(ManagedHttpClientConnection connection) {
		try {
			return connection.isStale();
		}
		catch (IOException ex) {
			return true;
		}
	}

}
