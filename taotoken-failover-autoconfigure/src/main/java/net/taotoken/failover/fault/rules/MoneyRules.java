package net.taotoken.failover.fault.rules;

import java.util.List;

import static net.taotoken.failover.fault.FaultKind.OVERLOADED;
import static net.taotoken.failover.fault.FaultKind.QUOTA_EXHAUSTED;
import static net.taotoken.failover.fault.FaultScope.ACCOUNT;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.noWords;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.ownEnvelope;
import static net.taotoken.failover.fault.rules.Condition.sentence;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * Sentences of money: a balance, a plan or a quota, and a word that says that it is used
 * up. A quota of requests or tokens in a minute is a rate limit instead.
 */
final class MoneyRules {

	/** Sentences of the gateway's own accounts. */
	static final String[] OWN = { "tokenstatusexhausted", "令牌.{0,80}(额度|余额).{0,6}(用尽|不足|耗尽)",
			"用户.{0,6}(额度|余额|配额).{0,4}(不足|用尽|耗尽)", "预扣费", "token quota (is |has been )?(exhausted|not enough)",
			"token remain quota", "user quota is not enough", "your account balance is insufficient" };

	private static final String[] KNOWN = { "insufficient[_ ]?(user[_ ]?)?(quota|balance|credit|fund)", "extra usage",
			"n't have any (?:credit|licen)", "credit balance", "balance (is )?(too low|insufficient|not enough)",
			"(not enough|out of|no (more|remaining)) (credit|fund)", "requires (more|additional|at least|\\d+) credits",
			"prepayment credits", "credits (are|is|have been) ", "spending (cap|limit)", "spend limit",
			"api usage limits", "usage limit", "billing_not_active", "account is not active", "requires billing",
			"key limit exceeded", "exceeded_current_quota",
			"exceeded (your|the)? ?(current|monthly|daily|free)? ?(token )?quota", "quota.{0,20}(exhausted|used up)",
			"free allocated quota", "free tier.{0,40}exhausted", "payment required", "arrearage", "overdue",
			"good standing", "余额.{0,6}不足", "余额.{0,4}(用尽|耗尽)", "欠费", "(额度|配额).{0,6}(不足|用尽|用完|耗尽)", "请.{0,6}(充值|储值)",
			"需要?充值", "充值后", "套餐.{0,4}到期", "(调用|使用|次数|消费).{0,2}上限" };

	private static final String[] MONEY = { "\\bbalance", "\\bcredits?\\b", "\\bfunds?\\b", "\\bwallet", "\\bpayment",
			"\\bprepaid", "\\bbilling", "余额", "账单", "点数", "资源包", "费用" };

	private static final String[] PLAN = { "allowance", "\\ballo(?:cation|tment)", "限额", "\\bquotas?\\b", "usage limit",
			"spend(?:ing)?\\b", "\\bsubscription",
			"(?:daily|weekly|monthly|plan|billing|usage|hour)[- ](?:\\w+ )?(?:limit|cap|usage|budget)", "套餐", "额度",
			"配额", "用量", "订阅" };

	private static final String[] USED_UP = { "insufficient", "\\bempty\\b", "exhausted", "depleted", "used up",
			"used all", "\\b(?:run|ran|running) out\\b", "\\bout of\\b", "negative", "\\btoo low\\b", "not enough",
			"not sufficient", "\\bzero\\b", "\\breached", "exceed", "\\bhit\\b", "\\btop(?:ped)?[- ]up\\b", "recharge",
			"past due", "unpaid", "\\bno (?:more|remaining|active)\\b", "consumed", "\\bspent\\b", "declined",
			"\\bexpired\\b", "add (?:more )?(?:credit|fund)", "用完", "用尽", "耗尽", "不足", "到期", "过期", "欠", "充值", "续费", "超出",
			"超过", "达到", "上限", "为零", "为 ?0", "停服", "没有" };

	private MoneyRules() {
	}

	// Under 503 such texts are about a pool of the gateway that fills up again.
	static List<FaultRule> rules() {
		Condition own = message(OWN);
		Condition words = usedUp();
		Condition lasting = not(status(503)).and(not(message(LimitRules.SATURATED)));
		return List.of(
				own.or(words)
					.and(ownEnvelope().or(noWords().and(own)))
					.and(lasting)
					.then(QUOTA_EXHAUSTED, ACCOUNT)
					.hint(FaultHints.BALANCE),
				words.and(not(status(503))).then(QUOTA_EXHAUSTED).hint(FaultHints.UPSTREAM_QUOTA),
				words.and(status(503)).and(not(message("无可用渠道", "no available channel"))).then(OVERLOADED));
	}

	/** A balance that is used up. Limits on its use do not count as such. */
	static Condition balanceUsedUp() {
		return message(OWN).or(sentence(MONEY, USED_UP));
	}

	/** Something that was paid for is used up. */
	static Condition usedUp() {
		Condition perTime = message("per[- ](?:second|minute|min\\b|hour|day)", "\\brate", "\\btpm\\b", "\\brpm\\b",
				"throttl", "每分钟", "频率", "速率");
		return message(OWN).or(message(KNOWN))
			.or(sentence(MONEY, USED_UP))
			.or(sentence(PLAN, USED_UP).and(not(perTime)));
	}

}
