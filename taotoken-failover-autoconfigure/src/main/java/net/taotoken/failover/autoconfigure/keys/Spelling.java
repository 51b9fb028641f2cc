package net.taotoken.failover.autoconfigure.keys;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The distance between two spellings.
 */
public final class Spelling {

	private Spelling() {
	}

	/**
	 * The number of letters to change, add or remove; words in another order count as one
	 * change.
	 * @param one a spelling
	 * @param other another
	 * @return the distance
	 */
	public static int distance(String one, String other) {
		return Math.min(letters(one, other), 1 + letters(sortedWords(one), sortedWords(other)));
	}

	/**
	 * The closest of some words.
	 * @param written what was written
	 * @param words what could have been written
	 * @return the closest, unless all are far from it
	 */
	static Optional<String> closest(String written, Collection<String> words) {
		return words.stream()
			.filter((word) -> distance(written, word) <= Math.max(2, word.length() / 3))
			.min(Comparator.comparingInt((word) -> distance(written, word)));
	}

	/**
	 * The nearest of some words, however far they are.
	 * @param written what was written
	 * @param words what could have been written
	 * @param most how many are wanted
	 * @return the nearest first
	 */
	public static List<String> nearest(String written, Collection<String> words, int most) {
		Map<String, Integer> distances = new HashMap<>();
		words.forEach((word) -> distances.put(word, distance(written, word)));
		return words.stream().sorted(Comparator.comparing(distances::get)).limit(most).toList();
	}

	private static String sortedWords(String text) {
		return Stream.of(text.split("[.-]")).sorted().collect(Collectors.joining("-"));
	}

	private static int letters(String one, String other) {
		int[] above = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			above[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] row = new int[other.length() + 1];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int change = (one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1;
				row[j] = Math.min(above[j - 1] + change, 1 + Math.min(above[j], row[j - 1]));
			}
			above = row;
		}
		return above[other.length()];
	}

}
