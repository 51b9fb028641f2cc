package net.taotoken.failover.fault.rules;

import java.util.List;

import static net.taotoken.failover.fault.FaultKind.CONTEXT_LENGTH_EXCEEDED;
import static net.taotoken.failover.fault.FaultKind.UNSUPPORTED;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.sentence;
import static net.taotoken.failover.fault.rules.Condition.status;
import static net.taotoken.failover.fault.rules.Vocabulary.EXCESS;
import static net.taotoken.failover.fault.rules.Vocabulary.PER_TIME;

/**
 * Sentences that say that a prompt is too long: something that is counted, and a word
 * that says that it is too much. The same is said of limits per minute, of the answer
 * that was asked for, and of single strings, which are something else.
 */
final class TooLongRules {

	private static final String[] WINDOW = { "context.{0,3}(?:length|window|size|limit|budget)", "maximum context",
			"model'?s? (?:context )?window", "context_length_exceeded", "上下文", "窗口(?:长度|大小)" };

	private static final String[] PROMPT = { "\\bprompts?\\b", "\\binputs?\\b", "\\bsequence", "conversation",
			"\\bmessages?\\b", "\\bhistory\\b", "\\btranscript", "\\brequests?\\b", "\\bquery\\b", "\\btext\\b", "提示",
			"输入", "提问", "问题", "对话", "内容", "文本", "消息", "请求" };

	private static final String[] LENGTH = { "too (?:large|big) for .{0,40}model", "\\btokens?\\b",
			"token_?(?:limit|count)", "\\blength", "\\b(?:too |over|so )?long(?:er)?\\b", "\\bcharacters?\\b",
			"\\bshorten", "长度", "过长", "超长", "太长", "字符", "\\d ?字", "令牌数" };

	private static final String[] TOKENS = { "\\btokens?\\b", "token_?(?:limit|count)", "\\d ?k tokens?" };

	private static final String[] OUTPUT = { "max[_ ](?:completion[_ ]|new[_ ]|output[_ ])?tokens", "maxoutputtokens",
			"maximum tokens you request", "max[_ ]output", "(?:output|completion|response|generated) tokens",
			"最大(?:输出|生成)" };

	private static final String[] RANGE = { "\\brange", "between", "\\[ ?\\d", "invalid", "must be", "should be",
			"取值范围", "范围" };

	private TooLongRules() {
	}

	static List<FaultRule> rules() {
		Condition perTime = message(PER_TIME);
		Condition oneString = message("\\b(?:string|array)s?\\b.{0,20}(?:too long|length|at most)",
				"string_above_max_length", "invalid 'user'", "\\bpassword",
				"\\bname\\b.{0,40}(?:length|long|characters)");
		Condition counted = sentence(PROMPT, LENGTH, EXCESS);
		Condition window = sentence(WINDOW, EXCESS).or(message("context_length_exceeded"));
		Condition known = message("prompt is too long", "input (?:is |text )?too long",
				"too many (?:input |prompt )?tokens", "input length should be", "exceeded model token limit",
				"size limit exceeded by \\d+ tokens", "reduce (?:the|your) (?:length|prompt|messages)",
				"prompt.{0,4}(?:超长|过长)", "(?:输入|提示词).{0,10}(?:过长|超长)")
			// a limit that fills up again may count tokens, too
			.and(not(perTime.and(status(413))))
			.and(not(status(429)));
		Condition nothingLeft = message("max_(?:completion_)?tokens.{0,40}\\bgot -\\d");
		Condition answer = sentence(OUTPUT, EXCESS).or(sentence(OUTPUT, RANGE));
		Condition withPrompt = message("\\bprompts?\\b", "\\binputs?\\b", "\\bmessages\\b", "\\btotal\\b", "\\bsum\\b",
				"combined", "输入", "提示", "总");
		return List.of(window.and(not(perTime.and(status(413, 429)))).then(CONTEXT_LENGTH_EXCEEDED),
				known.or(nothingLeft.and(requestStatus())).then(CONTEXT_LENGTH_EXCEEDED),
				// how long an answer may be is this model's affair, and smaller values
				// are fine
				answer.and(not(withPrompt)).and(not(perTime)).and(requestStatus()).then(UNSUPPORTED),
				counted.and(not(perTime)).and(not(oneString)).and(requestStatus()).then(CONTEXT_LENGTH_EXCEEDED),
				sentence(TOKENS, EXCESS).and(not(perTime))
					.and(not(oneString))
					.and(not(message("(?:access|security|auth\\w*|bearer|api) token", "令牌")))
					.and(requestStatus())
					.then(CONTEXT_LENGTH_EXCEEDED));
	}

	private static Condition requestStatus() {
		return status(200, 400, 413, 422, 500);
	}

}
