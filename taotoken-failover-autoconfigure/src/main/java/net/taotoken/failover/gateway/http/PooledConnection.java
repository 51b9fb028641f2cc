package net.taotoken.failover.gateway.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import net.taotoken.failover.gateway.connection.WireConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the pool, open or yet to be opened. It is used by one thread at a time,
 * except that any thread may close it.
 */
final class PooledConnection {

	/**
	 * If the connection was used less than 20 ms ago, the full check for 'closed by
	 * server' is left out: it is unlikely, costs several system calls, and the request
	 * would be sent again anyway.
	 */
	private static final long LOOK_FOR_END_AFTER = Duration.ofMillis(20).toNanos();

	private final AtomicReference<@Nullable WireConnection> connection = new AtomicReference<>();

	private volatile boolean shut;

	private volatile boolean retired;

	private long idleSince;

	private long longestIdle;

	void assign(WireConnection connection) {
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
	 * The connection, unless it has waited too long, or the server has sent anything
	 * meanwhile: that would be taken for the answer to the next request.
	 * @param now the nano tick
	 * @return the connection, or {@code null} if there is none, any more
	 */
	@Nullable WireConnection fit(long now) {
		WireConnection connection = this.connection.get();
		if (connection == null) {
			return null;
		}
		boolean justUsed = now - this.idleSince < LOOK_FOR_END_AFTER;
		if (isOutdated(now) || (justUsed ? connection.hasInput() : connection.hasInputOrEnd())) {
			close();
			return null;
		}
		return connection;
	}

	/**
	 * Tells whether the connection cannot be used any more: it has waited too long, or
	 * the server has sent or closed anything meanwhile.
	 * @param now the nano tick
	 */
	boolean isSpent(long now) {
		WireConnection connection = this.connection.get();
		return connection == null || isOutdated(now) || connection.hasInputOrEnd();
	}

	private boolean isOutdated(long now) {
		return now - this.idleSince >= this.longestIdle;
	}

	/**
	 * Tells whether the connection can be used again: it is open, nothing is left in it,
	 * and it was not retired.
	 */
	boolean isUsable() {
		WireConnection connection = this.connection.get();
		return connection != null && !this.retired && connection.isClean();
	}

	/** The use that is under way is the last one. */
	void retire() {
		this.retired = true;
	}

	/** Close the connection. May be called again if that fails for want of memory. */
	void close() {
		WireConnection connection = this.connection.get();
		if (connection != null) {
			connection.close(CloseMode.IMMEDIATE);
			this.connection.compareAndSet(connection, null);
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

}
