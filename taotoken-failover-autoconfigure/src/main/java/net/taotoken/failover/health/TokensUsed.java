package net.taotoken.failover.health;

/**
 * The tokens that a request has taken.
 *
 * @param prompt those of the prompt
 * @param answer those of the answer
 */
record TokensUsed(long prompt, long answer) {

	static final TokensUsed UNKNOWN = new TokensUsed(0, 0);

	long total() {
		return this.prompt + this.answer;
	}

}
