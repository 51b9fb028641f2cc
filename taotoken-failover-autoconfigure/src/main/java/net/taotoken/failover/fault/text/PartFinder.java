package net.taotoken.failover.fault.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all of many parts in a text at once. A table tells for each three neighbouring
 * characters of the text in which parts they are; then the text around them is compared
 * with those. Each part stands there once only, by its rarest three characters (one that
 * is shorter, by all). The time depends on the length of the text, not on how many parts
 * there are. Immutable.
 */
final class PartFinder {

	private static final int GRAM = 3;

	/** Some eight for each part, so that most characters lead to none. */
	private static final int SLOTS = 8192;

	private final Part[] parts;

	/** The characters by which each part is found, and where in it they are. */
	private final long[] grams;

	private final int[] offsets;

	/** The part to look at first, by the hash of a gram, or -1. */
	private final int[] first = new int[SLOTS];

	/** The part to look at after another one, or -1. */
	private final int[] next;

	PartFinder(List<Part> parts) {
		this.parts = parts.toArray(Part[]::new);
		this.grams = new long[this.parts.length];
		this.offsets = new int[this.parts.length];
		this.next = new int[this.parts.length];
		Arrays.fill(this.first, -1);
		Map<Long, Integer> frequencies = frequencies(parts);
		for (Part part : this.parts) {
			add(part, rarest(part.text(), frequencies));
		}
	}

	private void add(Part part, int offset) {
		int number = part.number();
		long gram = gram(part.text(), offset, length(part.text()));
		this.grams[number] = gram;
		this.offsets[number] = offset;
		this.next[number] = this.first[slot(gram)];
		this.first[slot(gram)] = number;
	}

	private static Map<Long, Integer> frequencies(List<Part> parts) {
		Map<Long, Integer> frequencies = new HashMap<>();
		for (Part part : parts) {
			String text = part.text();
			for (int i = 0; i <= text.length() - length(text); i++) {
				frequencies.merge(gram(text, i, length(text)), 1, Integer::sum);
			}
		}
		return frequencies;
	}

	private static int rarest(String text, Map<Long, Integer> frequencies) {
		int rarest = 0;
		int least = Integer.MAX_VALUE;
		for (int i = 0; i <= text.length() - length(text); i++) {
			int frequency = frequencies.getOrDefault(gram(text, i, length(text)), 0);
			if (frequency < least) {
				rarest = i;
				least = frequency;
			}
		}
		return rarest;
	}

	private static int length(String text) {
		return Math.min(text.length(), GRAM);
	}

	private static long gram(String text, int start, int length) {
		long gram = 0;
		for (int i = start; i < start + length; i++) {
			gram = gram << Character.SIZE | text.charAt(i);
		}
		return gram;
	}

	private static int slot(long gram) {
		return (int) ((gram * 0x9E3779B97F4A7C15L) >>> 51);
	}

	/**
	 * The parts that are somewhere in a text.
	 * @param text the text
	 * @return a bit for each part
	 */
	long[] find(String text) {
		long[] found = new long[this.parts.length / Long.SIZE + 1];
		long gram = 0;
		for (int i = 0; i < text.length(); i++) {
			gram = (gram << Character.SIZE | text.charAt(i)) & 0xFFFF_FFFF_FFFFL;
			look(gram, text, i - 2, found);
			look(gram & 0xFFFF_FFFFL, text, i - 1, found);
			// no part is a single character of English
			if (text.charAt(i) > 127) {
				look(gram & 0xFFFFL, text, i, found);
			}
		}
		return found;
	}

	private void look(long gram, String text, int start, long[] found) {
		for (int number = this.first[slot(gram)]; number >= 0; number = this.next[number]) {
			if (this.grams[number] == gram
					&& text.startsWith(this.parts[number].text(), start - this.offsets[number])) {
				found[number / Long.SIZE] |= 1L << number;
			}
		}
	}

}
