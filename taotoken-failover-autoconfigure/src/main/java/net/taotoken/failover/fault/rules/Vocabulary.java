package net.taotoken.failover.fault.rules;

import net.taotoken.failover.fault.text.MessageText;

/**
 * Groups of words that sentences of errors have in common, as regular expressions for
 * text in the form of {@link MessageText}. A rule looks at which groups a sentence has
 * words from. The order of the words does not matter.
 */
final class Vocabulary {

	/** Something is not possible here. */
	static final String[] CANNOT = {
			"\\bnot (?:be |been |yet |currently |fully |officially |a |an ){0,2}(?:support|available|enabled|allowed|permitted|"
					+ "accept|compatible|capable|implement|possible|work|multimodal|multi-modal)",
			"n't (?:be |yet |currently |fully ){0,2}(?:support|available|enabled|allowed|permitted|accept|allow|process|"
					+ "handle|work|take|understand|use)",
			"\\bnot (?:process|handle|take|understand|use) ", "unsupported", "un-supported", "\\bno support",
			"\\bno (?:endpoint|provider|model|channel|deployment|backend)s?\\b.{0,60}(?:support|accept|capable)",
			"cannot (?:be )?(?:process|accept|handle|use|read|take|understand|disable|combine)",
			"can not (?:be )?(?:process|" + "accept|handle|use|take)",
			"only (?:be )?(?:\\w+ )?(?:support|accept|available|take|work|handle|enabled|process)",
			"(?:support|accept|take|handle|understand)s? (?:\\w+ )?only", "unavailable", "(?:text|chat|stream)[- ]only",
			"deprecated", "no longer", "unknown (?:variant|parameter|field|argument|name|key|property)",
			"(?:unrecognized|unrecognised|unexpected) (?:\\w+ )?(?:parameter|argument|field|property|key|input)",
			"extra (?:inputs?|fields?|parameters?) (?:are |is )?not", "additional properties are not", "lacks? ",
			"incapable", "unable to (?:process|handle|accept)", "incompatible", "must be verified", "mandatory",
			"disabled", "\\bat most 0\\b", "(?:may|can|must) only be", "cannot both", "不支持", "不能(?:使用|处理|识别)", "仅支持",
			"仅能", "仅可", "只支持", "只能", "只可", "未(?:开启|启用|支持)", "无法(?:使用|处理|识别)", "不可用", "不允许", "不兼容", "已弃用" };

	/** Parameters by names that are no common words. */
	static final String PARAMETERS = "\\b(temperature|seed|logprobs|top_p|top_k|top_logprobs|logit_bias|"
			+ "(?:presence|frequency|repetition)_penalty|max_(?:completion_)?tokens|stream_options|parallel_tool_calls|"
			+ "reasoning_effort|enable_thinking|thinking_budget|service_tier|safety_identifier|prompt_cache_key)\\b";

	/** Something is more than it may be. */
	static final String[] EXCESS = { "exceed", "\\btoo (?:long|large|many|big|much)",
			"(?:larger|longer|greater|bigger|more|higher|less|fewer|smaller|shorter|lower) than", "\\bat most",
			"\\bmax(?:imum)?\\b", "\\bup to\\b", "[<>]=?", "overflow", "overlong", "over the", "oversize", "beyond",
			"limit", "\\bnot fit", "n't fit", "cannot fit", "budget", "\\ballow", "should be \\[", "range of",
			"surpass", "above", "out of range", "超", "过长", "过大", "过多", "大于", "小于", "上限", "最大", "最多", "限制", "不能多于", "太长",
			"太大", "太多" };

	/** Words of limits that fill up again, which may look like limits on length. */
	static final String[] PER_TIME = { "per (?:second|minute|min\\b|hour|day|month|week)", "\\brate", "quota",
			"\\btpm\\b", "\\brpm\\b", "\\btpd\\b", "/ ?min", "每(?:分钟|秒|小时|天|日)", "频率", "速率", "额度", "配额", "并发" };

	private Vocabulary() {
	}

}
