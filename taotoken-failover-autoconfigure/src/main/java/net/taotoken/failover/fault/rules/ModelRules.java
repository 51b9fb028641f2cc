package net.taotoken.failover.fault.rules;

import java.util.List;

import static net.taotoken.failover.fault.FaultKind.AUTHENTICATION;
import static net.taotoken.failover.fault.FaultKind.MODEL_UNAVAILABLE;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.sentence;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * Sentences that say that a model is not offered, or not to this key.
 */
final class ModelRules {

	/**
	 * A word for a model, or the id of one: a name with a number and a dash or a slash.
	 */
	private static final String[] MODEL = { "\\bmodels?\\b", "\\bdeployments?\\b", "模型",
			"\\b(?!v\\d)(?=[a-z./:@_-]{0,60}\\d)[a-z][a-z0-9.]{0,40}[-/:][a-z0-9._/:@-]{2,100}" };

	private static final String[] UNKNOWN = {
			"\\bnot (?:a |an )?(?:found|exist|valid|known|recogni[sz]ed|offered|served|deployed|loaded|"
					+ "hosted|open|included|part of|activated)",
			"n't (?:exist|found|valid|known|have access|offered|included)", "\\binvalid\\b", "unknown", "no such",
			"\\bincorrect", "retired", "discontinued", "decommissioned", "sunset", "deprecated", "end of (?:its )?life",
			"no longer", "no (?:healthy|active|suitable|valid) ", "(?:does|do|did|could) not (?:exist|be found)",
			"not have access", "misspelled", "\\bdisabled", "access (?:is )?denied", "不存在", "未找到", "找不到", "禁用", "下架",
			"下线", "未开通", "未开放", "未激活", "停用", "停止服务", "无权", "错误的", "无效" };

	/** Under other statuses it may be so for a moment only. */
	private static final String[] NOT_OFFERED = {
			"\\bnot (?:currently |yet )?(?:supported|available|enabled|allowed|permitted|accessible)", "unsupported",
			"unavailable", "(?:does not|doesn't) support", "n't (?:supported|available|enabled|allowed)", "no access",
			"不支持", "不可用", "暂未开放" };

	private ModelRules() {
	}

	static List<FaultRule> rules() {
		Condition forAMoment = message("temporarily unavailable", "provider is currently unavailable", "temporar",
				"try again", "暂时", "稍后");
		Condition notTheModel = message("\\btokens?\\b", "\\bapi.?key", "x-api-key", "credential", "任何模型", "\\bjson\\b",
				"\\brequest body");
		Condition requestStatus = status(200, 400, 403, 404, 410, 422);
		return List.of(
				message("model_not_found", "no (available |compatible )?channels?\\b", "get available channel",
						"无可用(的)?渠道", "没有可用(的)?渠道", "可用渠道失败", "获取重试渠道失败", "no fallback model group")
					.then(MODEL_UNAVAILABLE)
					.hint(FaultHints.NO_CHANNEL),
				message("has no access to (the )?model", "not authorized to access the requested model", "无权(访问|使用)模型",
						"无权(访问|使用)(?!任何).{0,20}模型", "无使用权限", "not have (access|permission)",
						"permission to (use|access)")
					.then(MODEL_UNAVAILABLE)
					.hint(FaultHints.NO_PERMISSION),
				message("country, region", "(country|region|location).{0,40}(not supported|unsupported|unavailable)")
					.and(status(401))
					.then(AUTHENTICATION),
				message("no endpoints (?:found|available)", "no allowed providers", "does not exist or you",
						"invalid model\\b", "incorrect model", "unknown[_ ]model", "unsupported model",
						"not found the model", "not found\\. available model", "decommissioned", "modelnotopen",
						"api you are accessing is not open", "country, region",
						"(country|region|location).{0,40}(not supported|unsupported)",
						"模型.{0,40}(不存在|未找到|禁用|未开通|未开放|已下线|不可用)", "模型名.{0,2}(错误|拼写)", "模型映射错误", "倍率或价格未配置",
						"(未开通|不支持|无法使用)该?模型", "订阅.{0,20}(不含|不包含|未包含|没有)", "模型广场")
					.then(MODEL_UNAVAILABLE),
				message("deprecated", "no longer available", "end of (its )?life").then(MODEL_UNAVAILABLE),
				sentence(MODEL, UNKNOWN).and(not(notTheModel)).and(not(status(401))).then(MODEL_UNAVAILABLE),
				sentence(MODEL, NOT_OFFERED).and(not(forAMoment)).and(requestStatus).then(MODEL_UNAVAILABLE),
				message("is currently unavailable").and(not(forAMoment)).and(requestStatus).then(MODEL_UNAVAILABLE));
	}

}
