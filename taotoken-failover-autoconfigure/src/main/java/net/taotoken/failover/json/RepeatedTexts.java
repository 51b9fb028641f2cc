package net.taotoken.failover.json;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The texts that each value of a {@link JsonSeries} repeats, such as the id of an answer:
 * they are kept once, not once for each value. For a handful of fields.
 */
public final class RepeatedTexts {

	private String[] fields = new String[4];

	private @Nullable String[] texts = new String[4];

	private int size;

	RepeatedTexts() {
	}

	/**
	 * The text that the parser is at.
	 * @param field the name of its field
	 * @param parser is at a text
	 * @return the text that the field had before, if it is the same
	 */
	String read(String field, JsonParser parser) {
		int position = position(field);
		String last = this.texts[position];
		if (last != null && isAt(parser, last)) {
			return last;
		}
		String text = parser.getString();
		this.texts[position] = text;
		return text;
	}

	private int position(String field) {
		for (int position = 0; position < this.size; position++) {
			if (this.fields[position].equals(field)) {
				return position;
			}
		}
		if (this.size == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, this.size * 2);
			this.texts = Arrays.copyOf(this.texts, this.size * 2);
		}
		this.fields[this.size] = field;
		return this.size++;
	}

	private static boolean isAt(JsonParser parser, String text) {
		int length = parser.getStringLength();
		if (length != text.length()) {
			return false;
		}
		char[] characters = parser.getStringCharacters();
		int offset = parser.getStringOffset();
		for (int i = 0; i < length; i++) {
			if (characters[offset + i] != text.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}
