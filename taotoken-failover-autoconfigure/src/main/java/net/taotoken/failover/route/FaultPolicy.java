package net.taotoken.failover.route;

import java.time.Duration;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Reaction;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a kind of fault on a call.
 *
 * @param reaction what the call does next when the fault is the model's or the request's
 * @param accountReaction what the call does next when the fault is the account's
 * @param firstWait the wait before the same model is asked again, if the server dictates
 * none
 * @param coolDown how long the model is passed over once the call has left it,
 * {@code null} means: the retry wait if the reaction is RETRY, no cool-down otherwise
 * @param maxAttempts attempts on one model in one call, or {@code null} for the number in
 * {@link RetrySettings}
 * @since 0.1.0
 */
public record FaultPolicy(Reaction reaction, Reaction accountReaction, Duration firstWait, @Nullable Duration coolDown,
		@Nullable Integer maxAttempts) {

	/**
	 * The next step of the call.
	 * @param fault a fault of the kind that this policy is for
	 * @return the reaction; a server's advice, where there is one, comes first
	 */
	public Reaction reactionTo(Fault fault) {
		if (fault.advice() != null) {
			return fault.advice();
		}
		return (fault.scope() == FaultScope.ACCOUNT) ? this.accountReaction : this.reaction;
	}

	/**
	 * The time for which a model that is left after a fault is passed over: what the
	 * server said, else the configured cool-down, else the retry wait that the call would
	 * have needed.
	 * @param fault a fault of the kind that this policy is for
	 * @param wait the wait before the model would be asked again
	 * @return the cool-down, or {@code null} for none
	 */
	public @Nullable Duration coolDown(Fault fault, Duration wait) {
		if (fault.scope() == FaultScope.REQUEST) {
			return null;
		}
		if (fault.retryAfter() != null) {
			return fault.retryAfter();
		}
		return (this.coolDown == null && reactionTo(fault) == Reaction.RETRY) ? wait : this.coolDown;
	}

	/**
	 * This policy with what is given; {@code null} leaves a value as it is.
	 * @param reaction the reaction, for faults of every scope
	 * @param firstWait the first wait
	 * @param coolDown the cool-down
	 * @param maxAttempts the attempts on one model
	 * @return a copy
	 */
	public FaultPolicy with(@Nullable Reaction reaction, @Nullable Duration firstWait, @Nullable Duration coolDown,
			@Nullable Integer maxAttempts) {
		return new FaultPolicy((reaction != null) ? reaction : this.reaction,
				(reaction != null) ? reaction : this.accountReaction, (firstWait != null) ? firstWait : this.firstWait,
				(coolDown != null) ? coolDown : this.coolDown, (maxAttempts != null) ? maxAttempts : this.maxAttempts);
	}

}
