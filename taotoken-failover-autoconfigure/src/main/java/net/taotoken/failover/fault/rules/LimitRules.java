package net.taotoken.failover.fault.rules;

import java.util.List;

import static net.taotoken.failover.fault.FaultKind.OVERLOADED;
import static net.taotoken.failover.fault.FaultKind.RATE_LIMITED;
import static net.taotoken.failover.fault.FaultScope.ACCOUNT;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.sentence;
import static net.taotoken.failover.fault.rules.Condition.status;
import static net.taotoken.failover.fault.rules.Condition.supplierEnvelope;

/**
 * Sentences of limits that fill up again by themselves.
 */
final class LimitRules {

	static final String[] SATURATED = { "负载.{0,6}饱和", "load is saturated", "upstream saturated" };

	/** Words of limits that fill up again within a minute. */
	static final String[] SOON = { "(?:per|/|(?:request|token|call)s an?)[ _-]?(?:second|minute|min\\b|sec\\b)",
			"\\bminute (?:token|request|quota|limit)", "\\b[tr]pm\\b", "\\bqps\\b", "每(?:分钟|秒)", "\\bburst" };

	private static final String[] REQUESTS = { "\\brequests?\\b", "\\bcalls?\\b", "\\bconcurren", "\\bfrequency",
			"\\bquer(?:y|ies)\\b", "\\bparallel", "请求", "访问", "调用", "并发", "频率", "速率", "频次" };

	private static final String[] TOO_MANY = { "\\btoo (?:\\w+ )?(?:many|quickly|fast|often|frequent)",
			"high[- ]frequency", "(?:reduce|lower|limit) your", "slow(?:ing)? down", "\\bease off",
			"exceeded the (?:number|rate)", "(?:most|max\\w*|concurren\\w*|request) (?:\\w+ )?limit", "过于?(?:快|高|多|频繁)",
			"太(?:快|多|频繁)", "超(?:出|过)?.{0,6}(?:限制|上限)", "达到.{0,8}(?:限制|上限|最大)", "降低.{0,6}(?:频率|速率|并发)" };

	private LimitRules() {
	}

	static List<FaultRule> rules() {
		Condition ownLimit = message("总?请求数限制", "reached the (total )?request limit");
		Condition tooMany = message("too many (?:\\w+ )?requests", "slow[_ ]down");
		Condition limit = message("rate[ _-]?limit", "rate-limited", "rate exceeded", "throttl",
				"(requests|tokens) (per|a) (second|minute|hour|day|min\\b)", "requests per", "\\brpm\\b", "\\btpm\\b",
				"\\bqps\\b", "concurrency", "请求频率", "频率.{0,4}(过高|限制|超)", "并发", "限速", "限流", "公平使用", "fair use", "请求过于频繁",
				"访问过于频繁", "请求.{0,2}太频繁")
			.or(sentence(REQUESTS, TOO_MANY));
		return List.of(message(SATURATED).then(OVERLOADED), ownLimit.and(supplierEnvelope()).then(RATE_LIMITED),
				ownLimit.then(RATE_LIMITED, ACCOUNT).hint(FaultHints.OWN_LIMIT),
				// the load of all, not the number of one's own requests
				message("请求过多", "(?:服务|系统|模型).{0,8}(?:繁忙|排队)").then(OVERLOADED),
				tooMany.and(not(status(401))).then(RATE_LIMITED), limit.and(not(status(401, 403))).then(RATE_LIMITED));
	}

}
