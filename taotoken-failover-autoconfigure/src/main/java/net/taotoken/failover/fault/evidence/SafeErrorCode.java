package net.taotoken.failover.fault.evidence;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Lets only those error codes through that are certainly no key and no sentence.
 */
public final class SafeErrorCode {

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

	private static final Pattern KEY_PREFIX = Pattern.compile("(?i)(^|[^a-z])(sk|pk|ak|rk)[-_]|^AIza|^AKIA|^eyJ");

	private static final Pattern RANDOM_PART = Pattern
		.compile("[A-Za-z0-9]{29,}|(?=[A-Za-z]*\\d)(?=\\d*[A-Za-z])[A-Za-z0-9]{8,}|\\d{9,}");

	private static final int LONGEST_WORD = 29;

	private SafeErrorCode() {
	}

	public static @Nullable String first(List<String> codes) {
		for (String code : codes) {
			if (isHarmless(code)) {
				return code;
			}
		}
		return null;
	}

	private static boolean isHarmless(String code) {
		return FORM.matcher(code).matches() && !KEY_PREFIX.matcher(code).find()
				&& !(mayBeRandom(code) && RANDOM_PART.matcher(code).find());
	}

	/** Most codes are words without a digit, and not worth the search. */
	private static boolean mayBeRandom(String code) {
		return code.length() >= LONGEST_WORD
				|| code.chars().anyMatch((character) -> character <= '9' && character >= '0');
	}

}
