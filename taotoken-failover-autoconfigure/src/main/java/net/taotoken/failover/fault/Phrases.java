package net.taotoken.failover.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Phrases that a text is searched for. Most hold no regular expression, or begin with
 * plain text: that is searched for first, since it is many times as fast.
 */
final class Phrases {

	private static final Pattern PLAIN_START = Pattern.compile("(?:[\\p{L}\\p{N} _'/,:-](?![?*{]))*");

	private final List<Phrase> phrases = new ArrayList<>();

	/**
	 * Create phrases.
	 * @param phrases regular expressions
	 */
	Phrases(String... phrases) {
		List<String> others = new ArrayList<>();
		for (String phrase : phrases) {
			String start = hasTopLevelAlternatives(phrase) ? "" : plainStart(phrase);
			if (start.equals(phrase)) {
				this.phrases.add((text) -> text.contains(start));
			}
			else if (!start.isEmpty()) {
				Pattern pattern = Pattern.compile(phrase);
				this.phrases.add((text) -> text.contains(start) && pattern.matcher(text).find());
			}
			else {
				others.add(phrase);
			}
		}
		if (!others.isEmpty()) {
			Pattern pattern = Pattern.compile(String.join("|", others));
			this.phrases.add((text) -> pattern.matcher(text).find());
		}
	}

	private static String plainStart(String phrase) {
		Matcher matcher = PLAIN_START.matcher(phrase);
		return matcher.lookingAt() ? matcher.group() : "";
	}

	private static boolean hasTopLevelAlternatives(String phrase) {
		return phrase.replaceAll("\\([^()]*\\)", "").contains("|");
	}

	/**
	 * Whether one of the phrases is somewhere in a text.
	 */
	boolean isIn(String text) {
		for (Phrase phrase : this.phrases) {
			if (phrase.isIn(text)) {
				return true;
			}
		}
		return false;
	}

	@FunctionalInterface
	private interface Phrase {

		boolean isIn(String text);

	}

}
