package net.taotoken.failover.fault.retryafter;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for words in names of headers. Most headers are about something else, and are to
 * cost next to nothing.
 */
final class HeaderWords {

	private static final int LOWER_CASE = 0x20;

	private HeaderWords() {
	}

	/**
	 * Tells whether a name holds a word, in any case.
	 * @param name the name of a header
	 * @param word the word, in lower case
	 */
	static boolean hold(String name, String word) {
		for (int i = name.length() - word.length(); i >= 0; i--) {
			if ((name.charAt(i) | LOWER_CASE) == word.charAt(0)
					&& name.regionMatches(true, i, word, 0, word.length())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells whether one of a name's words is among those.
	 * @param name the name of a header
	 * @param words words in lower case
	 */
	static boolean anyIsAmong(String name, Set<String> words) {
		return Stream.of(name.toLowerCase(Locale.ROOT).split("[-_]")).anyMatch(words::contains);
	}

}
