package net.taotoken.failover.fault.text;

import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The plain text in a regular expression that has to be in a text for it to match.
 *
 * @param all what has to be there
 * @param choices the alternatives of each group; one of them has to be there
 * @param starts each match starts with one of these parts; none if a match may start with
 * something else
 * @param isAll whether there is nothing else in the expression
 */
@SuppressWarnings("ArrayRecordComponent")
record PlainParts(Part[] all, PlainParts[][] choices, Part[] starts, boolean isAll) {

	/** In place of a number where no part has to be there in all cases. */
	static final int NONE = -1;

	static PlainParts of(String expression) {
		return new PlainPartsParser(expression).parse();
	}

	/**
	 * A part that has to be there.
	 * @return the number of the longest, or {@link #NONE} if there is not one in all
	 * cases
	 */
	int longest() {
		return Stream.of(this.all)
			.max(Comparator.comparingInt((part) -> part.text().length()))
			.map(Part::number)
			.orElse(NONE);
	}

	/**
	 * Tells whether the expression may match somewhere in a text.
	 * @param text the text
	 * @return {@code false} if it certainly does not
	 */
	boolean mayBeIn(SearchedText text) {
		for (Part part : this.all) {
			if (!text.contains(part.number())) {
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
	 * The earliest start of the first match.
	 * @param text a text in which the expression may match
	 */
	int earliestStart(SearchedText text) {
		int earliest = text.value().length();
		for (Part start : this.starts) {
			if (text.contains(start.number())) {
				earliest = Math.min(earliest, text.value().indexOf(start.text()));
			}
		}
		return (this.starts.length > 0) ? earliest : 0;
	}

	/**
	 * Tells whether an expression of plain text only is in a text.
	 */
	boolean isIn(SearchedText text) {
		return text.contains(this.all[0].number());
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
