package net.taotoken.failover.gateway.sse;

import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Blocks to read answers into, used again and again: the text of an answer should be in
 * memory once, not twice. Safe for use by many threads; there are never more blocks than
 * there were calls at once.
 */
public final class ResponseBuffers {

	private static final int LARGEST_KEPT = 16 * 1024;

	private final ConcurrentLinkedDeque<ResponseBuffer> free = new ConcurrentLinkedDeque<>();

	/**
	 * An empty block for the current thread.
	 * @param expected how many bytes to expect, or a negative number
	 * @return the block
	 */
	public ResponseBuffer take(long expected) {
		ResponseBuffer buffer = this.free.pollFirst();
		if (buffer == null) {
			return new ResponseBuffer(expected);
		}
		buffer.clear(expected);
		return buffer;
	}

	/**
	 * Release a block, which nobody reads any more.
	 * @param buffer the block
	 */
	public void release(ResponseBuffer buffer) {
		if (buffer.array().length <= LARGEST_KEPT) {
			this.free.offerFirst(buffer);
		}
	}

}
