package net.taotoken.failover.fault;

import java.util.stream.Stream;

/**
 * Phrases of which one is enough.
 */
final class Phrases {

	private final Phrase[] phrases;

	/**
	 * Create phrases.
	 * @param phrases regular expressions
	 */
	Phrases(String... phrases) {
		this.phrases = Stream.of(phrases).map(Phrase::of).toArray(Phrase[]::new);
	}

	/**
	 * Whether one of the phrases is somewhere in a text.
	 */
	boolean isIn(SearchedText text) {
		for (Phrase phrase : this.phrases) {
			if (phrase.isIn(text)) {
				return true;
			}
		}
		return false;
	}

}
