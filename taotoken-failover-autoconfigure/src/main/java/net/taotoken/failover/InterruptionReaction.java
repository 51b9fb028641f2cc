package net.taotoken.failover;

/**
 * The reaction of a live stream that breaks after its first token.
 *
 * @since 0.1.0
 */
public enum InterruptionReaction {

	/** It ends with a {@link StreamInterruptedException}. */
	FAIL,

	/**
	 * The next model gives the whole answer again. A chunk that
	 * {@link net.taotoken.failover.chat.ChatCompletionChunk#isRestart() says so} comes
	 * before it, so that the reader can throw away what it has shown.
	 */
	RESTART

}
