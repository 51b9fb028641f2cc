package net.taotoken.failover.fault.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the plain parts of a regular expression. Knows the syntax that the phrases are
 * written in: groups, alternatives, quantifiers, character classes without brackets
 * inside, escapes and look-ahead.
 */
final class PlainPartsParser {

	private final String expression;

	private int position;

	PlainPartsParser(String expression) {
		this.expression = expression;
	}

	PlainParts parse() {
		PlainParts[] alternatives = alternatives();
		if (alternatives.length == 1) {
			return alternatives[0];
		}
		Sequence sequence = new Sequence();
		sequence.group(alternatives, true);
		return sequence.parts(false);
	}

	private PlainParts[] alternatives() {
		List<PlainParts> alternatives = new ArrayList<>();
		alternatives.add(sequence());
		while (isNext('|')) {
			this.position++;
			alternatives.add(sequence());
		}
		return alternatives.toArray(PlainParts[]::new);
	}

	private PlainParts sequence() {
		Sequence sequence = new Sequence();
		while (this.position < this.expression.length() && !isNext('|') && !isNext(')')) {
			if (isNext('(')) {
				group(sequence);
			}
			else if (!character(sequence.plain)) {
				sequence.endPart();
			}
		}
		return sequence.parts(sequence.plain.length() == this.expression.length());
	}

	private void group(Sequence sequence) {
		this.position++;
		boolean look = false;
		if (isNext('?')) {
			look = this.expression.charAt(this.position + 1) != ':';
			this.position += 2;
		}
		PlainParts[] alternatives = alternatives();
		this.position++;
		boolean optional = isNext('?') || isNext('*') || isNext('{');
		skipQuantifier();
		sequence.group(alternatives, !look && !optional);
	}

	/**
	 * Read one character or class of characters.
	 * @return whether it goes on with the plain text before it
	 */
	private boolean character(StringBuilder plain) {
		char character = this.expression.charAt(this.position++);
		boolean isPlain = ".^$[".indexOf(character) < 0;
		if (character == '[') {
			this.position = this.expression.indexOf(']', this.position) + 1;
		}
		else if (character == '\\') {
			character = this.expression.charAt(this.position++);
			isPlain = !Character.isLetterOrDigit(character);
		}
		boolean optional = isNext('?') || isNext('*') || isNext('{');
		if (isPlain && !optional) {
			plain.append(character);
		}
		return !skipQuantifier() && isPlain;
	}

	private boolean skipQuantifier() {
		int start = this.position;
		if (isNext('{')) {
			this.position = this.expression.indexOf('}', this.position) + 1;
		}
		while (isNext('?') || isNext('*') || isNext('+')) {
			this.position++;
		}
		return this.position > start;
	}

	private boolean isNext(char character) {
		return this.position < this.expression.length() && this.expression.charAt(this.position) == character;
	}

	/**
	 * Elements that stand one after the other.
	 */
	private static final class Sequence {

		private final List<Part> parts = new ArrayList<>();

		private final List<PlainParts[]> choices = new ArrayList<>();

		/** The plain text at its end, to which more may be added. */
		private final StringBuilder plain = new StringBuilder();

		/**
		 * The parts that each match starts with, or {@code null} before the first
		 * element.
		 */
		private Part @Nullable [] starts;

		void endPart() {
			boolean telling = Part.isTelling(this.plain);
			Part[] added = telling ? new Part[] { Part.of(this.plain.toString()) } : new Part[0];
			this.parts.addAll(List.of(added));
			startsWith(added);
			this.plain.setLength(0);
		}

		void group(PlainParts[] alternatives, boolean needed) {
			if (!this.plain.isEmpty()) {
				endPart();
			}
			if (needed) {
				this.choices.add(alternatives);
			}
			startsWith(needed ? starts(alternatives) : new Part[0]);
		}

		private void startsWith(Part[] parts) {
			if (this.starts == null) {
				this.starts = parts;
			}
		}

		private static Part[] starts(PlainParts[] alternatives) {
			boolean known = Stream.of(alternatives).allMatch((alternative) -> alternative.starts().length > 0);
			return known ? Stream.of(alternatives).map(PlainParts::starts).flatMap(Stream::of).toArray(Part[]::new)
					: new Part[0];
		}

		PlainParts parts(boolean isAll) {
			boolean telling = Part.isTelling(this.plain);
			if (!this.plain.isEmpty()) {
				endPart();
			}
			Part[] starts = (this.starts != null) ? this.starts : new Part[0];
			return new PlainParts(this.parts.toArray(Part[]::new), this.choices.toArray(PlainParts[][]::new), starts,
					isAll && telling);
		}

	}

}
