package net.taotoken.failover.fault;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rules that are passed over together unless a condition holds which all of them need.
 *
 * @param condition what each of the rules needs
 * @param rules the rules, the first that matches is right
 */
record RuleGroup(Condition condition, List<FaultRule> rules) {

	static RuleGroup always(List<FaultRule> rules) {
		return new RuleGroup((evidence) -> true, rules);
	}

	@Nullable FaultRule firstMatch(ErrorEvidence evidence) {
		if (this.condition.holds(evidence)) {
			for (FaultRule rule : this.rules) {
				if (rule.matches(evidence)) {
					return rule;
				}
			}
			return null;
		}
		assert this.rules.stream().noneMatch((rule) -> rule.matches(evidence)) : this.rules;
		return null;
	}

}
