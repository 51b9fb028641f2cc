package net.taotoken.failover.fault.rules;

import java.util.List;

import static net.taotoken.failover.fault.FaultKind.AUTHENTICATION;
import static net.taotoken.failover.fault.FaultKind.INVALID_REQUEST;
import static net.taotoken.failover.fault.FaultKind.MODEL_UNAVAILABLE;
import static net.taotoken.failover.fault.FaultKind.OVERLOADED;
import static net.taotoken.failover.fault.FaultKind.SERVER_ERROR;
import static net.taotoken.failover.fault.rules.Condition.codeOrType;
import static net.taotoken.failover.fault.rules.Condition.ownEnvelope;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * Codes and types that are used for so much that a telling message comes before them.
 */
final class GenericCodeRules {

	private GenericCodeRules() {
	}

	static List<FaultRule> rules() {
		return List.of(
				codeOrType("authentication_error", "invalid_authentication_error", "unauthorized", "unauthenticated",
						"invalid_authentication")
					.then(AUTHENTICATION)
					.hint(FaultHints.CHANNEL_KEY),
				codeOrType("permission_error", "permission_denied_error", "permission_denied", "access_denied",
						"forbidden")
					.then(MODEL_UNAVAILABLE)
					.hint(FaultHints.NO_PERMISSION),
				codeOrType("not_found_error", "resource_not_found_error", "not_found").then(MODEL_UNAVAILABLE),
				codeOrType("service_unavailable_error", "service_unavailable", "unavailable").then(OVERLOADED),
				codeOrType("invalid_request", "invalid_parameter", "invalid_parameter_error", "invalid_argument",
						"validation_error", "bad_request")
					.then(INVALID_REQUEST)
					.provenIf(ownEnvelope()),
				codeOrType("invalid_request_error").and(status(200)).then(INVALID_REQUEST),
				codeOrType("server_error", "api_error", "internal_error", "internal_server_error", "internal")
					.and(status(200, 400))
					.then(SERVER_ERROR));
	}

}
