package net.taotoken.failover.health;

/**
 * The tokens that a request has taken.
 *
 * @param prompt those of the prompt
 * @param answer those of the answer
 */
record TokensUsed(long prompt, long answer) {

	static final TokensUsed UNKNOWN = new TokensUsed(0, 0);

	/** Servers may say anything, such as negative numbers. */
	TokensUsed {
		prompt = Math.max(0, prompt);
		answer = Math.max(0, answer);
	}

	boolean isKnown() {
		return this.prompt > 0 || this.answer > 0;
	}

	/**
	 * The same, each no more than the limit of a minute.
	 */
	TokensUsed within(long limit) {
		return new TokensUsed(Math.min(this.prompt, limit), Math.min(this.answer, limit));
	}

	long total() {
		return this.prompt + this.answer;
	}

}
