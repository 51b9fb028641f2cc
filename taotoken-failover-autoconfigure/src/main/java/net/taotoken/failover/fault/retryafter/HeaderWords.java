package net.taotoken.failover.fault.retryafter;

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

}
