package net.taotoken.failover.fault.rules;

import java.util.regex.Pattern;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the user, tried before the built-in ones. All conditions that are given must
 * hold.
 *
 * @param status the HTTP status of the answer, or {@code null} for any
 * @param code the error code, compared as a whole without regard to case, or {@code null}
 * for any
 * @param type the error type, compared as a whole without regard to case, or {@code null}
 * for any
 * @param message an expression to be found in the first 4096 characters of the error
 * message, or {@code null} for any
 * @param fault the kind of an answer for which all conditions hold
 */
public record FaultMapping(@Nullable Integer status, @Nullable String code, @Nullable String type,
		@Nullable Pattern message, FaultKind fault) {

	/**
	 * Check the conditions.
	 * @throws IllegalArgumentException if there is none
	 */
	public FaultMapping {
		if (status == null && code == null && type == null && message == null) {
			throw new IllegalArgumentException(
					"A fault mapping to '" + fault + "' needs a status, a code, a type or a message");
		}
	}

	boolean matches(ErrorEvidence evidence) {
		return (this.status == null || this.status == evidence.httpStatus())
				&& (this.code == null || containsIgnoringCase(evidence.codes(), this.code))
				&& (this.type == null || containsIgnoringCase(evidence.types(), this.type))
				&& (this.message == null || this.message.matcher(evidence.message()).find());
	}

	private static boolean containsIgnoringCase(Iterable<String> values, String wanted) {
		for (String value : values) {
			if (value.equalsIgnoreCase(wanted)) {
				return true;
			}
		}
		return false;
	}

}
