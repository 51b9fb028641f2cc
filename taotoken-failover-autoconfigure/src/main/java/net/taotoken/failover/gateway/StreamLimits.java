package net.taotoken.failover.gateway;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a server may be silent in a stream. Comments and empty chunks are silence,
 * unless {@code keepAliveCounts}. Only the time that is spent waiting for the server
 * counts, not the time that the reader takes between two chunks. Limits are held to about
 * 50 ms.
 *
 * @param firstToken the longest time from the call until the first content, connecting
 * included
 * @param stall the longest silence after that, more than nothing
 * @param total the longest time until the end of the stream, whoever is slow, or
 * {@code null} for no limit
 * @param keepAliveCounts whether every byte that the server sends ends the silence; by
 * default {@code false}
 */
public record StreamLimits(Duration firstToken, Duration stall, @Nullable Duration total, boolean keepAliveCounts) {

	public StreamLimits {
		if (stall.isZero() || stall.isNegative()) {
			throw new IllegalArgumentException("'stall' must be more than nothing, but is " + stall);
		}
	}

	/**
	 * Limits for which comments and empty chunks are silence.
	 * @param firstToken the longest time until the first content
	 * @param stall the longest silence after that
	 * @param total the longest time until the end, or {@code null} for no limit
	 */
	public StreamLimits(Duration firstToken, Duration stall, @Nullable Duration total) {
		this(firstToken, stall, total, false);
	}

	Duration untilAnswered() {
		Duration total = this.total;
		return (total != null && total.compareTo(this.firstToken) < 0) ? total : this.firstToken;
	}

}
