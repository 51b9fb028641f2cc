package net.taotoken.failover.engine;

import java.util.List;
import java.util.function.Supplier;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * A call that can go on after its answer broke. All its answers have one deadline, one
 * number of attempts and one list of attempts in common, and a model that has failed is
 * asked after those that have not. The time in which an answer was written that broke is
 * not counted. {@link #next()} is called by one thread at a time, {@link #cancel()} by
 * any.
 *
 * @param <T> what an answer is
 * @since 0.1.0
 */
public final class FailoverCall<T> {

	private final CallState call;

	private final ModelCall<T> modelCall;

	private final Supplier<FailoverResult<T>> round;

	private final Object lock = new Object();

	private @Nullable Thread thread;

	private boolean cancelled;

	FailoverCall(CallState call, ModelCall<T> modelCall, Supplier<FailoverResult<T>> round) {
		this.call = call;
		this.modelCall = modelCall;
		this.round = round;
	}

	/**
	 * The next answer: at first from the first model that gives one, and after
	 * {@link Settlement#failed} from another model than that whose answer broke.
	 * @return the answer, with all attempts of the call so far
	 * @throws FailoverException if no model gives an answer, if the fault of the answer
	 * that broke ends the call, if time or attempts are used up, or if the call was
	 * cancelled
	 */
	public FailoverResult<T> next() throws FailoverException {
		boolean interrupted = Thread.currentThread().isInterrupted();
		enter();
		FailoverResult<T> result;
		boolean cancelled = true;
		try {
			result = this.round.get();
		}
		finally {
			cancelled = leave();
			if (cancelled && !interrupted) {
				// the interrupt was our own
				Thread.interrupted();
			}
		}
		if (cancelled) {
			ExecutorParts.discard(this.modelCall, result.answer());
			throw cancelledException();
		}
		return result;
	}

	private void enter() {
		synchronized (this.lock) {
			if (this.cancelled) {
				throw cancelledException();
			}
			this.thread = Thread.currentThread();
		}
	}

	private boolean leave() {
		synchronized (this.lock) {
			this.thread = null;
			return this.cancelled;
		}
	}

	private FailoverException cancelledException() {
		return new FailoverException(this.call.route().name(), attempts(), List.of(), CallState.GIVEN_UP, null,
				List.of());
	}

	/**
	 * Every attempt that has failed, in order, with the answers that broke.
	 * @return the attempts
	 */
	public List<Attempt> attempts() {
		return this.call.attempts();
	}

	/**
	 * Give the call up. {@link #next()} ends soon by a {@link FailoverException} of the
	 * kind {@code cancelled}, on the thread that is in it now as well as when it is
	 * called again; an answer that comes too late is discarded. Answers that were given
	 * already are left to those who have them. Does not wait.
	 */
	public void cancel() {
		synchronized (this.lock) {
			this.cancelled = true;
			this.call.giveUp();
			if (this.thread != null) {
				this.thread.interrupt();
			}
		}
	}

}
