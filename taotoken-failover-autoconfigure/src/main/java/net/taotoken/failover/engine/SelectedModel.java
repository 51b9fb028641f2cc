package net.taotoken.failover.engine;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.firsttoken.RequestSize;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * A model whose turn it is, with the permit for the first attempt on it: all that an
 * attempt has to know of its call, and to tell it. For use by one thread of the call.
 */
final class SelectedModel {

	private final ModelSelector selector;

	private final Model model;

	private final ModelHealth health;

	private final Permit permit;

	private final long now;

	/**
	 * Create a turn.
	 * @param selector gives the turn
	 * @param model the model
	 * @param health its health, which gives further permits
	 * @param permit the permit for the first attempt
	 * @param now the tick at which the turn is given
	 */
	SelectedModel(ModelSelector selector, Model model, ModelHealth health, Permit permit, long now) {
		this.selector = selector;
		this.model = model;
		this.health = health;
		this.permit = permit;
		this.now = now;
	}

	Model model() {
		return this.model;
	}

	Permit permit() {
		return this.permit;
	}

	long now() {
		return this.now;
	}

	/**
	 * A permit for a further attempt, or {@code null} if there is none.
	 */
	@Nullable Permit nextPermit(long now) {
		return this.health.tryAcquire(this.selector.applicant(), now);
	}

	/**
	 * An attempt is about to begin.
	 * @return whether the turn goes on; another thread of the call may have ended it
	 */
	boolean attemptStarts(long now) {
		ModelClaims claims = this.selector.claims();
		return claims == null || claims.attemptStarts(this.model, now);
	}

	RequestSize requestSize() {
		return this.selector.requestSize();
	}

	/**
	 * Tells whether the call could turn to no other model after this one.
	 */
	boolean isLast(long nanosLeft) {
		return this.selector.isLast(this.model, nanosLeft);
	}

	/**
	 * The request of an attempt is about to be sent again.
	 * @return whether it may be; another thread of the call may have given the attempt up
	 */
	boolean requestRepeats() {
		ModelClaims claims = this.selector.claims();
		return claims == null || claims.requestRepeats(this.model);
	}

	/**
	 * A good answer has announced what is left of a limit.
	 */
	void announced(Allowance allowance) {
		this.selector.parts().tracker().announced(this.model.id(), allowance);
	}

	/**
	 * The answer of an attempt begins, and its thread goes on to read it.
	 * @return the tick at which it does
	 */
	long answerBegins() {
		ModelClaims claims = this.selector.claims();
		if (claims != null) {
			claims.answerBegins(this.model);
		}
		return this.selector.parts().time().nanoTime();
	}

	/**
	 * Hand over what is to be settled of an answer that goes on after its attempt.
	 */
	Settlement settlement(ModelAttempt attempt) {
		return new Settlement(this.selector.parts(), this.selector.call(), attempt);
	}

	/**
	 * Tells whether another thread has taken the model away from this one, since it was
	 * quicker with another model, or the call was given up.
	 */
	boolean isWithdrawn() {
		ModelClaims claims = this.selector.claims();
		return claims != null && !claims.isClaimed(this.model);
	}

	/**
	 * An attempt has failed.
	 * @return whether this thread has to report it; {@code false} if another thread of
	 * the call has cancelled the attempt and reported it
	 */
	boolean attemptFailed() {
		ModelClaims claims = this.selector.claims();
		return claims == null || claims.attemptEnds(this.model);
	}

	/**
	 * The turn is over.
	 */
	void leave() {
		this.selector.leave(this.model);
	}

}
