package net.taotoken.failover.engine.call;

import java.time.Duration;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.Reaction;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a call after a fault. Made once for each fault, when it becomes known.
 *
 * @param reaction retry the same model, switch to the next, or fail
 * @param fault the fault, which is proven if another model has said the same
 * @param doubted whether the call would fail if another model had said the same
 * @param pause how long to wait before the same model is asked again
 * @param coolDown how long the model is passed over if it is left, or {@code null} for
 * not at all
 * @param asksOtherwise whether the same model is asked in another way at once, which says
 * nothing of its health and is none of the attempts that a call may make
 */
public record Decision(Reaction reaction, Fault fault, boolean doubted, Duration pause, @Nullable Duration coolDown,
		boolean asksOtherwise) {

	/**
	 * The model refused how it was asked.
	 */
	public static Decision askOtherwise(Fault fault) {
		return new Decision(Reaction.RETRY, fault, false, Duration.ZERO, null, true);
	}

	public boolean isRetry() {
		return this.reaction == Reaction.RETRY;
	}

	public boolean endsCall() {
		return this.reaction == Reaction.FAIL;
	}

	public Decision withoutRetry() {
		return isRetry() ? new Decision(Reaction.SWITCH, this.fault, this.doubted, this.pause, this.coolDown, false)
				: this;
	}

	/**
	 * The cool-down of a model that is left now, and none of one that is asked again.
	 */
	public @Nullable Duration coolDownNow() {
		return isRetry() ? null : this.coolDown;
	}

}
