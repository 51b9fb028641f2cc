package net.taotoken.failover.autoconfigure.binding;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as they were written, without what keyboards, web pages and shells add to them:
 * invisible characters, full-width forms of ASCII characters, white space around a value
 * and quotation marks around it.
 */
public final class WrittenText {

	/** Quotation marks by what they are in pairs; an apostrophe may end a value too. */
	private static final String QUOTES = "\"'`\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb"
			+ "\u2039\u203a\u300c\u300d\u300e\u300f\u301d\u301e\u301f";

	private static final String COMMAS = ",\u3001\ufe10\ufe11\ufe50\ufe51\uff64\u060c";

	/** Marks that end what is read, and no address. */
	private static final String PUNCTUATION = ".;!\u3002\uff61\u2026)>}\u3009\u300b\u3011";

	private WrittenText() {
	}

	/**
	 * The value that was meant.
	 * @param written the value as it was written
	 * @return the value, possibly empty
	 */
	public static String clean(String written) {
		String text = trimmed(narrow(written));
		while (text.length() > 1 && isQuote(text.charAt(0)) && isQuote(text.charAt(text.length() - 1))) {
			text = trimmed(text.substring(1, text.length() - 1));
		}
		return text;
	}

	/**
	 * A value without the marks that end a part of a sentence or a list, and that slip in
	 * where an address is copied from a text.
	 * @param clean the value, cleaned
	 * @return the value without such marks at its end
	 */
	public static String withoutPunctuation(String clean) {
		int end = clean.length();
		while (end > 0
				&& (PUNCTUATION.indexOf(clean.charAt(end - 1)) != -1 || COMMAS.indexOf(clean.charAt(end - 1)) != -1
						|| isBlank(clean.charAt(end - 1)) || isQuote(clean.charAt(end - 1)))) {
			end--;
		}
		return clean.substring(0, end);
	}

	/**
	 * The elements of a list that was written in one line, each as it was meant: what
	 * commas of any script part, a JSON array of strings, or a list of YAML with a dash
	 * before each element. A comma after the last element adds none.
	 * @param written the line
	 * @return the elements, some of them possibly empty
	 */
	public static List<String> elements(String written) {
		List<String> block = block(written);
		if (block != null) {
			return block;
		}
		String line = line(written);
		List<String> array = line.startsWith("[") ? array(line) : null;
		return (array != null) ? array : split(line);
	}

	private static @Nullable List<String> block(String written) {
		if (!trimmed(written).startsWith("- ")) {
			return null;
		}
		List<String> elements = new ArrayList<>();
		for (String line : trimmed(written).lines().toList()) {
			String element = trimmed(line);
			if (!element.startsWith("- ")) {
				return null;
			}
			elements.add(clean(element.substring(2)));
		}
		return elements;
	}

	// quotation marks may be around the whole line, or around its first and last element
	private static String line(String written) {
		String line = trimmed(narrow(written));
		String inside = clean(line);
		boolean whole = inside.startsWith("[") || inside.chars().noneMatch((character) -> isQuote((char) character));
		return whole ? inside : line;
	}

	private static List<String> split(String line) {
		List<String> elements = new ArrayList<>();
		int start = 0;
		for (int i = 0; i < line.length(); i++) {
			if (COMMAS.indexOf(line.charAt(i)) != -1) {
				elements.add(clean(line.substring(start, i)));
				start = i + 1;
			}
		}
		String last = clean(line.substring(start));
		if (!last.isEmpty()) {
			elements.add(last);
		}
		return elements;
	}

	private static @Nullable List<String> array(String json) {
		try {
			String[] elements = JsonMapper.shared().readValue(json, String[].class);
			List<String> clean = new ArrayList<>();
			for (String element : elements) {
				clean.add(clean(element));
			}
			return clean;
		}
		catch (JacksonException | NullPointerException ex) {
			return null;
		}
	}

	/**
	 * Tells whether a character is a quotation mark of any script.
	 */
	public static boolean isQuote(char character) {
		return QUOTES.indexOf(character) != -1;
	}

	private static String narrow(String written) {
		StringBuilder narrow = null;
		for (int i = 0; i < written.length(); i++) {
			char character = written.charAt(i);
			if (character < '\u00ad') {
				append(narrow, character);
				continue;
			}
			narrow = (narrow != null) ? narrow : new StringBuilder(written.substring(0, i));
			if (character >= '\uff01' && character <= '\uff5e') {
				narrow.append((char) (character - 0xfee0));
			}
			else if (Character.getType(character) != Character.FORMAT) {
				narrow.append(character);
			}
		}
		return (narrow != null) ? narrow.toString() : written;
	}

	private static void append(@Nullable StringBuilder narrow, char character) {
		if (narrow != null) {
			narrow.append(character);
		}
	}

	private static String trimmed(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isBlank(text.charAt(start))) {
			start++;
		}
		while (end > start && isBlank(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	/**
	 * Tells whether a character is white space of any script, or a control character.
	 */
	static boolean isBlank(char character) {
		return character <= ' ' || character == '\u007f' || Character.isWhitespace(character)
				|| Character.isSpaceChar(character);
	}

}
