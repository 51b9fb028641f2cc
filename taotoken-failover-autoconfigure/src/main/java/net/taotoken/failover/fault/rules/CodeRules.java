package net.taotoken.failover.fault.rules;

import java.util.List;
import java.util.stream.Stream;

import net.taotoken.failover.fault.evidence.ErrorEvidence;

import static net.taotoken.failover.fault.FaultKind.AUTHENTICATION;
import static net.taotoken.failover.fault.FaultKind.CONTENT_REJECTED;
import static net.taotoken.failover.fault.FaultKind.CONTEXT_LENGTH_EXCEEDED;
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
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.ownEnvelope;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * Codes that decide alone. Servers write the same words as code or as type, so the rules
 * are made once for either. Parts of codes catch relatives of the known ones and are
 * tried after all whole codes.
 */
final class CodeRules {

	private CodeRules() {
	}

	static List<FaultRule> whole(Words is) {
		return Stream.of(gateway(is), suppliers(is)).flatMap(List::stream).toList();
	}

	private static List<FaultRule> gateway(Words is) {
		return List.of(
				is.any("model_not_found", "no_compatible_route", "get_channel_failed")
					.then(MODEL_UNAVAILABLE)
					.hint(FaultHints.NO_CHANNEL),
				is.any("channel:model_mapped_error", "channel:param_override_invalid",
						"channel:header_override_invalid", "channel:aws_client_error", "model_price_error")
					.then(MODEL_UNAVAILABLE),
				is.any("insufficient_user_quota", "pre_consume_token_quota_failed", "free_model_blocked_no_quota")
					.then(QUOTA_EXHAUSTED, ACCOUNT)
					.hint(FaultHints.BALANCE)
					.provenIf(gatewaysOwn()),
				is.any("token_concurrency_limit_reached")
					.then(RATE_LIMITED, ACCOUNT)
					.hint(FaultHints.OWN_LIMIT)
					.provenIf(gatewaysOwn()),
				is.any("sensitive_words_detected", "prompt_blocked", "violation_fee.grok.csam")
					.then(CONTENT_REJECTED)
					.proven(),
				is.any("do_request_failed", "bad_response").then(UNREACHABLE),
				is.any("bad_response_body", "read_response_body_failed", "unmarshal_response_body_failed",
						"copy_response_body_failed", "close_response_body_failed", "empty_response",
						"channel:empty_response")
					.then(INVALID_RESPONSE),
				is.any("channel:no_available_key", "channel:invalid_key")
					.then(AUTHENTICATION)
					.hint(FaultHints.CHANNEL_KEY),
				is.any("channel:response_time_exceeded").then(TIMEOUT),
				is.any("count_token_failed", "convert_request_failed", "json_marshal_failed", "gen_relay_info_failed",
						"query_data_error", "update_data_error", "aws_invoke_error")
					.then(SERVER_ERROR),
				is.any("bad_request_body", "invalid_api_type", "read_request_body_failed", "api_not_implemented")
					.then(INVALID_REQUEST)
					.proven(),
				is.any("routing_policy_error").then(INVALID_REQUEST),
				is.any("compatible_channel_unavailable", "upstream_exhausted").then(OVERLOADED));
	}

	private static List<FaultRule> suppliers(Words is) {
		return List.of(is.any("string_above_max_length").then(INVALID_REQUEST),
				is.any("invalid_api_key", "incorrect_api_key", "incorrect_api_key_error", "account_deactivated",
						"api_key_invalid", "api_key_expired")
					.then(AUTHENTICATION)
					.hint(FaultHints.CHANNEL_KEY),
				is.any("unsupported_country_region_territory", "DeploymentNotFound", "ServiceModelDeprecating",
						"Model.AccessDenied", "ModelNotOpen", "unknown_model", "model_not_available")
					.then(MODEL_UNAVAILABLE),
				is.any("AllocationQuota.FreeTierOnly", "Arrearage", "billing_error", "billing_not_active",
						"credit_balance_exhausted", "payment_required", "organization_usage_limit_exceeded",
						"billing_hard_limit_reached")
					.then(QUOTA_EXHAUSTED)
					.hint(FaultHints.UPSTREAM_QUOTA),
				is.any("slow_down", "requests", "tokens", "limit_requests", "limit_tokens").then(RATE_LIMITED),
				is.any("load_shed", "ResourceExhausted", "RESOURCE_EXHAUSTED").then(OVERLOADED),
				is.any("DEADLINE_EXCEEDED", "gateway_timeout", "timeout_error", "request_timeout").then(TIMEOUT),
				is.any("context_length_exceeded").then(CONTEXT_LENGTH_EXCEEDED));
	}

	static List<FaultRule> relatives(Words like) {
		return List.of(
				like.any("contextlength", "contextwindow", "contextsize", "(prompt|input)too(long|large)", "^nctx$")
					.or(like.any("tokens?limit(?!er)", "toomanytokens").and(not(status(429))))
					.then(CONTEXT_LENGTH_EXCEEDED),
				like.any("contentfilter", "contentpolicy", "datainspection", "responsibleai", "riskdetection",
						"sensitivecontent", "sensitivewords", "promptblocked", "moderation", "flaggedinput")
					.then(CONTENT_REJECTED)
					.proven(),
				like.any("insufficientuser(quota|balance)", "^entitlement")
					.then(QUOTA_EXHAUSTED, ACCOUNT)
					.hint(FaultHints.BALANCE)
					.provenIf(gatewaysOwn()),
				like.any("insufficient\\w*(quota|balance|credit|fund)", "spendlimit", "quotaexceeded",
						"exceeded\\w*quota", "quotaexhausted", "creditsexhausted", "balanceexhausted", "usagelimit",
						"accountoverdue", "arrear", "budgetexceeded")
					.then(QUOTA_EXHAUSTED)
					.hint(FaultHints.UPSTREAM_QUOTA),
				like.any("ratelimit(?!error$)", "throttling", "toomanyrequests", "concurren\\w*(limit|exceed)",
						"cooldown")
					.then(RATE_LIMITED),
				like.any("overloaded", "queuefull").then(OVERLOADED),
				like.any("modelnotfound", "modeldeprecated", "modeldecommissioned", "modelnotexist", "invalidmodel",
						"modelaccessdenied", "unsupportedapi")
					.then(MODEL_UNAVAILABLE),
				like.any("ratelimiterror$").then(RATE_LIMITED));
	}

	/**
	 * A type of a supplier beside a code of the gateway's tells of a gateway behind it.
	 */
	private static Condition gatewaysOwn() {
		return ownEnvelope().or(ErrorEvidence::typesRepeatCodes);
	}

	/**
	 * Makes the condition that a code, or a type, is one of some words.
	 */
	@FunctionalInterface
	interface Words {

		Condition any(String... words);

	}

}
