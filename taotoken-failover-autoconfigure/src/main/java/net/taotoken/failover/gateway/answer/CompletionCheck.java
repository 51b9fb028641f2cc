package net.taotoken.failover.gateway.answer;

import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.chat.ContentPart;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a completion is an answer. Much that arrives with status 200 is none.
 */
public final class CompletionCheck {

	private static final String FUNCTION_CALL = "function_call";

	private static final Set<String> OTHER_OUTPUT = Set.of("audio", FUNCTION_CALL, "images");

	private CompletionCheck() {
	}

	/**
	 * Check a completion; one good choice makes it an answer.
	 * @param completion what was read
	 * @return why it is no answer, or {@code null} if it is one
	 */
	public static @Nullable Fault check(ChatCompletion completion) {
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
		ChatMessage message = choice.message();
		Fault fault = check(FinishReason.of(choice.finishReason()), says(message), calls(message));
		if (fault == null && message == null) {
			return invalid("there is no message in the answer");
		}
		return fault;
	}

	/**
	 * Check how an answer ended. No reason at all counts as a normal end, which is for
	 * whole answers: those that come in pieces need a reason as proof.
	 * @param reason why the model stopped
	 * @param says whether the answer says anything
	 * @param calls whether it calls a tool
	 * @return why it is no answer, or {@code null} if it is one
	 */
	public static @Nullable Fault check(FinishReason reason, boolean says, boolean calls) {
		return switch (reason) {
			case FILTERED -> filtered(says);
			case BROKEN -> invalid("the answer ended with an error");
			case UNFINISHED -> invalid("the answer is not finished");
			case CALL -> calls ? null : invalid("the answer announces a tool call, and there is none");
			case LENGTH -> null;
			case NONE, END, OTHER -> says ? null : invalid("the answer is empty");
		};
	}

	/**
	 * Tells whether a message, or a piece of one, says anything. Thinking does not count,
	 * nor does white space.
	 * @param message the message
	 * @return whether it does
	 */
	static boolean says(@Nullable ChatMessage message) {
		return message != null && (isSet(message.text()) || calls(message) || isSet(message.refusal())
				|| hasOtherParts(message) || hasOtherOutput(message.extra()));
	}

	/**
	 * Tells whether a message, or a piece of one, calls a tool.
	 * @param message the message
	 * @return whether it does
	 */
	static boolean calls(@Nullable ChatMessage message) {
		if (message == null) {
			return false;
		}
		for (ToolCall call : message.toolCalls()) {
			if (call.id() != null || call.type() != null || call.function() != null || !call.extra().isEmpty()) {
				return true;
			}
		}
		return !message.extra().isEmpty() && isSet(message.extra().get(FUNCTION_CALL));
	}

	private static boolean hasOtherOutput(Map<String, @Nullable Object> extra) {
		return !extra.isEmpty() && OTHER_OUTPUT.stream().map(extra::get).anyMatch(CompletionCheck::isSet);
	}

	private static boolean hasOtherParts(ChatMessage message) {
		return message.content() != null && !message.content().isText()
				&& message.content().parts().stream().anyMatch(CompletionCheck::isOutput);
	}

	/** Tells whether a part is neither a text nor thinking, nor nothing at all. */
	private static boolean isOutput(ContentPart part) {
		String type = part.type();
		if (type == null) {
			return part.imageUrl() != null || !part.extra().isEmpty();
		}
		return !type.equals("text") && !type.contains("thinking") && !type.contains("reasoning");
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

	/**
	 * If the filter stopped an answer that had begun, the content was really judged: the
	 * fault is proven. If it blocked everything from the start, only this model says so:
	 * not proven.
	 */
	private static Fault filtered(boolean says) {
		Fault fault = Fault.of(FaultKind.CONTENT_REJECTED).withStatus(200).withHint("the answer was filtered");
		return says ? fault : fault.unproven();
	}

	private static Fault invalid(String hint) {
		return Fault.of(FaultKind.INVALID_RESPONSE).withStatus(200).withHint(hint);
	}

}
