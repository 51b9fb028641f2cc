package net.taotoken.failover;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import net.taotoken.failover.CallObservation.Scope;
import net.taotoken.failover.chat.TokenUsage;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.support.GuardedCall;
import org.jspecify.annotations.Nullable;

/**
 * A call of the template with its observation, which ends once: when the call fails, or
 * when its answer is whole, breaks or is given up. Safe for use by many threads.
 */
final class ObservedCall {

	/** A call that nobody observes, which costs nothing. */
	static final ObservedCall UNSEEN = new ObservedCall(CallObservation.NONE,
			new GuardedCall("CallObserver", CallObserver.NONE));

	private final CallObservation observation;

	private final GuardedCall guard;

	private final AtomicBoolean over = new AtomicBoolean();

	ObservedCall(CallObservation observation, GuardedCall guard) {
		this.observation = observation;
		this.guard = guard;
	}

	/**
	 * Runs a step inside the observation's scope. If the step throws, the observation
	 * ends as failed.
	 */
	<T> T make(Supplier<T> step) {
		// not left to inScope: with one level more, the JVM inlines less of the call
		if (this == UNSEEN) {
			return step.get();
		}
		try {
			return inScope(step);
		}
		catch (RuntimeException | Error ex) {
			failed(ex);
			throw ex;
		}
	}

	/**
	 * Runs a step inside the observation's scope. An exception of the step does not end
	 * the observation.
	 */
	<T> T inScope(Supplier<T> step) {
		if (this == UNSEEN) {
			return step.get();
		}
		Scope scope = Objects.requireNonNullElse(this.guard.get(this.observation::openScope), Scope.NONE);
		try {
			return step.get();
		}
		finally {
			this.guard.run(scope::close);
		}
	}

	void firstChunk() {
		if (this != UNSEEN) {
			this.guard.run(this.observation::firstChunk);
		}
	}

	void answered(Model model, @Nullable String responseModel, @Nullable TokenUsage usage) {
		endAfter((observation) -> observation.answered(model, responseModel, usage));
	}

	void failed(Throwable failure) {
		endAfter((observation) -> observation.failed(failure));
	}

	void interrupted(Model model, Fault fault) {
		endAfter((observation) -> observation.interrupted(model, fault));
	}

	private void endAfter(Outcome outcome) {
		if (this != UNSEEN && this.over.compareAndSet(false, true)) {
			this.guard.run(() -> outcome.tell(this.observation));
			this.guard.run(this.observation::end);
		}
	}

	/**
	 * The end of a call, told to its observation.
	 */
	private interface Outcome {

		void tell(CallObservation observation);

	}

}
