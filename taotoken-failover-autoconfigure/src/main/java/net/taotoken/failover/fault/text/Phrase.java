package net.taotoken.failover.fault.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is looked for in many texts and found in few. Plain text that
 * it holds is looked for first, since that is many times as fast.
 *
 * @param plainParts what has to be in a text that holds the phrase
 * @param pattern the phrase
 */
public record Phrase(PlainParts plainParts, Pattern pattern) {

	public static Phrase of(String expression) {
		// first, since it refuses what the parser of plain parts cannot read
		Pattern pattern = Pattern.compile(expression);
		return new Phrase(PlainParts.of(expression), pattern);
	}

	/**
	 * Tells whether the phrase is somewhere in a text.
	 */
	boolean isIn(SearchedText text) {
		return this.plainParts.isAll() ? this.plainParts.isIn(text)
				: this.plainParts.mayBeIn(text) && fromEarliestStart(text).find();
	}

	/**
	 * A matcher to find the phrase in a text.
	 * @param text the text
	 * @return the matcher, or {@code null} if the phrase is certainly not there
	 */
	public @Nullable Matcher matcher(SearchedText text) {
		if (this.plainParts.mayBeIn(text)) {
			return fromEarliestStart(text);
		}
		assert isMissedRightly(text) : this;
		return null;
	}

	// an expression that starts with alternatives is slow, since all are tried at each
	// character of the text
	private Matcher fromEarliestStart(SearchedText text) {
		return this.pattern.matcher(text.value())
			.useAnchoringBounds(false)
			.useTransparentBounds(true)
			.region(this.plainParts.earliestStart(text), text.value().length());
	}

	/**
	 * Used in assertions only: checks that the plain-text search has not rejected a text
	 * that the pattern matches.
	 */
	boolean isMissedRightly(SearchedText text) {
		return !this.pattern.matcher(text.value()).find();
	}

}
