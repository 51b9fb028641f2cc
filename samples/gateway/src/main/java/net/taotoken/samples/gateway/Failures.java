package net.taotoken.samples.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.gateway.GatewayException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Makes one error of all that went wrong in a call: that of its most useful fault.
 */
@Component
class Failures {

	private final TaotokenConnectionDetails connection;

	Failures(TaotokenConnectionDetails connection) {
		this.connection = connection;
	}

	OpenAiError describe(FailoverException failure) {
		Fault fault = failure.fault();
		String outcome = outcome(failure);
		return switch (fault.kind()) {
			case INVALID_REQUEST -> clientError(failure, fault, "invalid_request");
			case CONTENT_REJECTED -> clientError(failure, fault, "content_filter");
			case CONTEXT_LENGTH_EXCEEDED -> clientError(failure, fault, "context_length_exceeded");
			case UNSUPPORTED -> clientError(failure, fault, "unsupported");
			case QUOTA_EXHAUSTED -> isOurAccount(fault)
					? new OpenAiError(402, "The account behind this gateway is used up", "insufficient_quota",
							"insufficient_quota", null)
					: new OpenAiError(502, outcome, "server_error", "upstream_error", null);
			case AUTHENTICATION -> new OpenAiError(502, "The gateway was refused by its upstream: its log tells more",
					"server_error", "upstream_error", null);
			case RATE_LIMITED -> new OpenAiError(429, outcome, "rate_limit_error", "rate_limit_exceeded", null);
			case OVERLOADED, CANCELLED -> new OpenAiError(503, outcome, "server_error", "overloaded", null);
			case TIMEOUT -> new OpenAiError(504, outcome, "server_error", "timeout", null);
			default -> new OpenAiError(502, outcome, "server_error", "upstream_error", null);
		};
	}

	private static boolean isOurAccount(Fault fault) {
		return fault.scope() == FaultScope.ACCOUNT;
	}

	private OpenAiError clientError(FailoverException failure, Fault fault, String code) {
		String message = serverMessage(failure, fault.kind());
		return new OpenAiError(400, (message != null) ? message : outcome(failure), "invalid_request_error", code,
				null);
	}

	private @Nullable String serverMessage(FailoverException failure, FaultKind kind) {
		List<Throwable> causes = new ArrayList<>(List.of(failure.getSuppressed()));
		causes.add(failure.getCause());
		String message = null;
		for (Throwable cause : causes) {
			if (cause instanceof GatewayException refusal && refusal.fault().kind() == kind
					&& refusal.serverMessage() != null) {
				message = refusal.serverMessage();
			}
		}
		return (message != null) ? withoutKeys(message) : null;
	}

	private String withoutKeys(String message) {
		return message.replace(this.connection.apiKey(), "[key]").replaceAll("\\bsk-[\\w*.-]+", "[key]");
	}

	private static String outcome(FailoverException failure) {
		if (failure.attempts().isEmpty()) {
			return "No model could be asked: " + failure.fault().kind().id();
		}
		return "No model gave an answer: "
				+ failure.attempts().stream().map(Failures::outcome).collect(Collectors.joining(", "));
	}

	private static String outcome(Attempt attempt) {
		return attempt.model() + ((attempt.fault() != null) ? " " + attempt.fault().kind().id() : "");
	}

}
