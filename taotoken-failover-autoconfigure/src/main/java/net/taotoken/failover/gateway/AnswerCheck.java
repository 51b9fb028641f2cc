package net.taotoken.failover.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a completion is an answer. Much that arrives with status 200 is none.
 */
final class AnswerCheck {

	private static final Set<String> OTHER_OUTPUT = Set.of("audio", "function_call", "images");

	private AnswerCheck() {
	}

	/**
	 * Check a completion; one good choice makes it an answer.
	 * @param completion what was read
	 * @return why it is no answer, or {@code null} if it is one
	 */
	static @Nullable Fault check(ChatCompletion completion) {
		Fault first = null;
		for (Choice choice : completion.choices()) {
			Fault fault = check(choice);
			if (fault == null) {
				return null;
			}
			first = (first != null) ? first : fault;
		}
		return (first != null) ? first : invalid("there is no choice in the answer");
	}

	private static @Nullable Fault check(Choice choice) {
		Fault fault = check(choice.finishReason(), says(choice.message()));
		if (fault == null && choice.message() == null) {
			return invalid("there is no message in the answer");
		}
		return fault;
	}

	/**
	 * Check how an answer ended.
	 * @param finishReason why the model stopped, by default {@code stop}
	 * @param says whether the answer says anything
	 * @return why it is no answer, or {@code null} if it is one
	 */
	static @Nullable Fault check(@Nullable String finishReason, boolean says) {
		return switch ((finishReason != null) ? finishReason : "stop") {
			case "content_filter", "sensitive" -> fault(FaultKind.CONTENT_REJECTED, "the answer was filtered");
			case "error", "network_error" -> invalid("the answer ended with an error");
			case "stop" -> says ? null : invalid("the answer is empty");
			default -> null;
		};
	}

	/**
	 * Whether a message, or a piece of one, says anything. Thinking does not count, nor
	 * does white space.
	 * @param message the message
	 * @return whether it does
	 */
	static boolean says(@Nullable ChatMessage message) {
		return message != null && (isSet(message.text()) || isSet(message.refusal()) || !message.toolCalls().isEmpty()
				|| hasOtherParts(message)
				|| OTHER_OUTPUT.stream().map(message.extra()::get).anyMatch(AnswerCheck::isSet));
	}

	private static boolean hasOtherParts(ChatMessage message) {
		return message.content() != null
				&& message.content().parts().stream().anyMatch((part) -> !"text".equals(part.type()));
	}

	private static boolean isSet(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return !map.isEmpty();
		}
		if (value instanceof List<?> list) {
			return !list.isEmpty();
		}
		return (value instanceof String text) ? !text.isBlank() : value != null && !Boolean.FALSE.equals(value);
	}

	private static Fault invalid(String hint) {
		return fault(FaultKind.INVALID_RESPONSE, hint);
	}

	private static Fault fault(FaultKind kind, String hint) {
		return new Fault(kind, kind.defaultScope(), true, null, 200, null, hint, null, null);
	}

}
