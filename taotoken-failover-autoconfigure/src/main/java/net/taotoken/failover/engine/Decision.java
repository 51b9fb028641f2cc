package net.taotoken.failover.engine;

import java.time.Duration;

import net.taotoken.failover.fault.Reaction;
import org.jspecify.annotations.Nullable;

/**
 * What a call does after a fault. Taken once for each fault, when it becomes known; all
 * that follows only reads it.
 *
 * @param reaction retry the same model, switch to the next, or fail
 * @param pause how long to wait before the same model is asked again
 * @param coolDown how long the model that is left is passed over, or {@code null} for not
 * at all
 */
record Decision(Reaction reaction, Duration pause, @Nullable Duration coolDown) {

	static Decision retryAfter(Duration pause) {
		return new Decision(Reaction.RETRY, pause, null);
	}

	static Decision leave(Reaction reaction, @Nullable Duration coolDown) {
		return new Decision(reaction, Duration.ZERO, coolDown);
	}

	boolean isRetry() {
		return this.reaction == Reaction.RETRY;
	}

	boolean endsCall() {
		return this.reaction == Reaction.FAIL;
	}

}
