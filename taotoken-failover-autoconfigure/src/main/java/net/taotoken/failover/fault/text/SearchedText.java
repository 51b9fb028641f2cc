package net.taotoken.failover.fault.text;

import java.util.function.IntConsumer;

/**
 * A text that is searched for hundreds of phrases. It knows which pairs of neighbouring
 * characters it holds, by their hashes: a text that lacks a pair of a phrase does not
 * hold the phrase, which rules out most of them without a search. Immutable.
 */
public final class SearchedText {

	/** A pair that every text may hold; those of characters have smaller hashes. */
	static final int ANY_PAIR = 1024;

	private final String value;

	private final long[] pairs = new long[ANY_PAIR / Long.SIZE + 1];

	public SearchedText(String value) {
		this.value = value;
		add(ANY_PAIR);
		for (int i = 1; i < value.length(); i++) {
			add(pair(value, i));
		}
	}

	private void add(int pair) {
		this.pairs[pair / Long.SIZE] |= 1L << pair;
	}

	public String value() {
		return this.value;
	}

	/**
	 * Whether a part is somewhere in this text.
	 */
	boolean contains(Part part) {
		return mayHoldPairsOf(part) && this.value.contains(part.text);
	}

	private boolean mayHoldPairsOf(Part part) {
		for (int pair : part.pairs) {
			if (!mayHold(pair)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether this text may hold a pair of characters.
	 * @param pair the hash of the pair
	 * @return {@code false} if it certainly does not
	 */
	boolean mayHold(int pair) {
		return (this.pairs[pair / Long.SIZE] & 1L << pair) != 0;
	}

	/**
	 * Hand on the hash of each pair of characters once.
	 */
	public void forEachPair(IntConsumer consumer) {
		for (int i = 0; i < ANY_PAIR / Long.SIZE; i++) {
			for (long left = this.pairs[i]; left != 0; left &= left - 1) {
				consumer.accept(i * Long.SIZE + Long.numberOfTrailingZeros(left));
			}
		}
	}

	private static int pair(String text, int index) {
		return (text.charAt(index - 1) * 37 + text.charAt(index)) % ANY_PAIR;
	}

	/**
	 * A text to be looked for.
	 */
	static final class Part {

		private final String text;

		private final int[] pairs;

		Part(String text) {
			this.text = text;
			this.pairs = new int[Math.max(0, text.length() - 1)];
			for (int i = 1; i < text.length(); i++) {
				this.pairs[i - 1] = pair(text, i);
			}
		}

		/** The hashes of its pairs of neighbouring characters. */
		int[] pairs() {
			return this.pairs;
		}

	}

}
