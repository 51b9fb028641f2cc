package net.taotoken.failover;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The way in which answers are fetched and handed on.
 *
 * @param delivery when the reader of a stream gets its chunks
 * @param onInterruption what a live stream does when it breaks
 * @param streamTotal the longest time from the request to the end of a stream, or
 * {@code null} for no limit
 * @param detectHangsByStreaming whether answers that are not streamed to the caller are
 * streamed from the gateway all the same, so that a model that hangs is left as soon as
 * its first token is overdue, and one that is writing is not cut; a model that cannot
 * stream is asked for its answers in one piece
 * @since 0.1.0
 */
public record ChatSettings(StreamDelivery delivery, InterruptionReaction onInterruption, @Nullable Duration streamTotal,
		boolean detectHangsByStreaming) {

	/**
	 * Live, failing when interrupted, without a limit in time, whole answers by
	 * streaming.
	 * @return the default settings
	 */
	public static ChatSettings defaults() {
		return new ChatSettings(StreamDelivery.LIVE, InterruptionReaction.FAIL, null, true);
	}

}
