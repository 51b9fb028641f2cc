package net.taotoken.failover.fault;

import java.util.List;
import java.util.stream.Stream;

import static net.taotoken.failover.fault.Condition.message;
import static net.taotoken.failover.fault.Condition.not;
import static net.taotoken.failover.fault.Condition.ownEnvelope;
import static net.taotoken.failover.fault.Condition.status;
import static net.taotoken.failover.fault.Condition.typeLike;
import static net.taotoken.failover.fault.FaultKind.AUTHENTICATION;
import static net.taotoken.failover.fault.FaultKind.CONTENT_REJECTED;
import static net.taotoken.failover.fault.FaultKind.CONTEXT_LENGTH_EXCEEDED;
import static net.taotoken.failover.fault.FaultKind.INVALID_REQUEST;
import static net.taotoken.failover.fault.FaultKind.MODEL_UNAVAILABLE;
import static net.taotoken.failover.fault.FaultKind.OVERLOADED;
import static net.taotoken.failover.fault.FaultKind.QUOTA_EXHAUSTED;
import static net.taotoken.failover.fault.FaultKind.RATE_LIMITED;
import static net.taotoken.failover.fault.FaultScope.ACCOUNT;

/**
 * Phrases of messages, in the form of {@link MessageText}. The order matters: money is
 * looked for before limits, limits before load.
 */
final class MessageRules {

	static final String[] SATURATED = { "负载.{0,6}饱和", "load is saturated", "upstream saturated" };

	static final String[] OWN_QUOTA = { "tokenstatusexhausted", "令牌.{0,80}(额度|余额).{0,6}(用尽|不足|耗尽)",
			"用户.{0,6}(额度|余额|配额).{0,4}(不足|用尽|耗尽)", "预扣费", "token quota (is |has been )?(exhausted|not enough)",
			"token remain quota", "user quota is not enough", "your account balance is insufficient" };

	static final String[] QUOTA = { "insufficient[_ ]?(user[_ ]?)?(quota|balance|credit|fund)", "credit balance",
			"balance (is )?(too low|insufficient|not enough)", "(not enough|out of|no (more|remaining)) (credit|fund)",
			"requires (more|additional|at least|\\d+) credits", "prepayment credits", "credits (are|is|have been) ",
			"spending (cap|limit)", "spend limit", "api usage limits", "usage limit", "billing_not_active",
			"account is not active", "requires billing", "key limit exceeded", "exceeded_current_quota",
			"exceeded (your|the)? ?(current|monthly|daily|free)? ?(token )?quota", "quota.{0,20}(exhausted|used up)",
			"free allocated quota", "free tier.{0,40}exhausted", "payment required", "arrearage", "overdue",
			"good standing", "余额.{0,6}不足", "余额.{0,4}(用尽|耗尽)", "欠费", "(额度|配额).{0,6}(不足|用尽|用完|耗尽)", "请.{0,6}(充值|储值)",
			"需要?充值", "充值后", "套餐.{0,4}到期", "(调用|使用|次数|消费).{0,2}上限", "限额" };

	private MessageRules() {
	}

	static List<FaultRule> rules() {
		return Stream.of(request(), money(), limits(), models(), keys(), MishapRules.rules())
			.flatMap(List::stream)
			.toList();
	}

	private static List<FaultRule> request() {
		return List.of(
				message("(parameter|field|argument|option|property)\\b[^.]{0,80}(deprecated|not supported|no longer)",
						"unsupported (parameter|value)", "string_above_max_length", "string too long", "invalid 'user'")
					.then(INVALID_REQUEST),
				message("context_length_exceeded", "context[ _]?(length|window)", "maximum context",
						"prompt is too long", "input (is |text )?too long", "too many (input |prompt )?tokens",
						"exceeds? the (maximum|max) number of( input)? tokens", "input length should be",
						"exceeded model token limit", "input (token )?length (is )?(too long|exceeds)",
						"size limit exceeded by \\d+ tokens", "tokens? (count )?.{0,40}exceeds? the (model'?s? )?max",
						"reduce the length of", "prompt.{0,4}(超长|过长)", "上下文.{0,6}(长度|超)", "(输入|提示词).{0,10}(过长|超长)")
					.and(not(status(413).and(message("per minute"))))
					.then(CONTEXT_LENGTH_EXCEEDED),
				message("content[_ ]filter", "data_?inspection_?failed", "inappropriate content", "high risk",
						"sensitive[_ ]words", "sensitive information", "unsafe or sensitive", "prompt_blocked",
						"prompt (was )?blocked", "riskdetection", "sensitivecontentdetected",
						"content (management )?policy", "safety system", "guardrail", "safe guard policy",
						"usage (policy|policies|guidelines)", "敏感", "不安全", "违规", "违反使用规定", "违反.{0,10}(规定|政策|法规)",
						"内容审[计核查]", "风险规则", "提示.{0,2}被拦截", "触发风控")
					.then(CONTENT_REJECTED));
	}

	// Under 503 such texts are about a pool of the gateway that fills up again.
	private static List<FaultRule> money() {
		Condition ownWords = message(OWN_QUOTA);
		Condition words = ownWords.or(message(QUOTA));
		Condition transientStatus = status(503);
		return List.of(
				ownWords.or(words.and(ownEnvelope()))
					.and(not(transientStatus))
					.and(not(message(SATURATED)))
					.then(QUOTA_EXHAUSTED, ACCOUNT)
					.hint(Hints.BALANCE),
				words.and(not(transientStatus)).then(QUOTA_EXHAUSTED).hint(Hints.UPSTREAM_QUOTA),
				words.and(transientStatus).and(not(message("无可用渠道", "no available channel"))).then(OVERLOADED));
	}

	private static List<FaultRule> limits() {
		return List.of(message(SATURATED).then(OVERLOADED),
				message("总?请求数限制", "reached the (total )?request limit").then(RATE_LIMITED, ACCOUNT)
					.hint(Hints.OWN_LIMIT),
				message("rate[ _-]?limit", "rate-limited", "too many requests", "throttl",
						"(requests|tokens) (per|a) (second|minute|hour|day|min\\b)", "requests per", "\\brpm\\b",
						"\\btpm\\b", "concurrency", "slow[_ ]down", "请求频率", "频率.{0,4}(过高|限制|超)", "并发", "限速", "限流",
						"公平使用", "fair use", "请求过于频繁", "访问过于频繁", "请求.{0,2}太频繁")
					.and(not(status(401, 403)))
					.then(RATE_LIMITED));
	}

	private static List<FaultRule> models() {
		return List.of(
				message("model_not_found", "no (available |compatible )?channels?\\b", "get available channel",
						"无可用(的)?渠道", "没有可用(的)?渠道", "可用渠道失败", "获取重试渠道失败", "no fallback model group")
					.then(MODEL_UNAVAILABLE)
					.hint(Hints.NO_CHANNEL),
				message("has no access to (the )?model", "not authorized to access the requested model", "无权(访问|使用)模型",
						"无权(访问|使用)(?!任何).{0,20}模型", "无使用权限", "not have (access|permission)",
						"permission to (use|access)")
					.then(MODEL_UNAVAILABLE)
					.hint(Hints.NO_PERMISSION),
				message("country, region", "(country|region|location).{0,40}(not supported|unsupported|unavailable)")
					.and(status(401))
					.then(AUTHENTICATION),
				message("no endpoints found", "no allowed providers", "does not exist or you", "invalid model\\b",
						"incorrect model", "unknown[_ ]model", "unsupported model", "not found the model",
						"\\bmodel\\b[^.]{0,80}\\b(not found|not exist|is not (supported|available)|was not found)",
						"not found\\. available model", "deployment.{0,40}(not ?found|does not exist)",
						"decommissioned", "deprecated", "no longer available", "end of (its )?life", "modelnotopen",
						"api you are accessing is not open", "country, region",
						"(country|region|location).{0,40}(not supported|unsupported)",
						"模型.{0,40}(不存在|未找到|禁用|未开通|未开放|已下线|不可用)", "模型名.{0,2}(错误|拼写)", "模型映射错误", "倍率或价格未配置",
						"(未开通|不支持|无法使用)该?模型", "订阅.{0,20}(不含|不包含|未包含|没有)", "模型广场")
					.then(MODEL_UNAVAILABLE),
				message("is currently unavailable")
					.and(not(message("temporarily unavailable", "provider is currently unavailable")))
					.and(status(200, 400, 403, 404, 422))
					.then(MODEL_UNAVAILABLE));
	}

	private static List<FaultRule> keys() {
		Condition fromSupplier = typeLike("authentication", "incorrectapikey", "permission");
		Condition own = not(fromSupplier);
		return List.of(message("无权(访问|使用)任何模型").then(AUTHENTICATION, ACCOUNT).hint(Hints.NO_MODELS),
				message("(该|此)?渠道.{0,4}(被|已)禁用", "不支持指定渠道", "channel has been disabled").then(INVALID_REQUEST),
				message("渠道.{0,4}(无可用密钥|密钥无效)").then(AUTHENTICATION).hint(Hints.CHANNEL_KEY),
				message("(令牌)?分组.{0,60}(禁用|弃用)", "group (is |has been )?(disabled|deprecated)")
					.then(AUTHENTICATION, ACCOUNT)
					.hint(Hints.KEY_GROUP),
				message("ip.{0,10}不在", "只能在指定网段", "approved ip", "\\bip\\b.{0,40}not (allowed|permitted|whitelisted)")
					.then(AUTHENTICATION, ACCOUNT)
					.hint(Hints.IP),
				message("被封禁", "被禁用", "account (is |has been )?(suspended|banned|disabled)",
						"user (is |has been )?(suspended|banned|disabled)")
					.and(own)
					.then(AUTHENTICATION, ACCOUNT)
					.hint(Hints.SUSPENDED),
				message("无效的?(令牌|访问令牌)", "未提供.{0,2}令牌", "令牌.{0,2}(已?过期|无效|不存在|失效|状态不可用)", "no token provided",
						"token has expired", "token status is unavailable",
						"invalid (access )?token\\b(?! (count|in|at))")
					.and(own)
					.and(not(status(400)))
					.then(AUTHENTICATION, ACCOUNT)
					.hint(Hints.KEY),
				message("invalid[_ ]api[_ -]?key", "invalid x-api-key", "incorrect[_ ]api[_ ]key",
						"invalid (subscription key|authentication|credential)", "authentication (fail|required)",
						"invalid api-key", "api key (is )?(not valid|invalid|expired)", "api key not found",
						"account_deactivated", "身份验证失败", "鉴权失败", "认证失败", "未收到 ?authentication", "token.{0,2}(非法|已过期)",
						"(密钥|api ?key).{0,4}(无效|错误|过期)")
					.then(AUTHENTICATION)
					.hint(Hints.CHANNEL_KEY));
	}

}
