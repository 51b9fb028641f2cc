package net.taotoken.failover.fault.rules;

import java.util.List;

import net.taotoken.failover.fault.Feature;

import static net.taotoken.failover.fault.FaultKind.UNSUPPORTED;
import static net.taotoken.failover.fault.rules.Condition.codeOrTypeLike;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.param;
import static net.taotoken.failover.fault.rules.Condition.sentence;
import static net.taotoken.failover.fault.rules.Condition.status;
import static net.taotoken.failover.fault.rules.Condition.typeLike;

/**
 * Sentences that refuse what another vendor's model wrote into the conversation, which
 * failover itself brings about: signatures, reasoning, encrypted content, ids of calls.
 */
final class HistoryRules {

	/** Fields that only models write. */
	private static final String[] SIGNED = { "thought[ _]?signatures?", "redacted_thinking",
			"encrypted[ _]?(?:content|reasoning)", "思维链签名", "思考签名" };

	private static final String[] WRITTEN_BY_MODELS = { "signatures?.{0,60}(?:thinking|reasoning)",
			"(?:thinking|reasoning|thought).{0,60}signatures?", "reasoning_content", "reasoning_details",
			"reasoning_opaque", "of type 'reasoning'", "thinking blocks?" };

	private static final String[] CALL_ID = {
			"(?:tool|function)[ _]?(?:calls?|use)s?(?:\\[\\d{1,4}\\])?[._ ]?'?ids?\\b",
			"(?:tool|function)[ _]?call_ids?\\b", "\\btool[ _]ids?\\b", "\\bcall_ids?\\b", "工具调用 ?id" };

	private static final String[] OF_ANOTHER_FORM = { "too long", "length", "pattern",
			"must be (?!followed|preceded|a response)", "has to be", "\\bformat", "match", "start(?:s)? with",
			"begin(?:s)? with", "characters", "invalid", "长度", "格式", "非法" };

	private static final String[] REASONING = { "reasoning", "thinking", "\\bthoughts?\\b", "\\brefusal\\b",
			"annotations" };

	private static final String[] IN_MESSAGES = { "messages?[.\\[]{1,2}\\d", "role(?: of|:)? '?assistant",
			"assistant messages?" };

	private HistoryRules() {
	}

	static List<FaultRule> rules() {
		Condition refused = codeOrTypeLike("encryptedcontent", "thoughtsignature").or(message(SIGNED))
			.or(message(WRITTEN_BY_MODELS).and(message("invalid", "missing", "required", "must ",
					"not (?:valid|found|match|" + "permitted|allowed|be )", "could not", "cannot", "unsupported",
					"not support", "unknown", "extra ", "unexpected", "expected", "verif", "passed back", "缺少", "无效",
					"不支持", "必须", "校验")));
		return List.of(refused.and(requestStatus()).then(UNSUPPORTED).lacking(Feature.HISTORY),
				sentence(CALL_ID, OF_ANOTHER_FORM).and(requestStatus()).then(UNSUPPORTED).lacking(Feature.HISTORY),
				sentence(REASONING, IN_MESSAGES, Vocabulary.CANNOT).and(requestStatus())
					.then(UNSUPPORTED)
					.lacking(Feature.HISTORY),
				typeLike("extraforbidden").and(param("messages\\..*")).then(UNSUPPORTED).lacking(Feature.HISTORY));
	}

	private static Condition requestStatus() {
		return status(200, 400, 404, 422, 500);
	}

}
