package net.taotoken.failover.langchain4j;

import dev.langchain4j.model.chat.response.StreamingHandle;

/**
 * Cancels an answer. Safe for use by many threads.
 */
final class StreamHandle implements StreamingHandle {

	private final Runnable cancellation;

	private volatile boolean cancelled;

	/**
	 * Create a handle.
	 * @param cancellation frees what the answer holds; does not wait, and may be run more
	 * than once
	 */
	StreamHandle(Runnable cancellation) {
		this.cancellation = cancellation;
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.cancellation.run();
	}

	@Override
	public boolean isCancelled() {
		return this.cancelled;
	}

}
