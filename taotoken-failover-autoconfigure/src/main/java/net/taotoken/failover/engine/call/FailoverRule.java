package net.taotoken.failover.engine.call;

import java.time.Duration;
import java.util.random.RandomGenerator;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * The rule: a call waits for a model only when the wait is within its patience, or when
 * no other model can answer; otherwise it switches, and the wait becomes the model's
 * cool-down. Even the only model of a route is not waited for here: it gets a cool-down
 * like any other. When that ends, one call (the probe) tests it for all others.
 * <p>
 * A fault that is not proven is the word of one model. It ends the call, and counts as
 * the account's, only when a second model has said the same.
 */
public final class FailoverRule {

	private final RetryBudget budget;

	private final RandomGenerator random;

	private final ModelHealthTracker tracker;

	public FailoverRule(RetryBudget budget, RandomGenerator random, ModelHealthTracker tracker) {
		this.budget = budget;
		this.random = random;
		this.tracker = tracker;
	}

	/**
	 * Decide after an attempt that failed.
	 */
	public Decision decide(CallState call, Model model, boolean probe, Fault said, Duration timeLeft) {
		Decision left = leave(call, model, said);
		int faults = call.failures().attemptsOn(model) + 1;
		Duration wait = left.pause();
		boolean retry = left.isRetry() && !probe && faults < CallFailures.maxAttempts(call.route(), said.kind())
				&& !call.isLastAttempt() && wait.compareTo(call.route().retry().patience()) <= 0
				&& wait.compareTo(timeLeft) < 0 && this.budget.tryRetry(call.route().retry().budget());
		return retry ? left : left.withoutRetry();
	}

	/**
	 * Decide after an answer that broke, whose model is not asked again.
	 */
	public Decision decideOnBreak(CallState call, Model model, Fault said) {
		return leave(call, model, said).withoutRetry();
	}

	/**
	 * The time for which a model is passed over that a probe has found dead, or
	 * {@code null} to leave that to its health.
	 */
	public @Nullable Duration coolDownAfterProbe(Route route, Fault counted) {
		FaultPolicy policy = route.faults().of(counted.kind());
		Duration wait = (counted.retryAfter() != null) ? counted.retryAfter()
				: route.retry().wait(policy.firstWait(), 1, this.random);
		return policy.coolDown(counted, wait);
	}

	private Decision leave(CallState call, Model model, Fault said) {
		FaultPolicy policy = call.route().faults().of(said.kind());
		boolean heard = isHeard(call, model, said);
		Fault fault = heard ? said.confirmed() : said;
		boolean doubted = !heard && policy.reactionTo(said) == Reaction.FAIL && said.advice() == null;
		Fault counted = counted(fault);
		Duration wait = (said.retryAfter() != null) ? said.retryAfter()
				: call.route().retry().wait(policy.firstWait(), call.failures().attemptsOn(model) + 1, this.random);
		boolean cut = EntryTroubles.isOfEntry(model, counted);
		Duration coolDown = cut ? this.tracker.longestCoolDown() : policy.coolDown(counted, wait);
		return new Decision(doubted ? Reaction.SWITCH : reaction(call, model, policy, counted), fault, doubted, wait,
				coolDown, false);
	}

	/**
	 * The reaction of the policy, except that a fault of the account ends no call that
	 * has another entry to turn to, and that nobody waits for an entry that cuts
	 * connections.
	 */
	private Reaction reaction(CallState call, Model model, FaultPolicy policy, Fault counted) {
		Reaction reaction = policy.reactionTo(counted);
		boolean leaves = (counted.scope() == FaultScope.ACCOUNT && reaction == Reaction.FAIL)
				|| EntryTroubles.isOfEntry(model, counted);
		return (leaves && call.hasOtherEntryThan(model, this.tracker)) ? Reaction.SWITCH : reaction;
	}

	/**
	 * Tells whether this fault counts as proven: it is, or second opinions are off, or
	 * another model has failed in the same way.
	 */
	private static boolean isHeard(CallState call, Model model, Fault said) {
		return said.proven() || !call.route().retry().secondOpinion() || call.failures().confirm(model, said);
	}

	/**
	 * The fault for the health statistics: an account fault that is not proven counts for
	 * this model only.
	 */
	public static Fault counted(Fault fault) {
		return (fault.scope() == FaultScope.ACCOUNT && !fault.proven()) ? fault.withScope(FaultScope.MODEL) : fault;
	}

}
