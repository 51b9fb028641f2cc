package net.taotoken.failover.fault.rules;

import java.util.List;

import net.taotoken.failover.fault.evidence.ErrorEvidence;
import tools.jackson.databind.JsonNode;

import static net.taotoken.failover.fault.FaultKind.AUTHENTICATION;
import static net.taotoken.failover.fault.FaultKind.CONTENT_REJECTED;
import static net.taotoken.failover.fault.FaultKind.CONTEXT_LENGTH_EXCEEDED;
import static net.taotoken.failover.fault.FaultKind.INVALID_REQUEST;
import static net.taotoken.failover.fault.FaultKind.MODEL_UNAVAILABLE;
import static net.taotoken.failover.fault.FaultKind.OVERLOADED;
import static net.taotoken.failover.fault.FaultKind.QUOTA_EXHAUSTED;
import static net.taotoken.failover.fault.FaultKind.RATE_LIMITED;
import static net.taotoken.failover.fault.FaultKind.SERVER_ERROR;
import static net.taotoken.failover.fault.FaultKind.TIMEOUT;
import static net.taotoken.failover.fault.rules.Condition.code;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * Four-digit codes. The same number means different things at different vendors: MiniMax
 * writes them in a {@code base_resp} object; GLM in an error object that has no type,
 * under a status that fits, and only where neither a word nor a type says something else.
 */
final class NumericCodeRules {

	private NumericCodeRules() {
	}

	static List<FaultRule> minimax() {
		return List.of(minimax("1002", "1041", "2045").then(RATE_LIMITED),
				minimax("1008", "2056").then(QUOTA_EXHAUSTED).hint(FaultHints.UPSTREAM_QUOTA),
				minimax("1004", "2049").then(AUTHENTICATION).hint(FaultHints.CHANNEL_KEY),
				minimax("1039").then(CONTEXT_LENGTH_EXCEEDED), minimax("1026", "1027").then(CONTENT_REJECTED).proven(),
				minimax("1001").then(TIMEOUT), minimax("1000", "1013", "1024", "1033").then(SERVER_ERROR),
				minimax("1042", "2013").then(INVALID_REQUEST));
	}

	static List<FaultRule> glm() {
		return List
			.of(glm(401, "1000", "1001", "1002", "1003", "1004").then(AUTHENTICATION).hint(FaultHints.CHANNEL_KEY),
					glm(429, "1110", "1111", "1112").then(AUTHENTICATION).hint(FaultHints.CHANNEL_KEY),
					glm(429, "1113", "1304", "1308", "1309", "1310").then(QUOTA_EXHAUSTED)
						.hint(FaultHints.UPSTREAM_QUOTA),
					glm(429, "1302", "1303", "1313").then(RATE_LIMITED), glm(429, "1305", "1312").then(OVERLOADED),
					glm(429, "1311").then(MODEL_UNAVAILABLE),
					glm(400, "1211", "1220", "1221", "1222").then(MODEL_UNAVAILABLE),
					glm(400, "1261").then(CONTEXT_LENGTH_EXCEEDED), glm(400, "1301").then(CONTENT_REJECTED),
					glm(400, "1210", "1212", "1213", "1214", "1215").then(INVALID_REQUEST),
					glm(500, "1200", "1230", "1234").then(SERVER_ERROR));
	}

	private static Condition minimax(String... codes) {
		return code(codes).and((evidence) -> evidence.found().baseResp());
	}

	private static Condition glm(int status, String... codes) {
		return code(codes).and(status(status, 200)).and(NumericCodeRules::inErrorWithoutType);
	}

	private static boolean inErrorWithoutType(ErrorEvidence evidence) {
		JsonNode root = evidence.found().root();
		return root != null && root.path("error").has("code") && evidence.types().isEmpty();
	}

}
