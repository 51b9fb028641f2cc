package net.taotoken.failover.fault.rules;

import java.util.List;

import net.taotoken.failover.fault.Feature;

import static net.taotoken.failover.fault.FaultKind.MODEL_UNAVAILABLE;
import static net.taotoken.failover.fault.FaultKind.UNSUPPORTED;
import static net.taotoken.failover.fault.rules.Condition.codeOrTypeLike;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.param;
import static net.taotoken.failover.fault.rules.Condition.sentence;
import static net.taotoken.failover.fault.rules.Condition.status;
import static net.taotoken.failover.fault.rules.Vocabulary.CANNOT;

/**
 * Sentences that say that this model cannot do what the request asks: a feature, or a
 * parameter, and a word that says that it is not possible.
 */
final class UnsupportedRules {

	private static final String[] ENDPOINT = { "\\bv\\d/", "(?:chat )?completions? (?:api|endpoint|operation)",
			"responses api", "chat ?completion operation", "not a chat model", "generatecontent" };

	/** Said of the model as a place, not as the thing that is missing. */
	private static final String[] WITH_THIS_MODEL = {
			"\\b(?:for|with|by|on|in|using|of) (?:this|the|that|your|requested|current|selected|specified|chosen)? ?(?:requested |"
					+ "current |selected |specified |chosen )?models?\\b",
			"\\b(?:this|the|current|selected) model (?:does not|doesn't|do not|cannot|can't|only)",
			"(?:该|此|当前|所选)模型.{0,4}(?:不|仅|只|无法)", "does not support|doesn't support" };

	private static final String[] PARAMETER = { "\\bparam(?:eter)?s?\\b", "\\bargument", "\\bfields?\\b", "\\boption",
			"\\bpropert(?:y|ies)\\b", "unsupported value", "extra inputs?", Vocabulary.PARAMETERS, "参数", "字段" };

	private static final String[] ROLE = { "\\broles?\\b", "\\bturns?\\b", "conversation", "角色" };

	private static final String[] ORDER = { "alternat", "unexpected role", "expected (?:last|first)", "immediately",
			"consecutive", "successive", "invalid (?:message )?role", "in a row", "message order", "交替", "顺序" };

	private static final String[] ACCOUNT = { "\\baccount", "\\borgani[sz]ation", "\\bapi.?key", "\\bkey\\b",
			"\\buser\\b", "\\bplan\\b", "\\btier\\b", "subscription", "region", "country", "location", "quota",
			"\\bip\\b", "credential", "permission", "套餐", "账户", "用户", "地区" };

	/** Parameters whose values differ between models. */
	private static final String[] VALUED = { Vocabulary.PARAMETERS, "\\breasoning[ .]effort\\b", "\\bn'? must be",
			"tool_choice" };

	private static final String[] VALUE = { "must be (?:set to |exactly )?(?:\\d|one of|true\\b|false\\b|'|a positive)",
			"restricted to", "only (?:\\S+ ){1,5}(?:is|are) (?:allowed|supported|accepted|permitted|valid)",
			"\\binvalid\\b.{0,60}\\bmodel\\b" };

	private static final String[] TOO_MUCH = { "exceed", "\\btoo (?:many|large|big|long)", "\\bat most\\b",
			"\\bmaximum\\b", "\\bup to\\b", "(?:larger|greater|more|bigger) than", "超过", "最多", "过大", "过多", "上限" };

	/** Each house reads its own part of JSON Schema. */
	private static final String[] SCHEMA = { "\\bschemas?\\b", "_schema\\b", "function_declarations",
			"function[. ]parameters", "\\btools[.\\[]\\d" };

	private static final String[] FLAWED = { "\\binvalid\\b", "is required to be", "\\bmissing\\b",
			"must (?:be|match|have)", "should (?:be|match|have)", "not (?:permitted|valid)",
			"too (?:many|complex|deep)", "is empty" };

	private UnsupportedRules() {
	}

	/**
	 * Codes that tell it.
	 */
	static List<FaultRule> codes() {
		return List.of(
				codeOrTypeLike("unsupported(?:parameter|value|feature)", "unknown(?:parameter|argument|field)",
						"extraforbidden", "unrecognized(?:parameter|argument|field)")
					.then(UNSUPPORTED)
					.lacking(MissingFeatures::find),
				codeOrTypeLike("arrayabovemaxlength").and(not(param("messages"))).then(UNSUPPORTED),
				// the model made a mistake this time; in general it supports this
				codeOrTypeLike("(?:tool|function)(?:use|call)\\w*(?:failed|invalid)", "invalid(?:tool|function)call$",
						"jsonvalidat\\w*failed", "failedgeneration")
					.then(UNSUPPORTED));
	}

	/**
	 * What one house asks for inside of tools, schemas and messages, and another does
	 * not. It looks like an error of the request.
	 */
	static List<FaultRule> dialects() {
		Condition request = status(200, 400, 422);
		return List.of(message("must contain the word").and(request).then(UNSUPPORTED),
				sentence(SCHEMA, FLAWED).and(request)
					.and(not(message(CANNOT)))
					.and(not(param(".*\\.(?:type|name)")))
					.then(UNSUPPORTED),
				param("messages.*\\brole").and(message("supported values", "invalid value"))
					.and(request)
					.then(UNSUPPORTED)
					.lacking(Feature.ROLES));
	}

	static List<FaultRule> rules() {
		Condition possible = not(status(401, 402, 429, 503, 529));
		Condition account = message(ACCOUNT);
		return List.of(
				sentence(MissingFeatures.NOUNS, CANNOT).and(possible)
					.and(not(message("degraded", "temporarily", "请稍后", "try again later", "currently unavailable")))
					.then(UNSUPPORTED)
					.lacking(MissingFeatures::find),
				message("tool choice.{0,20}requires? -", "\\bparser to be set").and(possible)
					.then(UNSUPPORTED)
					.lacking(Feature.TOOLS),
				sentence(ROLE, ORDER).or(message("must (?:start|begin) with (?:a |an )?'?(?:user|system)",
						"(?:multiple|consecutive|successive) '?(?:user|assistant|system)'?(?: (?:or|and) '?(?:user|assistant|system)'?)? "
								+ "(?:roles?|messages?)",
						"first (?:message|turn).{0,40}(?:must|should) be"))
					.or(codeOrTypeLike("messageorder"))
					.and(possible)
					.then(UNSUPPORTED)
					.lacking(Feature.ROLES),
				message("prefill", "(?:last|final) (?:message|turn).{0,40}(?:must|should|cannot|can't)",
						"must end with (?:a |an )?'?user", "最后一条消息")
					.and(possible)
					.then(UNSUPPORTED)
					.lacking(Feature.PREFILL),
				message("on-demand throughput", "inference profile", "provisioned throughput").and(possible)
					.then(UNSUPPORTED),
				sentence(MissingFeatures.THINKING, new String[] { "must be (?:set to|enabled|disabled|false|true)" })
					.and(possible)
					.then(UNSUPPORTED)
					.lacking(MissingFeatures::find),
				sentence(ENDPOINT, CANNOT).or(sentence(ENDPOINT, new String[] { "not accessible" }))
					.and(possible)
					.then(MODEL_UNAVAILABLE),
				sentence(PARAMETER, CANNOT).and(possible)
					.and(not(account))
					.then(UNSUPPORTED)
					.lacking(MissingFeatures::find),
				sentence(VALUED, VALUE).and(status(400, 422)).then(UNSUPPORTED),
				// more of it than this model takes
				sentence(MissingFeatures.COUNTED, TOO_MUCH).and(status(400, 413, 422))
					.and(not(account))
					.then(UNSUPPORTED),
				sentence(WITH_THIS_MODEL, CANNOT).and(possible)
					.and(not(account))
					.then(UNSUPPORTED)
					.lacking(MissingFeatures::find),
				message("failed to (?:call a function|generate (?:valid )?json)", "tool call validation failed",
						"(?:generated|produced) an? (?:invalid|malformed) (?:tool|function)")
					.and(possible)
					.then(UNSUPPORTED));
	}

}
