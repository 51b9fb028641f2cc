package net.taotoken.samples.quickstart.simulation;

import java.time.Duration;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/**
 * What gateways of this kind write, well and ill.
 */
final class SimulatedAnswers {

	private static final int THINKING_MILLIS = 80;

	private static final int HANG_MILLIS = 120_000;

	private final Duration retryAfter;

	SimulatedAnswers(Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

	ResponseDefinitionBuilder of(String model, SimulatedFault fault) {
		String completion = completion(model);
		return switch (fault) {
			case OK -> json(200, completion).withFixedDelay(THINKING_MILLIS);
			case RATE_LIMIT ->
				json(429, error("Rate limit reached for requests to this model", "requests", "rate_limit_exceeded"))
					.withHeader("Retry-After", Long.toString(this.retryAfter.toSeconds()));
			case OVERLOAD -> json(503, error("The engine is currently overloaded, please try again later",
					"service_unavailable_error", "server_is_overloaded"));
			case HANG -> json(200, completion).withFixedDelay(HANG_MILLIS);
			case CUT -> json(200, completion.substring(0, completion.length() / 2));
			case VANISH ->
				json(503, error("当前分组 default 下对于模型 " + model + " 无可用渠道", "new_api_error", "model_not_found"));
			case QUOTA -> json(403, error("用户额度不足, 剩余额度: ¥0.000000", "new_api_error", "insufficient_user_quota"));
		};
	}

	private static ResponseDefinitionBuilder json(int status, String body) {
		return aResponse().withStatus(status)
			.withHeader("Content-Type", "application/json; charset=utf-8")
			.withBody(body);
	}

	private static String completion(String model) {
		return """
				{
				  "id": "chatcmpl-simulated",
				  "object": "chat.completion",
				  "created": 1795392000,
				  "model": "%s",
				  "choices": [
				    {
				      "index": 0,
				      "message": {
				        "role": "assistant",
				        "content": "This is %s, simulated: air scatters blue light more than red."
				      },
				      "finish_reason": "stop"
				    }
				  ],
				  "usage": {"prompt_tokens": 13, "completion_tokens": 17, "total_tokens": 30}
				}
				""".formatted(model, model);
	}

	private static String error(String message, String type, String code) {
		return """
				{"error": {"message": "%s", "type": "%s", "code": "%s"}}
				""".formatted(message, type, code);
	}

}
