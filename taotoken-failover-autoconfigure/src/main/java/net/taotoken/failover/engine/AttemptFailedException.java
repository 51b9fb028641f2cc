package net.taotoken.failover.engine;

import java.time.Duration;

import net.taotoken.failover.engine.call.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Carries the decision that was taken when an attempt failed through Spring Retry, which
 * knows failures only as exceptions. Never reaches a caller.
 */
@SuppressWarnings("serial")
final class AttemptFailedException extends Exception {

	private final @Nullable Decision decision;

	/**
	 * Create the exception.
	 * @param decision the decision, or {@code null} if the model was left without a
	 * further attempt
	 */
	AttemptFailedException(@Nullable Decision decision) {
		super(null, null, false, false);
		this.decision = decision;
	}

	boolean isRetry() {
		return this.decision != null && this.decision.isRetry();
	}

	Duration pause() {
		return (this.decision != null) ? this.decision.pause() : Duration.ZERO;
	}

}
