package net.taotoken.failover.gateway;

import java.nio.charset.StandardCharsets;

import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of messages what a server sent back of the key or of the request, where a
 * short token of its own was expected.
 *
 * @param key the key that was sent
 * @param body the request that was sent
 */
@SuppressWarnings("ArrayRecordComponent")
record SecretFilter(String key, byte[] body) {

	private static final int SHORTEST_ECHO = 8;

	private static final int SHORTEST_TOKEN = 4;

	private static final int LONGEST_TOKEN = 128;

	/**
	 * A text that is fit to be shown.
	 * @param text a text of the server
	 * @return the text, or {@code null} if it is no token, or an echo
	 */
	@Nullable String token(@Nullable String text) {
		return (text != null && isToken(text) && !isEcho(text)) ? text : null;
	}

	Fault withoutEcho(Fault fault) {
		Fault shown = (fault.code() != null && isEcho(fault.code())) ? fault.withoutCode() : fault;
		String parameter = (fault.lacks() != null) ? fault.lacks().parameter() : null;
		return (parameter != null && !isName(parameter)) ? shown.withLacks(null) : shown;
	}

	// The request holds the name of a parameter, too, but not among its texts.
	private boolean isName(String parameter) {
		boolean inTexts = parameter.length() >= SHORTEST_TOKEN && isPartOfBody(parameter)
				&& !isPartOfBody('"' + parameter + "\":");
		return !inTexts && !isEchoOfKey(parameter);
	}

	private static boolean isToken(String text) {
		if (text.length() < SHORTEST_TOKEN || text.length() > LONGEST_TOKEN || !isLetterOrDigit(text.charAt(0))) {
			return false;
		}
		for (int i = 1; i < text.length(); i++) {
			if (!isLetterOrDigit(text.charAt(i)) && "._:/+=-".indexOf(text.charAt(i)) < 0) {
				return false;
			}
		}
		return true;
	}

	private static boolean isLetterOrDigit(char character) {
		return character < 128 && Character.isLetterOrDigit(character);
	}

	private boolean isEcho(String text) {
		return isEchoOfKey(text) || (text.length() >= SHORTEST_ECHO && isPartOfBody(text));
	}

	private boolean isEchoOfKey(String text) {
		return text.length() >= SHORTEST_ECHO && holdsPartOfKey(text);
	}

	private boolean holdsPartOfKey(String text) {
		for (int start = 0; start <= text.length() - SHORTEST_ECHO; start++) {
			char first = text.charAt(start);
			for (int at = this.key.indexOf(first); at >= 0; at = this.key.indexOf(first, at + 1)) {
				if (text.regionMatches(start, this.key, at, SHORTEST_ECHO)) {
					return true;
				}
			}
		}
		return false;
	}

	private boolean isPartOfBody(String text) {
		return new String(this.body, StandardCharsets.UTF_8).contains(text);
	}

	@Override
	public String toString() {
		return "SecretFilter";
	}

}
