package net.taotoken.failover.fault.text;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Cuts a message into sentences. A dot ends one only before a space, since ids of models,
 * numbers and paths hold dots.
 */
public final class Sentences {

	private static final int MAX_SENTENCES = 64;

	private static final Pattern END = Pattern.compile("[.!?][\"')\\]]?\\s+|[.!?]?[\\r\\n]+|[;。！？；]");

	private Sentences() {
	}

	/**
	 * The sentences of a message.
	 * @param message the message as it came
	 * @return the sentences in the form that phrases are written in
	 */
	public static SearchedText[] of(String message) {
		return Stream.of(END.split(message, MAX_SENTENCES))
			.map(MessageText::normalize)
			.map(SearchedText::new)
			.toArray(SearchedText[]::new);
	}

}
