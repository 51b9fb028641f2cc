package net.taotoken.failover.fault;

import java.time.Instant;
import java.util.stream.Stream;

import net.taotoken.failover.fault.rules.FaultRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static net.taotoken.failover.fault.FaultKind.AUTHENTICATION;
import static net.taotoken.failover.fault.FaultKind.INVALID_REQUEST;
import static net.taotoken.failover.fault.FaultKind.INVALID_RESPONSE;
import static net.taotoken.failover.fault.FaultKind.MODEL_UNAVAILABLE;
import static net.taotoken.failover.fault.FaultKind.OVERLOADED;
import static net.taotoken.failover.fault.FaultKind.QUOTA_EXHAUSTED;
import static net.taotoken.failover.fault.FaultKind.RATE_LIMITED;
import static net.taotoken.failover.fault.FaultKind.SERVER_ERROR;
import static net.taotoken.failover.fault.FaultScope.ACCOUNT;
import static net.taotoken.failover.fault.FaultScope.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

class FaultRulesGeneralisationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			301 | invalid-request | ACCOUNT
			400 | invalid-request | REQUEST
			402 | quota-exhausted | MODEL
			403 | authentication | MODEL
			404 | model-unavailable | MODEL
			405 | invalid-request | REQUEST
			408 | timeout | MODEL
			410 | model-unavailable | MODEL
			413 | invalid-request | REQUEST
			415 | invalid-request | REQUEST
			418 | unknown | MODEL
			422 | invalid-request | REQUEST
			429 | rate-limited | MODEL
			431 | invalid-request | REQUEST
			451 | content-rejected | REQUEST
			500 | server-error | MODEL
			501 | invalid-request | REQUEST
			502 | server-error | MODEL
			503 | overloaded | MODEL
			504 | timeout | MODEL
			507 | server-error | MODEL
			521 | unreachable | MODEL
			524 | timeout | MODEL
			529 | overloaded | MODEL
			530 | unreachable | MODEL
			100 | unknown | MODEL
			700 | unknown | MODEL
			""")
	void statusDecidesWhenNothingElseTells(int status, String kind, FaultScope scope) {
		Fault fault = classify(status, "{\"error\":{\"message\":\"hm\",\"type\":\"mystery\"}}");
		assertThat(fault.kind().id()).isEqualTo(kind);
		assertThat(fault.scope()).isEqualTo(scope);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  \n", "Unauthorized", "{\"message\":\"Unauthorized\"}",
			"{\"status\":401,\"error\":\"Unauthorized\",\"path\":\"/v1\"}",
			"{\"error\":{\"message\":\"go away\",\"type\":\"some_fork_api_error\"}}" })
	void gatewaysOwn401ConcernsTheAccount(String body) {
		assertFault(classify(401, body), AUTHENTICATION, ACCOUNT);
		assertThat(classify(401, body).proven()).isEqualTo(body.contains("some_fork_api_error"));
	}

	@Test
	void plain403MayBeTheCallersOwnAccount() {
		assertFault(classify(403, ""), AUTHENTICATION, ACCOUNT);
		assertThat(classify(403, "").proven()).isFalse();
		assertThat(classify(403, "{\"error\":{\"message\":\"no\",\"type\":\"x_api_error\"}}").proven()).isTrue();
		assertFault(classify(403, "{\"error\":{\"message\":\"no\",\"type\":\"x_api_error\"}}"), AUTHENTICATION,
				ACCOUNT);
		assertFault(classify(403, "{\"error\":{\"message\":\"no\",\"type\":\"api_error\"}}"), AUTHENTICATION, MODEL);
	}

	@Test
	void wrongPathIsTheConfigurationsFault() {
		for (String body : new String[] { "<html>404</html>", "404 page not found",
				"{\"error\":{\"message\":\"Invalid URL (POST /x)\"}}" }) {
			Fault fault = classify(404, body);
			assertFault(fault, INVALID_REQUEST, ACCOUNT);
			assertThat(fault.hint()).contains("taotoken.base-url");
		}
		assertThat(classify(302, "").hint()).contains("taotoken.base-url");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			403 | {"error":{"message":"用戶額度不足，剩餘額度：0","type":"new_api_error"}} | quota-exhausted | ACCOUNT
			403 | {"error":{"message":"用戶餘額不足，需要儲值","type":"new_api_error"}} | quota-exhausted | ACCOUNT
			503 | {"error":{"message":"目前分組 vip 下對於模型 x 無可用渠道"}} | model-unavailable | MODEL
			429 | {"error":{"message":"當前分組上游負載已飽和，請稍後再試"}} | overloaded | MODEL
			401 | {"error":{"message":"無效的令牌"}} | authentication | ACCOUNT
			429 | {"error":{"message":"請求頻率超過限制"}} | rate-limited | MODEL
			400 | {"error":{"message":"輸入內容包含敏感詞"}} | content-rejected | REQUEST
			429 | {"error":{"message":"您已達到請求數限制：1分鐘內最多請求60次"}} | rate-limited | ACCOUNT
			503 | {"error":{"message":"服務器繁忙，請稍後重試"}} | overloaded | MODEL
			400 | {"error":{"message":"輸入過長，超出上下文長度"}} | context-length-exceeded | REQUEST
			""")
	void traditionalChineseIsReadLikeSimplified(int status, String body, String kind, FaultScope scope) {
		assertFault(classify(status, body), FaultKind.valueOf(kind.toUpperCase().replace('-', '_')), scope);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					400 | Your account has insufficient funds. | quota-exhausted
					429 | "Too Many Requests" | rate-limited
					500 | error, status code: 429, message: Too Many Requests | rate-limited
					500 | Request failed with status code 503 | overloaded
					500 | upstream said: {"error":{"message":"no","code":"context_length_exceeded"}} | context-length-exceeded
					500 | {"error":{"message":"{\\"error\\":{\\"message\\":\\"no\\",\\"code\\":\\"content_filter\\"}}"}} | content-rejected
					502 | {"error":"{\\"error\\":{\\"type\\":\\"overloaded_error\\"}}"} | overloaded
					400 | {"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\\"error\\":{\\"code\\":\\"model_not_found\\"}}"}}} | model-unavailable
					200 | {"code":429,"msg":"x"} | rate-limited
					200 | {"code":"429","message":"x"} | rate-limited
					200 | {"error":{"code":"503"}} | overloaded
					429 | {"error":{"code":402,"message":"x"}} | quota-exhausted
					400 | {"error":{"message":"The parameter textGenerationConfig is deprecated"}} | unsupported
					400 | {"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model."}} | unsupported
					400 | {"error":{"message":"Invalid 'user': string too long. Expected a string with maximum length 64","code":"string_above_max_length"}} | invalid-request
					400 | {"message":"too many tokens: size limit exceeded by 20 tokens"} | context-length-exceeded
					400 | {"error":{"message":"value must be at most 429"}} | invalid-request
					503 | {"error":{"message":"upstream quota exhausted, credit balance empty"}} | overloaded
					401 | {"error":{"message":"rate limit for this credential","type":"x"}} | authentication
					401 | {"error":{"message":"User location is not supported"}} | authentication
					400 | {"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}} | model-unavailable
					400 | {"error":{"message":"DEGRADED function cannot be invoked"}} | server-error
					400 | {"error":{"message":"model x is currently unavailable"}} | model-unavailable
					400 | {"error":{"message":"provider is currently unavailable"}} | overloaded
					400 | {"error":{"message":"model is temporarily unavailable"}} | overloaded
					400 | {"error":{"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}} | authentication
					429 | [{"error":{"code":429,"message":"Resource has been exhausted","status":"RESOURCE_EXHAUSTED"}}] | rate-limited
					429 | {"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"23s"}]}} | rate-limited
					429 | {"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED"}} | quota-exhausted
					200 | {"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"x"}}} | rate-limited
					200 | {"choices":[{"index":0,"error":{"code":502,"message":"x"},"finish_reason":"error"}]} | server-error
					500 | {"error":{"message":"context deadline exceeded"}} | timeout
					500 | {"error":{"message":"dial tcp 10.0.0.1:443: connect: connection refused"}} | unreachable
					500 | {"code":"ServiceUnavailable.ModelOverloaded","message":"x"} | overloaded
					422 | {"detail":[{"loc":["body","messages"],"msg":"field required","type":"value_error.missing"}]} | invalid-request
					""")
	void otherWordingAndWrappersAreUnderstood(int status, String body, String kind) {
		assertThat(classify(status, body).kind().id()).isEqualTo(kind);
	}

	@Test
	void streamFramesAroundAnErrorAreUnwrapped() {
		Fault fault = classify(500, "event: error\ndata: {\"error\":{\"code\":\"insufficient_quota\"}}\n\n");
		assertFault(fault, QUOTA_EXHAUSTED, MODEL);
	}

	@Test
	void accountOfANestedGatewayIsNotTheCallersOwn() {
		String once = "{\"error\":{\"message\":\"用户已被封禁 (request id: 1)\",\"type\":\"new_api_error\"}}";
		String twice = "{\"error\":{\"message\":\"用户已被封禁 (request id: 1) (request id: 2)\",\"type\":\"new_api_error\"}}";
		assertFault(classify(403, once), AUTHENTICATION, ACCOUNT);
		assertFault(classify(403, twice), AUTHENTICATION, MODEL);
		assertThat(classify(403, twice).hint()).isNull();
	}

	@Test
	void cutErrorBodyIsStillEvidence() {
		assertFault(classify(503, "{\"error\":{\"code\":\"model_not_found\",\"message\":\"当前分"), MODEL_UNAVAILABLE,
				MODEL);
		assertFault(classify(500, "{\"error\":{\"message\":\"Current group upstream load is satu"), SERVER_ERROR,
				MODEL);
		assertFault(classify(429, "{\"error\":{\"message\":\"" + "x".repeat(1_000_000) + "\"}}"), RATE_LIMITED, MODEL);
	}

	@Test
	void answerIsNotTakenForAnError() {
		String answer = "{\"choices\":[{\"message\":{\"content\":\"insufficient balance\"},\"finish_reason\":\"stop\"}],\"error\":null}";
		assertFault(classify(200, answer), INVALID_RESPONSE, MODEL);
		assertThat(FaultRules.standard().findFault(ErrorResponse.inside(answer), Instant.EPOCH)).isNull();
		assertThat(FaultRules.standard().findFault(ErrorResponse.inside("[DONE]"), Instant.EPOCH)).isNull();
	}

	@Test
	void errorInsideAnAnswerIsFound() {
		String body = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
		Fault fault = FaultRules.standard().findFault(ErrorResponse.inside(body), Instant.EPOCH);
		assertThat(fault).isNotNull();
		assertFault(fault, OVERLOADED, MODEL);
	}

	@ParameterizedTest
	@MethodSource
	void hostileBodyDoesNoHarm(String body) {
		for (int status : new int[] { -1, 0, 200, 400, 401, 403, 404, 429, 500, 503, Integer.MAX_VALUE }) {
			assertThat(classify(status, body)).isNotNull();
		}
	}

	static Stream<String> hostileBodyDoesNoHarm() {
		String million = "x".repeat(1_000_000);
		return Stream.of("{\"error\":".repeat(10_000), "[".repeat(10_000), "[".repeat(10_000) + "]".repeat(10_000),
				"{\"error\":[".repeat(400) + "]}".repeat(400), "{\"a\":".repeat(400) + "1" + "}".repeat(400), million,
				"{\"error\":{\"message\":\"" + million + "\",\"code\":\"" + million + "\"}}", "\uD800", "\uFEFF",
				"{\"error\":{\"message\":\"\uD800\uDC00\uD800\",\"code\":\"\\ud800\"}}", "null", "\"\"", "\"", "{",
				"[]", "{}", "0", "true", "-", "{\"error\":{}}", "{\"error\":[]}", "{\"error\":[null,[null]]}",
				"{\"error\":null,\"message\":null,\"code\":null,\"type\":null}",
				"{\"error\":{\"message\":null,\"code\":null,\"type\":null,\"param\":null,\"metadata\":null}}",
				"{\"error\":{\"message\":{\"a\":1},\"code\":{},\"type\":[],\"param\":{},\"retryable\":\"x\",\"action\":1}}",
				"{\"error\":true}", "{\"error\":1e999999}", "{\"error\":{\"code\":" + "9".repeat(5000) + "}}",
				"{\"base_resp\":null}", "{\"base_resp\":{\"status_code\":{}}}",
				"{\"base_resp\":{\"status_code\":\"x\"}}", "{\"base_resp\":{\"status_code\":1e400}}",
				"{\"choices\":{}}", "data:", "data: {", "\0\0\0", "<",
				"{\"error\":{\"message\":\"" + "ip ".repeat(1500) + "\"}}",
				"{\"error\":{\"message\":\"" + "model ".repeat(700) + "\"}}",
				"{\"error\":{\"message\":\"" + "1.1.1.1m".repeat(500) + "\"}}",
				"{\"error\":{\"message\":\"" + "again after ".repeat(300) + "\"}}",
				"{\"error\":{\"message\":\"" + "{\\\"error\\\":".repeat(300) + "\"}}");
	}

	@Test
	void textOfTheServerIsNotShown() {
		String secret = "sk-abcdefghijklmnop";
		String prompt = "Tell me about my grandmother";
		String[] planted = { secret, prompt, "key " + secret, "proj:" + secret, "AbCd1234EfGh5678IjKl" };
		for (String text : planted) {
			for (int status : new int[] { 200, 400, 401, 403, 429, 500, 503 }) {
				ErrorResponse response = new ErrorResponse(status, ErrorResponse.Headers.none(),
						"{\"error\":{\"message\":\"" + text + "\",\"code\":\"" + text + "\",\"type\":\"" + text
								+ "\",\"param\":\"" + text + "\"}}");
				Fault fault = FaultRules.standard().classify(response, Instant.EPOCH);
				assertThat(fault.toString() + fault.describe() + response).doesNotContain(text, secret, prompt);
				assertThat(fault.code()).isNull();
			}
		}
	}

	@Test
	void harmlessCodeIsShown() {
		for (String code : new String[] { "model_not_found", "channel:invalid_key", "Throttling.RateQuota", "1113",
				"ResponsibleAIPolicyViolation", "token_concurrency_limit_reached" }) {
			assertThat(classify(500, "{\"error\":{\"code\":\"" + code + "\"}}").code()).isEqualTo(code);
		}
		assertThat(classify(500, "{\"error\":{\"code\":402}}").code()).isEqualTo("402");
	}

	private static void assertFault(Fault fault, FaultKind kind, FaultScope scope) {
		assertThat(fault.kind() + " / " + fault.scope()).isEqualTo(kind + " / " + scope);
	}

	private static Fault classify(int status, String body) {
		return FaultRules.standard()
			.classify(new ErrorResponse(status, ErrorResponse.Headers.none(), body), Instant.EPOCH);
	}

}
