package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Model;

/**
 * The rule: a call waits for a model only when the wait is within its patience, or when
 * no other model can answer; otherwise it switches, and the wait becomes the model's
 * cool-down. A model that nobody else can stand in for is left here too: it comes back
 * when its cool-down ends, and one call finds out for all.
 */
final class FaultDecisions {

	private final RetryBudget budget;

	private final RandomGenerator random;

	FaultDecisions(RetryBudget budget, RandomGenerator random) {
		this.budget = budget;
		this.random = random;
	}

	Decision decide(Call call, Model model, boolean probe, Fault fault, Duration timeLeft) {
		FaultPolicy policy = call.route().faults().of(fault.kind());
		Reaction reaction = policy.reactionTo(fault);
		int faults = call.attemptsOn(model) + 1;
		Duration wait = (fault.retryAfter() != null) ? fault.retryAfter()
				: call.route().retry().wait(policy.firstWait(), faults, this.random);
		if (reaction != Reaction.RETRY) {
			return Decision.leave(reaction, policy.coolDown(fault, wait));
		}
		boolean retry = !probe && faults < call.maxAttempts(fault.kind())
				&& call.attempts().size() + 1 < call.route().retry().maxTotalAttempts()
				&& wait.compareTo(call.route().retry().patience()) <= 0 && wait.compareTo(timeLeft) < 0
				&& this.budget.tryRetry(call.route().retry().budget());
		return retry ? Decision.retryAfter(wait) : Decision.leave(Reaction.SWITCH, policy.coolDown(fault, wait));
	}

}
