package net.taotoken.failover.fault.rules;

import java.util.List;

import static net.taotoken.failover.fault.FaultKind.INVALID_REQUEST;
import static net.taotoken.failover.fault.rules.Condition.codeOrTypeLike;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.ownEnvelope;
import static net.taotoken.failover.fault.rules.Condition.param;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * Errors that prove the request wrong for every model: something that every model needs
 * is missing or has a wrong type, or the JSON cannot be read. A code, or the parameter
 * that is named, has to say so. Values that are too large for one model, and parameters
 * that one model wants, prove nothing, nor does what is inside of messages and tools:
 * suppliers differ in what they ask for there.
 */
final class WrongRequestRules {

	private static final String[] MISSING = { "\\brequired\\b", "\\bmissing\\b", "must (?:provide|specify|include)",
			"(?:cannot|can't|must not|may not) be (?:empty|null|blank)", "non-?empty", "empty array", "at least one",
			"invalid type", "expected an? (?:array|object|string|number|integer|boolean|list)", "不能为空", "缺少", "必填",
			"必须提供" };

	private static final String[] THING_NOT_FOUND = {
			"\\b(?:response|file|item|thread|conversation|assistant|upload|batch|vector store)s? (?:with )?(?:id )?[^ ]{1,80} "
					+ "(?:(?:was |is |could )?not|does not) (?:be )?(?:found|exist)" };

	private WrongRequestRules() {
	}

	static List<FaultRule> rules() {
		// what each model needs; all else is optional for some of them
		Condition needed = param("(?:body\\.)?(?:messages|model)");
		Condition known = param("(?:body\\.)?(?:messages|model|tools|functions|tool_choice|response_format)\\b.*");
		Condition listOfParts = message("(?:got|found|given|but)[^.]{0,30}\\b(?:array|list|sequence|object)",
				"valid string", "expected a string");
		Condition unreadable = codeOrTypeLike("invalidjson", "jsoninvalid", "jsonparse", "jsondecode", "malformedjson");
		Condition wrongForm = codeOrTypeLike("missing\\w*(?:parameter|field|argument)",
				"(?:parameter|field|argument)\\w*missing", "requiredparameter", "^missing$", "^valueerrormissing$",
				"^invalidtype$", "^typeerror",
				"^(?:int|float|bool|decimal|list|dict|string|model)\\w*(?:parsing|type)$");
		return List.of(unreadable.and(requestStatus()).then(INVALID_REQUEST).proven(),
				wrongForm.and(requestStatus())
					.then(INVALID_REQUEST)
					.provenIf(needed.and(not(listOfParts)).or(typeParsing().and(not(listOfParts)))),
				known.and(message(MISSING))
					.and(requestStatus())
					.then(INVALID_REQUEST)
					.provenIf(needed.and(not(listOfParts))),
				// what was not found is that, and not the model
				param("(?!model\\b).*[a-z].*").or(message(THING_NOT_FOUND)).and(status(404)).then(INVALID_REQUEST),
				ownEnvelope().and(message(MISSING)).and(status(400, 422)).then(INVALID_REQUEST).proven());
	}

	private static Condition typeParsing() {
		return codeOrTypeLike("^(?:int|float|bool|decimal)\\w*(?:parsing|type)$");
	}

	private static Condition requestStatus() {
		return status(200, 400, 422);
	}

}
