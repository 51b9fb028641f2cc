package net.taotoken.failover.gateway.answer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import net.taotoken.failover.chat.ChatCompletionChunk;
import org.jspecify.annotations.Nullable;

/**
 * Tells events about an error from those about progress, such as
 * {@code {"status":"processing","message":"queued, position 3"}}.
 */
public final class ErrorSigns {

	/** Fields that hold an error, or say that there is none. */
	private static final List<String> NAMED = List.of("error", "errors", "Error", "base_resp");

	private static final Set<String> CODES = Set.of("code", "error_code", "errorCode", "err_code", "errcode");

	private static final Set<String> STATES = Set.of("status", "status_code", "statusCode", "state", "type",
			"error_type", "errorType", "__type", "event");

	private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");

	private ErrorSigns() {
	}

	/** Tells whether there is a field that usually holds an error. */
	public static boolean areNamed(Map<String, @Nullable Object> fields) {
		return !fields.isEmpty() && NAMED.stream().anyMatch((name) -> fields.get(name) != null);
	}

	/** Tells whether a message in an event is that of an error. */
	public static boolean areIn(ChatCompletionChunk event) {
		Map<String, @Nullable Object> fields = event.extra();
		return areNamed(fields) || isFailure(event.object()) || Boolean.FALSE.equals(fields.get("success"))
				|| fields.entrySet().stream().anyMatch((field) -> isSign(field.getKey(), field.getValue()));
	}

	@SuppressWarnings("unchecked")
	private static boolean isSign(String name, @Nullable Object value) {
		if (value instanceof Map<?, ?> inner) {
			return areNamed((Map<String, @Nullable Object>) inner);
		}
		if (!(value instanceof Number) && !(value instanceof String)) {
			return false;
		}
		String text = value.toString().strip();
		if (NUMBER.matcher(text).matches()) {
			return (CODES.contains(name) || STATES.contains(name)) && isErrorNumber(Integer.parseInt(text));
		}
		return CODES.contains(name) ? !isHarmless(text) : STATES.contains(name) && isFailure(text);
	}

	/** Neither nothing nor a status below 400. */
	private static boolean isErrorNumber(int number) {
		return number < 0 || number >= 400;
	}

	private static boolean isHarmless(String code) {
		FinishReason meaning = FinishReason.of(code);
		return meaning.isOpen() || meaning == FinishReason.END;
	}

	private static boolean isFailure(@Nullable String state) {
		return FinishReason.of(state).isBad();
	}

}
