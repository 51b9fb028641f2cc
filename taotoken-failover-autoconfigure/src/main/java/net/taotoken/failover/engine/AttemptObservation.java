package net.taotoken.failover.engine;

import net.taotoken.failover.fault.Fault;

/**
 * Hears how one attempt goes on: {@link #answered()}, {@link #failed(Fault, Exception)}
 * or, if it ended by an {@link Error}, neither; then {@link #end()}.
 *
 * @since 0.1.0
 */
public interface AttemptObservation {

	/** Hears nothing. */
	AttemptObservation NONE = new AttemptObservation() {
	};

	/**
	 * The model answered.
	 */
	default void answered() {
	}

	/**
	 * The attempt failed.
	 * @param fault why
	 * @param exception what the model call threw
	 */
	default void failed(Fault fault, Exception exception) {
	}

	/**
	 * The attempt is over, on the thread that began it. All that follows from its outcome
	 * has been done and logged.
	 */
	default void end() {
	}

}
