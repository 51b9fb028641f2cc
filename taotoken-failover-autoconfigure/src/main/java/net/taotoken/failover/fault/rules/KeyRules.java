package net.taotoken.failover.fault.rules;

import java.util.List;
import java.util.stream.Stream;

import static net.taotoken.failover.fault.FaultKind.AUTHENTICATION;
import static net.taotoken.failover.fault.FaultKind.INVALID_REQUEST;
import static net.taotoken.failover.fault.FaultScope.ACCOUNT;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.sentence;
import static net.taotoken.failover.fault.rules.Condition.status;
import static net.taotoken.failover.fault.rules.Condition.supplierEnvelope;

/**
 * Sentences that refuse a key or an account. They are a supplier's, and so this model's,
 * wherever a supplier's words stand beside them; else they may be the caller's own.
 */
final class KeyRules {

	private static final String[] HOLDER = { "\\baccounts?\\b", "\\borgani[sz]ations?\\b", "\\bworkspace", "\\bteam\\b",
			"\\bproject\\b", "\\busers?\\b", "\\bcustomer", "账号", "账户", "用户", "组织" };

	private static final String[] KEY = { "\\bapi[ _-]?keys?\\b", "\\bkeys?\\b", "\\bcredentials?\\b",
			"\\b(?:access|auth|oauth|security|bearer) token", "密钥", "凭证", "api ?key" };

	private static final String[] BARRED = { "suspended", "disabled", "deactivated", "banned", "blocked", "terminated",
			"frozen", "\\blocked", "restricted", "\\bclosed\\b", "not (?:active|found|exist)", "封禁", "禁用", "冻结", "停用",
			"注销", "封停", "不存在" };

	private static final String[] REFUSED = { "\\binvalid\\b",
			"\\bnot (?:valid|found|recogni[sz]ed|authori[sz]ed|allowed|active|exist)", "unknown", "incorrect",
			"\\bwrong\\b", "expired", "revoked", "missing", "only (?:be )?(?:authori[sz]ed|used|valid|allowed)",
			"disabled", "rejected", "unauthori[sz]ed", "malformed", "leaked", "compromised", "无效", "错误", "过期", "失效",
			"非法", "吊销" };

	private static final String[] ADDRESS = { "\\bip\\b", "\\bip address" };

	private static final String[] SHUT_OUT = { "not (?:allowed|permitted|whitelisted|authori[sz]ed|in the)", "blocked",
			"denied", "forbidden", "banned", "restricted", "不在", "限制", "禁止" };

	private KeyRules() {
	}

	static List<FaultRule> rules() {
		Condition refusal = status(200, 400, 401, 403, 404);
		return Stream.of(account(message("无权(访问|使用)任何模型"), FaultHints.NO_MODELS),
				List.of(message("(该|此)?渠道.{0,4}(被|已)禁用", "不支持指定渠道", "channel has been disabled").then(INVALID_REQUEST)
					.provenIf(Condition.ownEnvelope()),
						message("渠道.{0,4}(无可用密钥|密钥无效)").then(AUTHENTICATION).hint(FaultHints.CHANNEL_KEY)),
				account(message("(令牌)?分组.{0,60}(禁用|弃用)", "group (is |has been )?(disabled|deprecated)"),
						FaultHints.KEY_GROUP),
				account(message("ip.{0,10}不在", "只能在指定网段", "approved ip").or(sentence(ADDRESS, SHUT_OUT)),
						FaultHints.IP),
				account(message("被封禁", "被禁用").or(sentence(HOLDER, BARRED).and(refusal)), FaultHints.SUSPENDED),
				account(message("无效的?(令牌|访问令牌)", "未提供.{0,2}令牌", "令牌.{0,2}(已?过期|无效|不存在|失效|状态不可用)", "no token provided",
						"token has expired", "token status is unavailable",
						"invalid (access )?token\\b(?! (count|in|at))")
					.and(not(status(400))), FaultHints.KEY),
				List.of(message("invalid[_ ]api[_ -]?key", "invalid x-api-key", "incorrect[_ ]api[_ ]key",
						"invalid (subscription key|authentication|credential)", "authentication (fail|required)",
						"invalid api-key", "api key (is )?(not valid|invalid|expired)", "api key not found",
						"account_deactivated", "身份验证失败", "鉴权失败", "认证失败", "未收到 ?authentication", "token.{0,2}(非法|已过期)",
						"(密钥|api ?key).{0,4}(无效|错误|过期)")
					.or(sentence(KEY, REFUSED).and(refusal))
					.then(AUTHENTICATION)
					.hint(FaultHints.CHANNEL_KEY)))
			.flatMap(List::stream)
			.toList();
	}

	private static List<FaultRule> account(Condition words, String hint) {
		return List.of(words.and(supplierEnvelope()).then(AUTHENTICATION),
				words.then(AUTHENTICATION, ACCOUNT).hint(hint));
	}

}
