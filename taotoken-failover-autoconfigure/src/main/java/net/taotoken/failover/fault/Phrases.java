package net.taotoken.failover.fault;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Phrases that a text is searched for. Most hold no regular expression, or begin with
 * plain text, or with one of some: that is searched for first, since it is many times as
 * fast.
 */
final class Phrases {

	private static final Pattern PLAIN_START = Pattern.compile("(?:[\\p{L}\\p{N} _'/,:-](?![?*{]))*");

	private static final Pattern ALTERNATIVES = Pattern.compile("\\(([^()\\\\|]+(?:\\|[^()\\\\|]+)*)\\)(?![?*{])");

	private final Phrase[] phrases;

	/**
	 * Create phrases.
	 * @param phrases regular expressions
	 */
	Phrases(String... phrases) {
		this.phrases = Stream.of(phrases).map(Phrase::new).toArray(Phrase[]::new);
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

	private static final class Phrase {

		/** A text that holds none of these does not hold the phrase. */
		private final String[] starts;

		private final Pattern pattern;

		private final boolean plain;

		private Phrase(String phrase) {
			List<String> starts = hasAlternativesOutsideOfGroups(phrase) ? List.of("") : starts(phrase);
			this.starts = starts.toArray(String[]::new);
			this.pattern = Pattern.compile(phrase);
			this.plain = starts.equals(List.of(phrase));
		}

		private static List<String> starts(String phrase) {
			String visible = phrase.startsWith("\\b") ? phrase.substring(2) : phrase;
			Matcher alternatives = ALTERNATIVES.matcher(visible);
			if (alternatives.lookingAt()) {
				return List.of(alternatives.group(1).split("\\|")).stream().map(Phrase::plainStart).toList();
			}
			return List.of(plainStart(visible));
		}

		private static String plainStart(String phrase) {
			Matcher matcher = PLAIN_START.matcher(phrase);
			return matcher.lookingAt() ? matcher.group() : "";
		}

		private static boolean hasAlternativesOutsideOfGroups(String phrase) {
			return phrase.replaceAll("\\([^()]*\\)", "").contains("|");
		}

		boolean isIn(String text) {
			for (String start : this.starts) {
				if (text.contains(start)) {
					return this.plain || this.pattern.matcher(text).find();
				}
			}
			return false;
		}

	}

}
