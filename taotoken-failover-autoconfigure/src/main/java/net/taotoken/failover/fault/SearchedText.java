package net.taotoken.failover.fault;

/**
 * A text that is searched for hundreds of phrases. It knows which pairs of neighbouring
 * characters it holds, by their hashes: a text that lacks a pair of a phrase does not
 * hold the phrase, which rules out most of them without a search. Immutable.
 */
final class SearchedText {

	private static final int HASHES = 1024;

	private final String value;

	private final long[] pairs = new long[HASHES / Long.SIZE];

	SearchedText(String value) {
		this.value = value;
		for (int i = 1; i < value.length(); i++) {
			int hash = hash(value, i);
			this.pairs[hash / Long.SIZE] |= 1L << hash;
		}
	}

	String value() {
		return this.value;
	}

	/**
	 * Whether a part is somewhere in this text.
	 */
	boolean contains(Part part) {
		for (int hash : part.hashes) {
			if ((this.pairs[hash / Long.SIZE] & 1L << hash) == 0) {
				return false;
			}
		}
		return this.value.contains(part.text);
	}

	private static int hash(String text, int index) {
		return (text.charAt(index - 1) * 37 + text.charAt(index)) % HASHES;
	}

	/**
	 * A text to be looked for.
	 */
	static final class Part {

		private final String text;

		private final int[] hashes;

		Part(String text) {
			this.text = text;
			this.hashes = new int[Math.max(0, text.length() - 1)];
			for (int i = 1; i < text.length(); i++) {
				this.hashes[i - 1] = hash(text, i);
			}
		}

		String text() {
			return this.text;
		}

	}

}
