package net.taotoken.samples.quickstart.simulation;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/**
 * What gateways of this kind write, well and ill.
 */
final class SimulatedAnswers {

	private static final int THINKING_MILLIS = 80;

	private static final int HANG_MILLIS = 120_000;

	private static final int WRITING_MILLIS = 400;

	private static final int PIECES = 12;

	private static final Pattern WORD = Pattern.compile("\\S+ ?");

	private static final String USAGE = "\"usage\": {\"prompt_tokens\": 13, \"completion_tokens\": 17, \"total_tokens\": 30}";

	private final SimulationProperties properties;

	SimulatedAnswers(SimulationProperties properties) {
		this.properties = properties;
	}

	ResponseDefinitionBuilder to(SimulatedQuestion question, String model, SimulatedFault fault) {
		String completion = completion(question, model);
		return switch (fault) {
			case OK -> (question == SimulatedQuestion.FOR_STREAM) ? stream(model)
					: json(200, completion).withFixedDelay(THINKING_MILLIS).withTransformers("response-template");
			case RATE_LIMIT ->
				json(429, error("Rate limit reached for requests to this model", "requests", "rate_limit_exceeded"))
					.withHeader("Retry-After", Long.toString(this.properties.retryAfter().toSeconds()));
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

	private static ResponseDefinitionBuilder stream(String model) {
		StringBuilder events = new StringBuilder();
		WORD.matcher(text(model))
			.results()
			.map(MatchResult::group)
			.forEach((word) -> events
				.append(event(model, "[{\"index\": 0, \"delta\": {\"content\": " + quoted(word) + "}}]")));
		events.append(event(model, "[{\"index\": 0, \"delta\": {}, \"finish_reason\": \"stop\"}]"));
		events.append(event(model, "[], " + USAGE)).append("data: [DONE]\n\n");
		return aResponse().withHeader("Content-Type", "text/event-stream")
			.withBody(events.toString())
			.withChunkedDribbleDelay(PIECES, WRITING_MILLIS);
	}

	private static String event(String model, String choices) {
		return "data: {\"id\": \"chatcmpl-simulated\", \"object\": \"chat.completion.chunk\", \"created\": 1795392000, "
				+ "\"model\": \"" + model + "\", \"choices\": " + choices + "}\n\n";
	}

	private static String text(String model) {
		return "This is " + model + ", simulated: air scatters blue light more than red.";
	}

	private String completion(SimulatedQuestion question, String model) {
		return switch (question) {
			case WITH_TOOLS -> completion(model, "null, \"tool_calls\": [" + toolCall() + "]", "tool_calls");
			case FOR_JSON -> completion(model, quoted(this.properties.json()), "stop");
			case FOR_STREAM, FOR_TEXT -> completion(model, quoted(text(model)), "stop");
		};
	}

	private String toolCall() {
		return """
				{"id": "call_simulated", "type": "function", "function": {
				"name": "{{jsonPath request.body '$.tools[0].function.name'}}", "arguments": %s}}"""
			.formatted(quoted(this.properties.toolArguments()));
	}

	private static String quoted(String text) {
		return "\"" + text.replace("\"", "\\\"") + "\"";
	}

	private static String completion(String model, String content, String finishReason) {
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
				        "content": %s
				      },
				      "finish_reason": "%s"
				    }
				  ],
				  %s
				}
				""".formatted(model, content, finishReason, USAGE);
	}

	private static String error(String message, String type, String code) {
		return """
				{"error": {"message": "%s", "type": "%s", "code": "%s"}}
				""".formatted(message, type, code);
	}

}
