package net.taotoken.failover;

import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * Hears how one call goes on. The scope is for the thread of the call; a streamed answer
 * may end on another one. What comes after {@link #end()} is ignored.
 *
 * @since 0.1.0
 */
public interface CallObservation {

	/** Hears nothing. */
	CallObservation NONE = new CallObservation() {
	};

	/**
	 * Make this observation the current one of this thread, so that what happens until
	 * the scope is closed belongs to it.
	 * @return the scope, to be closed on the same thread
	 */
	default Scope openScope() {
		return Scope.NONE;
	}

	/**
	 * The first content token of a streamed answer is there.
	 */
	default void firstChunk() {
	}

	/**
	 * A model answered.
	 * @param model the model that was asked
	 * @param responseModel the model that the server says has answered, or {@code null}
	 * @param usage what the answer cost, or {@code null} if that is not known
	 */
	default void answered(Model model, @Nullable String responseModel, @Nullable TokenUsage usage) {
	}

	/**
	 * A streamed answer broke, or its reader has given it up, after its first content
	 * token.
	 * @param model the model that was asked
	 * @param fault why; {@code cancelled} if it was given up
	 */
	default void interrupted(Model model, Fault fault) {
	}

	/**
	 * The call failed.
	 * @param exception what its caller gets
	 */
	default void failed(Throwable exception) {
	}

	/**
	 * The call is over.
	 */
	default void end() {
	}

	/**
	 * The time in which an observation is the current one of its thread.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		/** Changes nothing. */
		Scope NONE = () -> {
		};

		@Override
		void close();

	}

}
