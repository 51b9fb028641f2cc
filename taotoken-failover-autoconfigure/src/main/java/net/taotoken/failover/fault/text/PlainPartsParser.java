package net.taotoken.failover.fault.text;

import java.util.ArrayList;
import java.util.List;

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
		return (alternatives.length == 1) ? alternatives[0]
				: new PlainParts(new Part[0], new PlainParts[][] { alternatives }, false);
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
		List<Part> parts = new ArrayList<>();
		List<PlainParts[]> choices = new ArrayList<>();
		StringBuilder plain = new StringBuilder();
		while (this.position < this.expression.length() && !isNext('|') && !isNext(')')) {
			if (isNext('(')) {
				endPart(plain, parts);
				group(choices);
			}
			else if (!character(plain)) {
				endPart(plain, parts);
			}
		}
		boolean isAll = plain.length() == this.expression.length() && Part.isTelling(plain);
		endPart(plain, parts);
		return new PlainParts(parts.toArray(Part[]::new), choices.toArray(PlainParts[][]::new), isAll);
	}

	private static void endPart(StringBuilder plain, List<Part> parts) {
		if (Part.isTelling(plain)) {
			parts.add(Part.of(plain.toString()));
		}
		plain.setLength(0);
	}

	private void group(List<PlainParts[]> choices) {
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
		if (!look && !optional) {
			choices.add(alternatives);
		}
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

}
