package net.taotoken.failover.fault.rules;

import java.util.List;

import static net.taotoken.failover.fault.FaultKind.CONTENT_REJECTED;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.ownEnvelope;
import static net.taotoken.failover.fault.rules.Condition.sentence;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * Sentences of moderation. Words alone do not prove it: filters differ from supplier to
 * supplier.
 */
final class ContentRules {

	private static final String[] TEXT = { "\\bcontents?\\b", "\\bprompts?\\b", "\\binputs?\\b", "\\boutputs?\\b",
			"\\bmessages?\\b", "\\btext\\b", "\\bquery\\b", "\\bimages?\\b", "内容", "输入", "输出", "提示", "文本" };

	private static final String[] REFUSED = { "flagged", "moderation", "harmful", "inappropriate", "unsafe", "violat",
			"prohibited", "offensive", "sensitive", "\\brisk", "guidelines", "\\bsafety\\b", "涉嫌", "违规", "敏感", "审核",
			"不合规", "不安全", "风险", "被拦截", "违法" };

	private ContentRules() {
	}

	static List<FaultRule> rules() {
		Condition words = message("content[_ ]filter", "data_?inspection_?failed", "inappropriate content", "high risk",
				"sensitive[_ ]words", "sensitive information", "unsafe or sensitive", "prompt_blocked",
				"prompt (was )?blocked", "riskdetection", "sensitivecontentdetected", "content (management )?policy",
				"safety system", "guardrail", "safe guard policy", "usage (policy|policies|guidelines)", "敏感", "不安全",
				"违规", "违反使用规定", "违反.{0,10}(规定|政策|法规)", "内容审[计核查]", "内容安全", "风险规则", "提示.{0,2}被拦截", "触发风控");
		return List.of(words.or(sentence(TEXT, REFUSED).and(not(message("case[- ]sensitive"))))
			// a policy of what may be sent where is no moderation
			.and(not(status(404)))
			.and(not(message("\\baccount\\b", "\\borgani[sz]ation\\b", "账号", "账户")))
			.then(CONTENT_REJECTED)
			.provenIf(ownEnvelope()));
	}

}
