package net.taotoken.failover.fault.text;

/**
 * A plain text that is looked for in many texts. There is one object for each text, whose
 * number tells it from the others.
 */
final class Part {

	private final String text;

	private final int number;

	/**
	 * Create a part.
	 * @param text the text
	 * @param number the number of parts that were there before
	 * @throws IllegalArgumentException if nearly every text holds it
	 */
	Part(String text, int number) {
		if (!isTelling(text)) {
			throw new IllegalArgumentException("'" + text + "' is in nearly every text");
		}
		this.text = text;
		this.number = number;
	}

	static Part of(String text) {
		return Parts.of(text);
	}

	/**
	 * Tells whether a text is worth looking for. A space, or a letter, is in nearly every
	 * text.
	 */
	static boolean isTelling(CharSequence text) {
		return text.length() > 1 || (text.length() == 1 && text.charAt(0) > 127);
	}

	String text() {
		return this.text;
	}

	int number() {
		return this.number;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
