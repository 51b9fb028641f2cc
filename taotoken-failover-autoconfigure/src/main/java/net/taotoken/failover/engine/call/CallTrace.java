package net.taotoken.failover.engine.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one call so far. The call writes it, and every thread may read it at any
 * time. It is safe to show: it holds no key, no prompt and no answer.
 *
 * @since 0.1.0
 */
public final class CallTrace {

	private final String route;

	private final long startedAt;

	// replaced as a whole, so that readers need no lock
	private volatile List<Step> steps = List.of();

	private volatile @Nullable Fault failure;

	CallTrace(String route, long startedAt) {
		this.route = route;
		this.startedAt = startedAt;
	}

	/**
	 * The route of the call.
	 * @return its name
	 */
	public String route() {
		return this.route;
	}

	/**
	 * The tick at which the call began.
	 * @return a tick of the executor's time source, in nanoseconds
	 */
	public long startedAt() {
		return this.startedAt;
	}

	/**
	 * The attempts in the order in which they began, those that are under way included.
	 * @return the attempts, none at first
	 */
	public List<Step> steps() {
		return this.steps;
	}

	/**
	 * The fault that ended the call without an answer, or that broke its answer after it
	 * had begun.
	 * @return the fault, or {@code null} if the call is under way or was answered
	 */
	public @Nullable Fault failure() {
		return this.failure;
	}

	/**
	 * The attempt that answered. A streamed answer counts from its first content on, and
	 * no longer once it has broken.
	 * @return the attempt, or {@code null} if the call is under way or has failed
	 */
	public @Nullable Step answer() {
		for (Step step : this.steps) {
			if (step.duration() != null && step.fault() == null) {
				return step;
			}
		}
		return null;
	}

	/**
	 * Tells whether the call is still looking for an answer.
	 * @return whether it is under way
	 */
	public boolean isUnderWay() {
		return this.failure == null && answer() == null;
	}

	synchronized void attemptStarts(Model model, long tick) {
		List<Step> steps = new ArrayList<>(this.steps);
		steps.add(new Step(model.id(), tick, null, null));
		this.failure = null;
		this.steps = List.copyOf(steps);
	}

	void attemptAnswered(Model model, long nanos) {
		end(model.id(), Duration.ofNanos(nanos), null);
	}

	void attemptFailed(Attempt attempt) {
		end(attempt.model(), attempt.duration(), attempt.fault());
	}

	// a model has one attempt at a time; of an answer that breaks, the last one is meant
	private synchronized void end(String model, Duration duration, @Nullable Fault fault) {
		List<Step> steps = new ArrayList<>(this.steps);
		for (int i = steps.size() - 1; i >= 0; i--) {
			if (steps.get(i).model().equals(model)) {
				steps.set(i, new Step(model, steps.get(i).startedAt(), duration, fault));
				break;
			}
		}
		this.steps = List.copyOf(steps);
	}

	void failed(Fault fault) {
		this.failure = fault;
	}

	/**
	 * One attempt of a call.
	 *
	 * @param model the id of the model that is asked
	 * @param startedAt when it began: a tick of the executor's time source, in
	 * nanoseconds
	 * @param duration how long it took, or {@code null} while it is under way
	 * @param fault why it failed, or {@code null} if it did not
	 * @since 0.1.0
	 */
	public record Step(String model, long startedAt, @Nullable Duration duration, @Nullable Fault fault) {

	}

}
