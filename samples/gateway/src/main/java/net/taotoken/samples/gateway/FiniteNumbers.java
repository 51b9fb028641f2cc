package net.taotoken.samples.gateway;

import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds numbers of a request that are larger than any number a program can hold, such as
 * {@code 1e400}. Java would make "Infinity" of them, which is no JSON.
 */
final class FiniteNumbers {

	private static final int LONGEST = 300;

	private FiniteNumbers() {
	}

	/**
	 * The field of the first number that is too large.
	 * @param json a request
	 * @return the field, or {@code null} if there is none
	 */
	static @Nullable String firstInfinite(byte[] json) {
		return mayHoldOne(json) ? find(json) : null;
	}

	// nearly all requests have neither an exponent nor hundreds of digits
	private static boolean mayHoldOne(byte[] json) {
		int digits = 0;
		for (byte character : json) {
			if (character >= '0' && character <= '9') {
				digits++;
				if (digits > LONGEST) {
					return true;
				}
			}
			else if (digits > 0 && (character == 'e' || character == 'E')) {
				return true;
			}
			else {
				digits = 0;
			}
		}
		return false;
	}

	private static @Nullable String find(byte[] json) {
		try (JsonParser parser = WireJson.mapper().createParser(json)) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				if (token.isNumeric() && !Double.isFinite(Double.parseDouble(parser.getString()))) {
					return parser.streamReadContext().pathAsPointer().toString().substring(1).replace('/', '.');
				}
			}
		}
		return null;
	}

}
