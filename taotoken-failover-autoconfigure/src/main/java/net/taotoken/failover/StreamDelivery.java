package net.taotoken.failover;

/**
 * The moment at which the reader of a stream gets its chunks.
 *
 * @since 0.1.0
 */
public enum StreamDelivery {

	/** As they come. What breaks after the first token is the reader's to handle. */
	LIVE,

	/**
	 * Once the answer is proven whole. A fault at any point is repaired by a retry or the
	 * next model, unseen.
	 */
	WHOLE

}
