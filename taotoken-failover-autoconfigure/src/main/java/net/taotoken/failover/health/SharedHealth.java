package net.taotoken.failover.health;

import java.time.Duration;
import java.util.function.Consumer;

import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Tells other instances of the application what this one has found out, such as by a
 * message that all of them get. What the others say comes in by
 * {@link ModelHealthTracker#heardOut} and {@link ModelHealthTracker#heardBack}. Only
 * changes are told, and only what this instance has seen itself: nothing for an answer
 * that is good, nothing of what was heard, nothing of what was steered by hand. A bean of
 * this type is picked up.
 * <p>
 * Called on the threads of calls, by many at once: an implementation must not block, and
 * leaves the sending to a thread of its own. What it throws is logged and otherwise
 * ignored. A fault holds no key, no prompt and no answer; its hint is for the log of this
 * instance only.
 *
 * @since 0.1.0
 */
public interface SharedHealth {

	/**
	 * A model is out, is still out after it was probed, or is out for much longer.
	 * @param model the id of the model. If the fault is the account's, all models of its
	 * entry are out, and this is told once for all of them
	 * @param fault why
	 * @param remaining for how long from now on
	 */
	void modelIsOut(String model, Fault fault, Duration remaining);

	/**
	 * A model is back. If it was out for a fault of the account, all models of its entry
	 * are, and this is told once for all of them.
	 * @param model the id of the model
	 */
	void modelIsBack(String model);

	/**
	 * The cool-down of a model has ended, and one of all instances is to find out whether
	 * it is back.
	 * @param model the id of the model
	 * @param othersProbeFor takes the answer, once, on any thread: zero if it is this
	 * instance that finds out, else how long the others will take at most. An
	 * implementation that does not know says zero
	 */
	void requestProbe(String model, Consumer<Duration> othersProbeFor);

	/**
	 * The probe of a model that was left to this instance has ended, also if it was given
	 * up, or nobody is told of its result. Others may probe from now on. Comes after
	 * {@link #modelIsOut} and {@link #modelIsBack}.
	 * @param model the id of the model
	 */
	default void probeEnded(String model) {
	}

	/**
	 * The connection of this instance with the others, for health, endpoint and meters.
	 * @return a snapshot, or {@code null} if nothing can be said
	 */
	default @Nullable FleetSnapshot snapshot() {
		return null;
	}

}
