package net.taotoken.failover.json;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/**
 * Reads whole numbers of answers in any spelling: {@code 3}, {@code 3.7}, {@code "3"}.
 * What is no number counts as missing, since a good answer must not fail for its
 * timestamp.
 */
final class LenientNumbers {

	private static final BigDecimal MIN = BigDecimal.valueOf(Long.MIN_VALUE);

	private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

	private LenientNumbers() {
	}

	static @Nullable Long read(JsonParser parser) {
		// the common spelling needs no text
		if (parser.hasToken(JsonToken.VALUE_NUMBER_INT) && parser.getNumberType() != NumberType.BIG_INTEGER) {
			return parser.getLongValue();
		}
		return switch (parser.currentToken()) {
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> parse(parser.getString().trim());
			default -> {
				parser.skipChildren();
				yield null;
			}
		};
	}

	private static @Nullable Long parse(String text) {
		try {
			return (text.length() <= 18) ? parseShort(text) : parseDecimal(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Long parseShort(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return parseDecimal(text);
			}
		}
		return Long.valueOf(text);
	}

	private static @Nullable Long parseDecimal(String text) {
		if (text.length() > 64) {
			return null;
		}
		BigDecimal number = new BigDecimal(text);
		return (number.compareTo(MIN) >= 0 && number.compareTo(MAX) <= 0) ? Long.valueOf(number.longValue()) : null;
	}

}
