package net.taotoken.failover.fault.text;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Phrases; a text that holds one of them is enough.
 */
public final class Phrases {

	private final Phrase[] phrases;

	/** A part of each phrase: most texts lack that already. */
	private final int[] parts;

	/**
	 * Create phrases.
	 * @param phrases regular expressions
	 */
	public Phrases(String... phrases) {
		this.phrases = Stream.of(phrases).map(Phrase::of).toArray(Phrase[]::new);
		this.parts = Stream.of(this.phrases).mapToInt((phrase) -> phrase.plainParts().longest()).toArray();
	}

	/**
	 * The clues that a text leaves if one of the phrases is in it.
	 */
	public @Nullable Clues clues(Clues.Place place) {
		return Clues.ofTexts(place, Stream.of(this.phrases).map(Phrase::plainParts).toList());
	}

	/**
	 * Tells whether one of the phrases is somewhere in a text.
	 */
	public boolean isIn(SearchedText text) {
		for (int i = 0; i < this.parts.length; i++) {
			if (mayBeIn(text, this.parts[i]) && this.phrases[i].isIn(text)) {
				return true;
			}
			assert this.phrases[i].isMissedRightly(text) : this.phrases[i];
		}
		return false;
	}

	private static boolean mayBeIn(SearchedText text, int part) {
		return part == PlainParts.NONE || text.contains(part);
	}

}
