package net.taotoken.failover.fault.rules;

import java.util.List;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.evidence.BodyShape;

import static net.taotoken.failover.fault.FaultKind.AUTHENTICATION;
import static net.taotoken.failover.fault.FaultKind.CONTENT_REJECTED;
import static net.taotoken.failover.fault.FaultKind.INVALID_REQUEST;
import static net.taotoken.failover.fault.FaultKind.INVALID_RESPONSE;
import static net.taotoken.failover.fault.FaultKind.MODEL_UNAVAILABLE;
import static net.taotoken.failover.fault.FaultKind.OVERLOADED;
import static net.taotoken.failover.fault.FaultKind.QUOTA_EXHAUSTED;
import static net.taotoken.failover.fault.FaultKind.RATE_LIMITED;
import static net.taotoken.failover.fault.FaultKind.SERVER_ERROR;
import static net.taotoken.failover.fault.FaultKind.TIMEOUT;
import static net.taotoken.failover.fault.FaultKind.UNREACHABLE;
import static net.taotoken.failover.fault.FaultScope.ACCOUNT;
import static net.taotoken.failover.fault.rules.Condition.noWords;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.ownEnvelope;
import static net.taotoken.failover.fault.rules.Condition.shape;
import static net.taotoken.failover.fault.rules.Condition.status;
import static net.taotoken.failover.fault.rules.Condition.statusClass;

/**
 * The meaning of a status when nothing else tells.
 */
final class StatusRules {

	private StatusRules() {
	}

	static List<FaultRule> rules() {
		return List.of(statusClass(2).then(INVALID_RESPONSE),
				statusClass(3).then(INVALID_REQUEST, ACCOUNT).hint(FaultHints.BASE_URL),
				account(401, AUTHENTICATION, FaultHints.KEY), status(401).then(AUTHENTICATION),
				account(402, QUOTA_EXHAUSTED, FaultHints.BALANCE), status(402).then(QUOTA_EXHAUSTED),
				// perhaps a web firewall, which rejects only this text
				status(403).and(shape(BodyShape.HTML)).then(INVALID_REQUEST).hint(FaultHints.FIREWALL),
				account(403, AUTHENTICATION, FaultHints.KEY), status(403).then(AUTHENTICATION),
				status(404).and(shape(BodyShape.HTML)).then(INVALID_REQUEST, ACCOUNT).hint(FaultHints.BASE_URL),
				status(404, 410).then(MODEL_UNAVAILABLE), status(405).then(INVALID_REQUEST).hint(FaultHints.BASE_URL),
				status(400, 406, 411, 413, 414, 415, 416, 422, 431, 501).then(INVALID_REQUEST),
				status(408, 504, 524).then(TIMEOUT),
				status(429).and(shape(BodyShape.EMPTY)).then(RATE_LIMITED, ACCOUNT).hint(FaultHints.OWN_LIMIT),
				status(429).and(not(shape(BodyShape.EMPTY))).then(RATE_LIMITED), status(451).then(CONTENT_REJECTED),
				status(503, 529).then(OVERLOADED), status(520, 521, 522, 523, 525, 526, 527, 530).then(UNREACHABLE),
				// what went wrong behind the server, or at the same time
				status(409, 423, 424, 425).then(SERVER_ERROR), status(421, 499).then(UNREACHABLE),
				statusClass(5).then(SERVER_ERROR));
	}

	// without a supplier's words it may be the caller's own account
	private static FaultRule account(int status, FaultKind kind, String hint) {
		return status(status).and(ownEnvelope().or(noWords())).then(kind, ACCOUNT).hint(hint);
	}

}
