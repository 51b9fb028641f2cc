package net.taotoken.failover.fault.text;

import net.taotoken.failover.fault.text.SearchedText.Part;

/**
 * The plain text in a regular expression that has to be in a text for it to match.
 *
 * @param all what has to be there
 * @param choices the alternatives of each group; one of them has to be there
 * @param isAll whether there is nothing else in the expression
 */
@SuppressWarnings("ArrayRecordComponent")
record PlainParts(Part[] all, PlainParts[][] choices, boolean isAll) {

	static PlainParts of(String expression) {
		return new PlainPartsParser(expression).parse();
	}

	/**
	 * A pair of characters that has to be there.
	 * @return the pair, or {@link SearchedText#ANY_PAIR} if there is not one in all cases
	 */
	int pair() {
		for (Part part : this.all) {
			if (part.pairs().length > 0) {
				return part.pairs()[part.pairs().length / 2];
			}
		}
		return SearchedText.ANY_PAIR;
	}

	/**
	 * Whether the expression may match somewhere in a text.
	 * @param text the text
	 * @return {@code false} if it certainly does not
	 */
	boolean mayBeIn(SearchedText text) {
		for (Part part : this.all) {
			if (!text.contains(part)) {
				return false;
			}
		}
		for (PlainParts[] choice : this.choices) {
			if (!oneMayBeIn(choice, text)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether an expression of plain text only is in a text.
	 */
	boolean isIn(SearchedText text) {
		return text.contains(this.all[0]);
	}

	private static boolean oneMayBeIn(PlainParts[] alternatives, SearchedText text) {
		for (PlainParts alternative : alternatives) {
			if (alternative.mayBeIn(text)) {
				return true;
			}
		}
		return false;
	}

}
