package net.taotoken.failover.health;

import net.taotoken.failover.route.TokenDemand;

/**
 * Estimates the tokens of a request from those before it: by the bytes of its text, and
 * the length of the answers. For use under the lock of its owner.
 */
final class TokenEstimate {

	/** The weight of the last answer in the averages. */
	private static final double NEWEST = 0.1;

	/** The length of an answer as it is estimated before the first one. */
	private static final int UNKNOWN_ANSWER = 1000;

	/**
	 * The factor on top of an estimate: a surplus is given back, while a shortage has
	 * been spent.
	 */
	private static final double SURPLUS = 1.2;

	/** At first a little more than English needs, and a little less than Chinese. */
	private double tokensPerByte = 0.3;

	/** The usual length of an answer, or 0 before the first one. */
	private double answer;

	long of(TokenDemand size) {
		double usual = (this.answer > 0) ? SURPLUS * this.answer : UNKNOWN_ANSWER;
		if (size.maxTokens() != null) {
			usual = (this.answer > 0) ? Math.min(usual, size.maxTokens()) : size.maxTokens();
		}
		return Math.max(1, (long) (size.bytes() * this.tokensPerByte + usual));
	}

	void learn(TokenDemand size, TokensUsed used) {
		if (size.bytes() > 0 && used.prompt() > 0) {
			this.tokensPerByte += NEWEST * ((double) used.prompt() / size.bytes() - this.tokensPerByte);
		}
		if (used.answer() > 0) {
			this.answer = (this.answer == 0) ? used.answer() : this.answer + NEWEST * (used.answer() - this.answer);
		}
	}

}
