package net.taotoken.failover.engine;

import java.time.Duration;

import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Model;

/**
 * One attempt on one model, as the code that makes it sees it. For use by the thread of
 * the call.
 */
public final class ModelAttempt {

	private final AttemptSeries<?> series;

	private final Permit permit;

	private final long startedAt;

	/** Not a duration yet, as most callers never ask. */
	private final long nanosLeft;

	private boolean limited;

	private boolean cutShort;

	private boolean takenOver;

	ModelAttempt(AttemptSeries<?> series, Permit permit, long startedAt, long nanosLeft) {
		this.series = series;
		this.permit = permit;
		this.startedAt = startedAt;
		this.nanosLeft = nanosLeft;
	}

	/**
	 * The model to ask.
	 * @return the model
	 */
	public Model model() {
		return this.series.model();
	}

	/**
	 * How long the whole answer may take: the model's limit, or what is left of the call,
	 * if that is less, or if no other model is left that the call could turn to.
	 * @return the limit, which is positive
	 */
	public Duration responseLimit() {
		return limit(model().timeouts().response());
	}

	/**
	 * How long a stream's first content token may take: the model's limit, or what is
	 * left of the call, if that is less, or if no other model is left that the call could
	 * turn to.
	 * @return the limit, which is positive
	 */
	public Duration firstTokenLimit() {
		return limit(model().timeouts().firstToken());
	}

	/**
	 * Whether no other model is left that the call could turn to after this attempt.
	 * @return whether this attempt is the last resort
	 */
	public boolean isLastCandidate() {
		return this.series.isLastCandidate(this.nanosLeft);
	}

	/**
	 * What is left of the call.
	 * @return the time left, which is positive
	 */
	public Duration timeLeft() {
		return Duration.ofNanos(this.nanosLeft);
	}

	/**
	 * The first content of the answer is there, and what is left of the call does not
	 * limit it any more: from now on, a time-out is the model's, and no other model is
	 * asked beside it.
	 */
	public void answerBegins() {
		this.series.answerBegins();
		this.limited = true;
		this.cutShort = false;
	}

	/**
	 * Take over the duty to tell what came of the attempt. For answers that go on after
	 * the attempt has ended well, such as streams. An attempt that fails is settled all
	 * the same.
	 * @return settles the attempt
	 */
	public Settlement takeOver() {
		this.takenOver = true;
		return this.series.settlement(this.permit, this.startedAt);
	}

	Permit permit() {
		return this.permit;
	}

	long startedAt() {
		return this.startedAt;
	}

	boolean isTakenOver() {
		return this.takenOver;
	}

	/**
	 * Whether the call had less time left than the model may take. Of an attempt that
	 * never asked for its limit, nobody knows until its end.
	 */
	boolean isCutShort(long now) {
		return this.limited ? this.cutShort : now - this.startedAt >= this.nanosLeft;
	}

	private Duration limit(Duration limit) {
		this.limited = true;
		if (limit.toNanos() > this.nanosLeft) {
			this.cutShort = true;
			return timeLeft();
		}
		return isLastCandidate() ? timeLeft() : limit;
	}

}
