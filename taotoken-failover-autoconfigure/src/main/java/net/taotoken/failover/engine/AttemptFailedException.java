package net.taotoken.failover.engine;

/**
 * Carries the decision that was taken when an attempt failed through Spring Retry, which
 * knows failures only as exceptions. Never reaches a caller.
 */
@SuppressWarnings("serial")
final class AttemptFailedException extends Exception {

	private final Decision decision;

	AttemptFailedException(Decision decision) {
		super(null, null, false, false);
		this.decision = decision;
	}

	Decision decision() {
		return this.decision;
	}

}
