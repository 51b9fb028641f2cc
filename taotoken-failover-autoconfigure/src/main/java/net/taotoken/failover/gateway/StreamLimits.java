package net.taotoken.failover.gateway;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The limits of the silence in a stream. Only the time that is spent waiting for the
 * server counts, not the time that the reader takes between two chunks. Limits are held
 * to about 50 ms.
 * <p>
 * Before the first content, comments and empty chunks are silence. After it, they prove
 * that the server lives: each byte allows {@code stall} again, but without content no
 * more than four times {@code stall} in a row.
 *
 * @param firstToken the longest time from the call until the first content, connecting
 * included
 * @param stall the longest silence after that, more than nothing
 * @param total the longest time until the end of the stream, the time of the reader
 * included, or {@code null} for no limit
 * @since 0.1.0
 */
public record StreamLimits(Duration firstToken, Duration stall, @Nullable Duration total) {

	public StreamLimits {
		if (stall.isZero() || stall.isNegative()) {
			throw new IllegalArgumentException("'stall' must be more than nothing, but is " + stall);
		}
	}

	Duration untilAnswered() {
		Duration total = this.total;
		return (total != null && total.compareTo(this.firstToken) < 0) ? total : this.firstToken;
	}

}
