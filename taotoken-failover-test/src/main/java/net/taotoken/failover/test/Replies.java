package net.taotoken.failover.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.chat.WireJson;

/**
 * The replies of models, good and bad, by names that a test can read. To be imported
 * statically. The errors are written as gateways and suppliers write them.
 *
 * @since 0.1.0
 */
public final class Replies {

	private static final String RETRY_AFTER = "Retry-After";

	private Replies() {
	}

	/**
	 * A text.
	 * @param text what the model says
	 * @return the answer
	 */
	public static Answer answer(String text) {
		return Answer.texts((request) -> text);
	}

	/**
	 * A text that depends on the request.
	 * @param text what the model says to a request; called by threads of the server
	 * @return the answer
	 */
	public static Answer answer(Function<ReceivedRequest, String> text) {
		return Answer.texts(text);
	}

	/**
	 * A value as JSON.
	 * @param value the value, such as a map or a record
	 * @return the answer
	 * @throws IllegalArgumentException if it cannot be written
	 */
	public static Answer json(Object value) {
		String json;
		try {
			json = WireJson.mapper().writeValueAsString(value);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("A " + value.getClass().getName() + " cannot be written as JSON", ex);
		}
		return answer(json);
	}

	/**
	 * A text in given chunks, if a stream is asked for.
	 * @param chunks the text of each chunk
	 * @return the answer
	 * @throws IllegalArgumentException if there is none
	 */
	public static Answer chunks(String... chunks) {
		if (chunks.length == 0) {
			throw new IllegalArgumentException("An answer needs a chunk: write chunks(\"It \", \"scatters\")");
		}
		return Answer.of(List.of(chunks));
	}

	/**
	 * A call of a tool.
	 * @param name the name of the tool
	 * @param arguments the arguments as JSON text
	 * @return the answer
	 */
	public static Answer toolCall(String name, String arguments) {
		return toolCalls(ToolCall.function("call_1", name, arguments));
	}

	/**
	 * Calls of tools.
	 * @param calls the calls, at least one
	 * @return the answer
	 * @throws IllegalArgumentException if there is none
	 */
	public static Answer toolCalls(ToolCall... calls) {
		if (calls.length == 0) {
			throw new IllegalArgumentException("There is no call: write toolCall(\"weather\", \"{}\")");
		}
		List<ToolCall> all = List.of(calls);
		return toolCalls((request) -> all);
	}

	/**
	 * Calls of tools that depend on the request.
	 * @param calls the calls that the model makes; called by threads of the server
	 * @return the answer
	 */
	public static Answer toolCalls(Function<ReceivedRequest, List<ToolCall>> calls) {
		return Answer.calls(calls);
	}

	/**
	 * Too many requests for now, without a word on when to come again.
	 * @return the error, with status 429
	 */
	public static Reply rateLimit() {
		return limited();
	}

	/**
	 * Too many requests for now.
	 * @param retryAfter when to come again; rounded up to seconds
	 * @return the error, with status 429
	 */
	public static Reply rateLimit(Duration retryAfter) {
		return limited().with(RETRY_AFTER, seconds(retryAfter));
	}

	private static String seconds(Duration duration) {
		return Long.toString(duration.plusNanos(999_999_999).toSeconds());
	}

	private static ErrorReply limited() {
		return ErrorReply.json(429, "Rate limit reached for requests to this model", "requests", "rate_limit_exceeded");
	}

	/**
	 * The model has more work than it can do, for a second.
	 * @return the error, with status 503
	 */
	public static Reply overload() {
		return overload(Duration.ofSeconds(1));
	}

	/**
	 * The model has more work than it can do.
	 * @param retryAfter when to come again; rounded up to seconds
	 * @return the error, with status 503
	 */
	public static Reply overload(Duration retryAfter) {
		return overloaded().with(RETRY_AFTER, seconds(retryAfter));
	}

	static ErrorReply overloaded() {
		return ErrorReply.json(503, "The engine is currently overloaded, please try again later",
				"service_unavailable_error", "server_is_overloaded");
	}

	/**
	 * The server failed while it handled the request.
	 * @return the error, with status 500
	 */
	public static Reply serverError() {
		return ErrorReply.json(500, "The server had an error while processing your request. Sorry about that!",
				"server_error", "server_error");
	}

	/**
	 * The model takes the request, and says nothing.
	 * @return the silence
	 */
	public static Reply hang() {
		return Reply.Hang.INSTANCE;
	}

	/**
	 * The connection is reset before there is a status.
	 * @return the break
	 */
	public static Reply hangUp() {
		return Reply.HangUp.INSTANCE;
	}

	/**
	 * An answer that ends well, and in which there is nothing.
	 * @return the answer
	 */
	public static Reply emptyAnswer() {
		return answer("");
	}

	/**
	 * A page of HTML in place of an answer, as of something in between.
	 * @return the page, with status 200
	 */
	public static Reply garbage() {
		return new ErrorReply(200, Map.of("Content-Type", "text/html"), "<html><body>Welcome!</body></html>");
	}

	/**
	 * The gateway does not offer the model any more.
	 * @return the error, with status 404
	 */
	public static Reply vanished() {
		return ErrorReply.json(404, "The model does not exist or you do not have access to it.",
				"invalid_request_error", "model_not_found");
	}

	/**
	 * The model is not on this plan.
	 * @return the error, with status 400
	 */
	public static Reply notOnPlan() {
		return ErrorReply.json(400, "Model is not available on Coding Plan.", "invalid_request_error",
				"model_not_found");
	}

	/**
	 * The plan of the entry is used up, which shows in no status: the connection ends in
	 * the middle of the answer.
	 * @return the break
	 */
	public static Reply planUsedUp() {
		return answer("It").cutAfter(0);
	}

	/**
	 * The balance of your own account is used up.
	 * @return the error, with status 403
	 */
	public static Reply quotaExhausted() {
		return ErrorReply.json(403, "user quota is not enough, please recharge your account", "new_api_error",
				"insufficient_user_quota");
	}

	/**
	 * The balance of a supplier of the model is used up.
	 * @return the error, with status 429
	 */
	public static Reply supplierQuotaExhausted() {
		return ErrorReply.json(429, "You exceeded your current quota, please check your plan and billing details.",
				"insufficient_quota", "insufficient_quota");
	}

	/**
	 * Your key is refused.
	 * @return the error, with status 401
	 */
	public static Reply wrongKey() {
		return new ErrorReply(401, Map.of(),
				"{\"error\":{\"message\":\"Invalid token (request id: 1)\",\"type\":\"new_api_error\"}}");
	}

	/**
	 * The prompt is too long for the model.
	 * @return the error, with status 400
	 */
	public static Reply promptTooLong() {
		return ErrorReply.json(400,
				"This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
				"invalid_request_error", "context_length_exceeded");
	}

	/**
	 * The model cannot do what the request asks for: it takes no tools.
	 * @return the error, with status 400
	 */
	public static Reply unsupported() {
		return ErrorReply.json(400, "This model does not support tools.", "invalid_request_error",
				"unsupported_parameter");
	}

	/**
	 * The prompt is refused by moderation.
	 * @return the error, with status 400
	 */
	public static Reply contentRejected() {
		return ErrorReply.json(400, "Your request was rejected as a result of our safety system.",
				"invalid_request_error", "content_policy_violation");
	}

	/**
	 * The request is wrong for every model.
	 * @return the error, with status 400
	 */
	public static Reply invalidRequest() {
		return ErrorReply.json(400, "The request is not valid", "new_api_error", "invalid_request");
	}

	/**
	 * A reply that depends on the request, such as a call of a tool first and an answer
	 * when its result is there.
	 * @param reply what the model does with a request; called by threads of the server
	 * @return the reply
	 */
	public static Reply reply(Function<ReceivedRequest, Reply> reply) {
		return new Reply.Chosen(reply);
	}

	/**
	 * Any response, such as an error that was seen in the field.
	 * @param status the HTTP status
	 * @param body the body
	 * @return the response
	 */
	public static Reply response(int status, String body) {
		return response(status, Map.of(), body);
	}

	/**
	 * Any response, with headers.
	 * @param status the HTTP status
	 * @param headers the headers by their names
	 * @param body the body
	 * @return the response
	 */
	public static Reply response(int status, Map<String, String> headers, String body) {
		return new ErrorReply(status, headers, body);
	}

}
