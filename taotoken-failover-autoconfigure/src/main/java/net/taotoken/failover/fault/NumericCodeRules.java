package net.taotoken.failover.fault;

import java.util.List;

import net.taotoken.failover.fault.CodeRules.Words;

import static net.taotoken.failover.fault.Condition.baseResp;
import static net.taotoken.failover.fault.Condition.not;
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

/**
 * Four-digit codes. The same numbers mean different things in a {@code base_resp} object
 * (MiniMax) and in an error object (GLM).
 */
final class NumericCodeRules {

	private NumericCodeRules() {
	}

	static List<FaultRule> on(Words is) {
		Condition inBaseResp = baseResp();
		Condition inError = not(inBaseResp);
		return List.of(is.any("1002", "1041", "2045").and(inBaseResp).then(RATE_LIMITED),
				is.any("1008", "2056").and(inBaseResp).then(QUOTA_EXHAUSTED).hint(Hints.UPSTREAM_QUOTA),
				is.any("1004", "2049").and(inBaseResp).then(AUTHENTICATION).hint(Hints.CHANNEL_KEY),
				is.any("1039").and(inBaseResp).then(CONTEXT_LENGTH_EXCEEDED),
				is.any("1026", "1027").and(inBaseResp).then(CONTENT_REJECTED),
				is.any("1001").and(inBaseResp).then(TIMEOUT),
				is.any("1000", "1013", "1024", "1033").and(inBaseResp).then(SERVER_ERROR),
				is.any("1042", "2013").and(inBaseResp).then(INVALID_REQUEST),

				is.any("1000", "1001", "1002", "1003", "1004", "1110", "1111", "1112")
					.and(inError)
					.then(AUTHENTICATION)
					.hint(Hints.CHANNEL_KEY),
				is.any("1113", "1304", "1308", "1309", "1310")
					.and(inError)
					.then(QUOTA_EXHAUSTED)
					.hint(Hints.UPSTREAM_QUOTA),
				is.any("1211", "1220", "1221", "1222", "1311").and(inError).then(MODEL_UNAVAILABLE),
				is.any("1261").and(inError).then(CONTEXT_LENGTH_EXCEEDED),
				is.any("1300", "1301").and(inError).then(CONTENT_REJECTED),
				is.any("1302", "1303", "1313").and(inError).then(RATE_LIMITED),
				is.any("1305", "1312").and(inError).then(OVERLOADED),
				is.any("1200", "1230", "1234").and(inError).then(SERVER_ERROR),
				is.any("1210", "1212", "1213", "1214", "1215").and(inError).then(INVALID_REQUEST));
	}

}
