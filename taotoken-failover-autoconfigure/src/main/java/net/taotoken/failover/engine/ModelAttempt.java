package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.firsttoken.FirstTokens;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;

/**
 * One attempt on one model, as the code that makes it sees it. For use by the thread of
 * the call.
 *
 * @since 0.1.0
 */
public final class ModelAttempt {

	private static final byte NOT_ASKED = 0;

	private static final byte AS_USUAL = 1;

	private static final byte MORE_THAN_USUAL = 2;

	private final SelectedModel selected;

	private final Permit permit;

	private final long startedAt;

	/** Kept as a long: a Duration object is made only if somebody asks for it. */
	private final long nanosLeft;

	private boolean limited;

	private boolean cutShort;

	private boolean takenOver;

	private boolean answering;

	/** The tick at which the answer began. */
	private long answeringSince;

	/** Whether the model has not been asked in another way before. */
	private final boolean mayAskOtherwise;

	private boolean askOtherwise;

	private int requests = 1;

	// the last two bytes that make no attempt larger

	/** Whether the limit of the first token was asked for, and what it was. */
	private byte firstTokenLimit;

	private boolean alive;

	ModelAttempt(SelectedModel selected, Permit permit, long startedAt, long nanosLeft, boolean mayAskOtherwise) {
		this.selected = selected;
		this.permit = permit;
		this.startedAt = startedAt;
		this.nanosLeft = nanosLeft;
		this.mayAskOtherwise = mayAskOtherwise;
	}

	/**
	 * An attempt that belongs to no call, such as for a test that fakes one: the only one
	 * of a call that has a minute and no other model. What is told of it by
	 * {@link #takeOver()} has no effect on health.
	 * @param model the id of the model to ask
	 * @return the attempt
	 */
	public static ModelAttempt of(String model) {
		TimeSource time = TimeSource.system();
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), time, List.of());
		Route route = Route.of(Route.DEFAULT, model).withTotalTimeout(Duration.ofMinutes(1));
		return new FailoverExecutor(tracker, List.of(), List.of(), time, new Random())
			.<ModelAttempt>execute(route, (attempt) -> attempt)
			.answer();
	}

	/**
	 * The model to ask.
	 * @return the model
	 */
	public Model model() {
		return this.selected.model();
	}

	/**
	 * The limit for the whole answer: the model's limit, or what is left of the call, if
	 * that is less, or if no other model is left that the call could turn to.
	 * @return the limit, which is positive
	 */
	public Duration responseLimit() {
		return limit(model().timeouts().response());
	}

	/**
	 * The limit for a stream's first content token: the model's limit, which may follow
	 * what the model has shown, or what is left of the call, if that is less, or if no
	 * other model is left that the call could turn to. To be asked for once.
	 * @return the limit, which is positive
	 */
	public Duration firstTokenLimit() {
		AttemptTimeouts timeouts = model().timeouts();
		this.firstTokenLimit = AS_USUAL;
		return limit(timeouts.isFirstTokenLearnt() ? learntLimit(timeouts) : timeouts.firstToken());
	}

	private Duration learntLimit(AttemptTimeouts timeouts) {
		FirstTokens shown = this.permit.firstTokens();
		RequestSize size = this.selected.requestSize();
		Duration more = isLastCandidate() ? null : shown.tryCheck(size, timeouts, this.nanosLeft, this.startedAt);
		if (more != null) {
			this.firstTokenLimit = MORE_THAN_USUAL;
			return more;
		}
		Duration usual = shown.limit(size, timeouts, this.startedAt);
		// what is left is to suffice for another model, too
		long most = Math.max(timeouts.firstToken().toNanos(), this.nanosLeft / 2);
		return (usual.toNanos() <= most) ? usual : Duration.ofNanos(most);
	}

	/**
	 * The server has shown a sign of life, such as a good status, while the first content
	 * is still to come. If that comes too late, the model is rather slow than dead, and
	 * may get more time, where the limit follows what the model has shown.
	 */
	public void showsLife() {
		this.alive = true;
	}

	/**
	 * Tells whether no other model is left that the call could turn to after this
	 * attempt.
	 * @return whether this attempt is the last resort
	 */
	public boolean isLastCandidate() {
		return this.selected.isLast(this.nanosLeft);
	}

	/**
	 * The time that is left of the call.
	 * @return the time left, which is positive
	 */
	public Duration timeLeft() {
		return Duration.ofNanos(this.nanosLeft);
	}

	/**
	 * The first content of the answer is there, and what is left of the call does not
	 * limit it any more: from now on, a time-out is the model's, and no other model is
	 * asked beside it. If the answer breaks later, the time it took is not counted: the
	 * other models get the time that was left when it began. Further calls have no
	 * effect.
	 */
	public void answerBegins() {
		if (!this.answering) {
			this.answering = true;
			this.answeringSince = this.selected.answerBegins();
			this.permit.begins();
			this.permit.firstToken(this.answeringSince - this.startedAt, this.answeringSince);
			remember(model().timeouts());
			this.limited = true;
			this.cutShort = false;
		}
	}

	private void remember(AttemptTimeouts timeouts) {
		if (timeouts.learnt() != null) {
			this.permit.firstTokens()
				.answered(this.selected.requestSize(), timeouts, this.answeringSince - this.startedAt,
						this.firstTokenLimit == MORE_THAN_USUAL, this.answeringSince);
		}
	}

	/**
	 * The attempt ends before an answer has begun.
	 * @param fault why
	 * @param givenUp whether another model was quicker
	 */
	void endsWithoutAnswer(Fault fault, boolean givenUp, long now) {
		AttemptTimeouts timeouts = model().timeouts();
		if (this.answering || this.firstTokenLimit == NOT_ASKED || timeouts.learnt() == null) {
			return;
		}
		FirstTokens shown = this.permit.firstTokens();
		RequestSize size = this.selected.requestSize();
		boolean more = this.firstTokenLimit == MORE_THAN_USUAL;
		if (fault.kind() == FaultKind.TIMEOUT) {
			shown.cut(size, timeouts, now - this.startedAt, this.alive, more, now);
			return;
		}
		if (givenUp) {
			shown.givenUp(size, now - this.startedAt, now);
		}
		if (more) {
			shown.toldNothing(size);
		}
	}

	/**
	 * The request of this attempt is about to be sent again without a new attempt, such
	 * as over a new connection in place of one that had ended. To be called before each
	 * such request, which the attempt shows as one of {@link Attempt#requests()}.
	 * @return whether it may be sent; {@code false} if the call has given this attempt up
	 */
	public boolean sendAgain() {
		if (!this.selected.requestRepeats()) {
			return false;
		}
		this.requests++;
		return true;
	}

	/**
	 * The server has announced beside a good answer how much is left of a limit. If that
	 * is little, other models are asked first until there is more.
	 * @param allowance what is left
	 */
	public void announced(Allowance allowance) {
		this.selected.announced(allowance);
	}

	/**
	 * The server has said how many tokens this attempt took, which limits of the model
	 * may count.
	 * @param promptTokens the tokens of the prompt
	 * @param answerTokens the tokens of the answer
	 */
	public void used(long promptTokens, long answerTokens) {
		this.permit.used(promptTokens, answerTokens);
	}

	/**
	 * Take over the duty to tell what came of the attempt. For answers that go on after
	 * the attempt has ended well, such as streams, and that begin now, unless
	 * {@link #answerBegins} was called before. An attempt that fails is settled all the
	 * same.
	 * @return settles the attempt
	 */
	public Settlement takeOver() {
		answerBegins();
		this.takenOver = true;
		return this.selected.settlement(this);
	}

	/**
	 * The model did not refuse the request, only the form (such as stream=true) that we
	 * had chosen, and there is another form. When this attempt fails, the same model is
	 * asked once more at once. That is an attempt in the list of the call, but it counts
	 * neither as one of {@code retry.max-attempts} nor of
	 * {@code retry.max-total-attempts}; the refusal has no effect on the health of the
	 * model, and a probe goes on. Has no effect on an attempt that is the second one
	 * already, if the call is out of time or was interrupted.
	 */
	public void askOtherwise() {
		this.askOtherwise = this.mayAskOtherwise;
	}

	boolean isToBeAskedOtherwise() {
		return this.askOtherwise;
	}

	Permit permit() {
		return this.permit;
	}

	int requests() {
		return this.requests;
	}

	long startedAt() {
		return this.startedAt;
	}

	/**
	 * The attempt fails, and with it the answer, if it had begun. Has no effect when it
	 * is told twice.
	 */
	void failed(CallState call, long now) {
		if (this.answering) {
			this.answering = false;
			call.answerBroke(this.answeringSince, now);
		}
	}

	boolean isTakenOver() {
		return this.takenOver;
	}

	/**
	 * Tells whether the call had less time left than the model may take. If the model
	 * call never asked for its limit, this is decided by the duration of the attempt.
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
