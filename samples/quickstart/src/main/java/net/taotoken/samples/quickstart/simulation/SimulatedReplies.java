package net.taotoken.samples.quickstart.simulation;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.FunctionDefinition;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.test.Answer;
import net.taotoken.failover.test.ReceivedRequest;
import net.taotoken.failover.test.Replies;
import net.taotoken.failover.test.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The replies of simulated models, good and bad.
 *
 * @param properties what they say when they are asked for more than a text
 */
record SimulatedReplies(SimulationProperties properties) {

	private static final Duration THINKING = Duration.ofMillis(80);

	private static final Duration WRITING_A_WORD = Duration.ofMillis(35);

	private static final String OVERLOADED = """
			{"error": {"message": "The engine is currently overloaded, please try again later", \
			"type": "service_unavailable_error", "code": "server_is_overloaded"}}
			""";

	private static final String NO_CHANNEL = """
			{"error": {"message": "当前分组 default 下对于模型无可用渠道", "type": "new_api_error", "code": "model_not_found"}}
			""";

	Reply of(SimulatedFault fault) {
		return switch (fault) {
			case OK -> Replies.reply((request) -> well(request).after(THINKING));
			case RATE_LIMIT -> Replies.rateLimit(this.properties.retryAfter());
			case OVERLOAD -> Replies.response(503, OVERLOADED);
			case HANG -> Replies.hang();
			case CUT -> Replies.answer(SimulatedReplies::text).cutAfter(5);
			case VANISH -> Replies.response(503, NO_CHANNEL);
			case QUOTA -> Replies.quotaExhausted();
			case USED_UP -> Replies.planUsedUp();
		};
	}

	private Answer well(ReceivedRequest request) {
		if (mayCallTools(request)) {
			return Replies.toolCalls((asked) -> List.of(call(asked)));
		}
		return isForJson(request) ? Replies.answer(this.properties.json())
				: Replies.answer(SimulatedReplies::text).slowly(WRITING_A_WORD);
	}

	private static String text(ReceivedRequest request) {
		return "This is " + request.model() + ", simulated: air scatters blue light more than red.";
	}

	private static boolean mayCallTools(ReceivedRequest request) {
		return !request.body().tools().isEmpty()
				&& request.body().messages().stream().map(ChatMessage::role).noneMatch("tool"::equals);
	}

	private static boolean isForJson(ReceivedRequest request) {
		return request.body().responseFormat() != null
				|| request.body().messages().stream().map(ChatMessage::text).anyMatch(SimulatedReplies::asksForJson);
	}

	private static boolean asksForJson(@Nullable String text) {
		return text != null && text.contains("JSON Schema");
	}

	private ToolCall call(ReceivedRequest request) {
		FunctionDefinition function = request.body().tools().get(0).function();
		String name = (function != null && function.name() != null) ? function.name() : "nameless";
		return ToolCall.function("call_simulated", name, this.properties.toolArguments());
	}

}
