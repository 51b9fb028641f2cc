package net.taotoken.failover.fault.rules;

import java.util.function.Function;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of an answer if a condition holds.
 *
 * @param condition what must be so
 * @param kind what it means
 * @param scope what it says something about
 * @param proof what must be so for the scope to be proven
 * @param lacks what the model lacks, as far as the evidence tells
 * @param hint a remark for operators
 */
record FaultRule(Condition condition, FaultKind kind, FaultScope scope, Condition proof,
		Function<ErrorEvidence, @Nullable MissingFeature> lacks, @Nullable String hint) {

	/**
	 * A rule whose scope is proven as far as the kind and the scope tell: what is said of
	 * one model needs no second opinion, and what is said of an account needs the
	 * envelope of the gateway.
	 */
	static FaultRule of(Condition condition, FaultKind kind, FaultScope scope) {
		return new FaultRule(condition, kind, scope, usualProof(kind, scope), (evidence) -> null, null);
	}

	private static Condition usualProof(FaultKind kind, FaultScope scope) {
		if (scope == FaultScope.ACCOUNT) {
			return Condition.ownEnvelope();
		}
		boolean open = kind == FaultKind.INVALID_REQUEST || kind == FaultKind.CONTENT_REJECTED;
		return (evidence) -> !open;
	}

	FaultRule hint(String hint) {
		return new FaultRule(this.condition, this.kind, this.scope, this.proof, this.lacks, hint);
	}

	FaultRule provenIf(Condition proof) {
		return new FaultRule(this.condition, this.kind, this.scope, proof, this.lacks, this.hint);
	}

	FaultRule proven() {
		return provenIf((evidence) -> true);
	}

	FaultRule lacking(Function<ErrorEvidence, @Nullable MissingFeature> lacks) {
		return new FaultRule(this.condition, this.kind, this.scope, this.proof, lacks, this.hint);
	}

	FaultRule lacking(Feature feature) {
		MissingFeature missing = MissingFeature.of(feature);
		return lacking((evidence) -> missing);
	}

	boolean matches(ErrorEvidence evidence) {
		return this.condition.holds(evidence);
	}

}
