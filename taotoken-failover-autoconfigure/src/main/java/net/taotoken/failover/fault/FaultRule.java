package net.taotoken.failover.fault;

import org.jspecify.annotations.Nullable;

/**
 * What an answer means if a condition holds.
 *
 * @param condition what must be so
 * @param kind what it means
 * @param scope what it says something about
 * @param hint a remark for whoever has to mend it
 */
record FaultRule(Condition condition, FaultKind kind, FaultScope scope, @Nullable String hint) {

	FaultRule hint(String hint) {
		return new FaultRule(this.condition, this.kind, this.scope, hint);
	}

	boolean matches(ErrorEvidence evidence) {
		return this.condition.holds(evidence);
	}

}
