package net.taotoken.failover.fault.rules;

import java.util.List;
import java.util.stream.Stream;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import net.taotoken.failover.fault.retryafter.WaitFields;
import tools.jackson.databind.JsonNode;

import static net.taotoken.failover.fault.FaultKind.CONTEXT_LENGTH_EXCEEDED;
import static net.taotoken.failover.fault.FaultKind.MODEL_UNAVAILABLE;
import static net.taotoken.failover.fault.FaultKind.QUOTA_EXHAUSTED;
import static net.taotoken.failover.fault.FaultKind.RATE_LIMITED;
import static net.taotoken.failover.fault.FaultKind.SERVER_ERROR;
import static net.taotoken.failover.fault.FaultScope.ACCOUNT;
import static net.taotoken.failover.fault.rules.Condition.codeOrType;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.ownEnvelope;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * The rules in the order of their evidence; the first that matches is right.
 */
final class BuiltInRules {

	private static final FaultRule NOTHING_KNOWN = ((Condition) (evidence) -> true).then(FaultKind.UNKNOWN);

	private static final RuleTable TABLE = new RuleTable(Stream
		.of(HistoryRules.rules(), combined(), NumericCodeRules.minimax(), UnsupportedRules.codes(),
				CodeRules.whole(Condition::code), CodeRules.relatives(Condition::codeLike),
				CodeRules.whole(Condition::type), CodeRules.relatives(Condition::typeLike), MessageRules.rules(),
				NumericCodeRules.glm(), GenericCodeRules.rules(), StatusRules.rules())
		.flatMap(List::stream)
		.toList());

	private BuiltInRules() {
	}

	static FaultRule firstMatch(ErrorEvidence evidence) {
		FaultRule rule = TABLE.firstMatch(evidence);
		return (rule != null) ? rule : NOTHING_KNOWN;
	}

	private static boolean hasRetryDelay(ErrorEvidence evidence) {
		JsonNode root = evidence.found().root();
		return root != null && WaitFields.hasRetryDelay(root);
	}

	// Cases in which a code alone would mislead.
	private static List<FaultRule> combined() {
		Condition saturated = message(LimitRules.SATURATED);
		Condition lastingQuota = message("(?:free|hour|day|week|month)(?:ly)? allocated quota", "free tier", "免费额度");
		Condition usedUp = MoneyRules.usedUp();
		Condition tooMany = codeOrType("rate_limit_error", "rate_limit", "rate_limited", "rate_limit_exceeded",
				"requests", "tokens");
		// more at once than the limit of a minute ever lets through
		Condition neverFits = message("request too large").and(message("tokens per", "\\btpm\\b"))
			.and(status(413, 429))
			.or(message("long context (?:requests?|beta)").and(status(400, 403, 429)));
		return List.of(neverFits.then(CONTEXT_LENGTH_EXCEEDED),
				// suppliers call any limit a quota
				message(LimitRules.SOON).and(status(429))
					.and(not(ownEnvelope().or(MoneyRules.balanceUsedUp())))
					.then(RATE_LIMITED),
				codeOrType("insufficient_quota", "Throttling.AllocationQuota").and(message("allocated quota exceeded"))
					.and(not(lastingQuota))
					.then(RATE_LIMITED),
				codeOrType("Throttling.AllocationQuota").and(lastingQuota).then(QUOTA_EXHAUSTED),
				codeOrType("insufficient_user_quota", "pre_consume_token_quota_failed").and(saturated)
					.then(QUOTA_EXHAUSTED)
					.hint(FaultHints.UPSTREAM_QUOTA),
				codeOrType("RESOURCE_EXHAUSTED").and(status(429))
					.and(((Condition) BuiltInRules::hasRetryDelay).or(message("(?:retry|again) in \\d")))
					.then(RATE_LIMITED),
				codeOrType("RESOURCE_EXHAUSTED").and(usedUp).then(QUOTA_EXHAUSTED),
				codeOrType("RESOURCE_EXHAUSTED").and(status(429)).then(RATE_LIMITED),
				tooMany.and(ownEnvelope()).and(usedUp).and(not(saturated)).then(QUOTA_EXHAUSTED, ACCOUNT),
				tooMany.and(usedUp).and(not(saturated)).then(QUOTA_EXHAUSTED),
				message("rate_limit_check_failed").or(codeOrType("rate_limit_check_failed"))
					.then(SERVER_ERROR, ACCOUNT),
				codeOrType("access_denied").and(message("good standing")).then(QUOTA_EXHAUSTED),
				codeOrType("permission_error", "permission_denied_error").and(message("not have permission"))
					.then(MODEL_UNAVAILABLE));
	}

}
