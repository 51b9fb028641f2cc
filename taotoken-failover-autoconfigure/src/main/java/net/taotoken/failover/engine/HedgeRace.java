package net.taotoken.failover.engine;

import org.jspecify.annotations.Nullable;

/**
 * Decides which of several answers to one call counts: the first, if it comes before the
 * call is given up. Safe for use by many threads.
 *
 * @param <T> what an answer is
 */
final class HedgeRace<T> {

	private boolean over;

	private @Nullable FailoverResult<T> winner;

	/**
	 * Offer an answer.
	 * @return whether it is the one that counts
	 */
	synchronized boolean offer(FailoverResult<T> result) {
		if (this.over) {
			return false;
		}
		this.over = true;
		this.winner = result;
		return true;
	}

	/**
	 * Accept no further answers.
	 * @return the one that counts, or {@code null} if there was none
	 */
	synchronized @Nullable FailoverResult<T> end() {
		this.over = true;
		return this.winner;
	}

}
