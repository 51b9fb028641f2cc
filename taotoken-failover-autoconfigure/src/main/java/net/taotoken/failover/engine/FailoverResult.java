package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.time.TimeSource;

/**
 * An answer, the model that gave it, and what was tried before. Immutable.
 *
 * @param <T> what an answer is
 * @since 0.1.0
 */
public final class FailoverResult<T> {

	private final T answer;

	private final Model model;

	private final List<Attempt> failedAttempts;

	private final long startedAt;

	private final long nanos;

	private final int requests;

	private final TimeSource time;

	FailoverResult(T answer, Model model, List<Attempt> failedAttempts, long startedAt, long nanos, int requests,
			TimeSource time) {
		this.answer = answer;
		this.model = model;
		this.failedAttempts = failedAttempts;
		this.startedAt = startedAt;
		this.nanos = nanos;
		this.requests = requests;
		this.time = time;
	}

	/**
	 * A result that needed no call, such as for a test that fakes calls.
	 * @param <T> what an answer is
	 * @param answer the answer
	 * @param model the id of the model that answered
	 * @param failed the attempts before, in order
	 * @return the result, whose last attempt took no time
	 */
	public static <T> FailoverResult<T> of(T answer, String model, Attempt... failed) {
		TimeSource time = TimeSource.system();
		return new FailoverResult<>(answer, Model.of(model, AttemptTimeouts.defaults()), List.of(failed),
				time.nanoTime(), 0, 1, time);
	}

	/**
	 * The answer.
	 * @return what the model call returned
	 */
	public T answer() {
		return this.answer;
	}

	/**
	 * The model that answered.
	 * @return the model
	 */
	public Model model() {
		return this.model;
	}

	/**
	 * Every attempt of the call, in order. The last one is the answer.
	 * @return the attempts, at least one
	 */
	public List<Attempt> attempts() {
		if (this.failedAttempts.isEmpty()) {
			return List.of(lastAttempt());
		}
		List<Attempt> attempts = new ArrayList<>(this.failedAttempts);
		attempts.add(lastAttempt());
		return List.copyOf(attempts);
	}

	/**
	 * This result with all attempts of its call that failed.
	 */
	FailoverResult<T> withFailed(List<Attempt> failed) {
		return new FailoverResult<>(this.answer, this.model, failed, this.startedAt, this.nanos, this.requests,
				this.time);
	}

	// put together only where it is asked for: most callers want nothing but the answer
	Attempt lastAttempt() {
		long age = this.time.nanoTime() - this.startedAt;
		return new Attempt(this.model.id(), null, this.time.instant().minusNanos(age), Duration.ofNanos(this.nanos),
				this.requests);
	}

}
