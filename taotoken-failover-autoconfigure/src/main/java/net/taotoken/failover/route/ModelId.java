package net.taotoken.failover.route;

/**
 * The form of model ids and names of routes. They come from callers as well as from
 * configurations, and stand in logs, headers and maps.
 *
 * @since 0.1.0
 */
public final class ModelId {

	/** The most characters of an id. */
	public static final int MAX_LENGTH = 256;

	private ModelId() {
	}

	/**
	 * Check an id.
	 * @param argument what the id is, for the message
	 * @param id the id
	 * @return the id
	 * @throws IllegalArgumentException if it is blank or longer than {@value #MAX_LENGTH}
	 * characters, or has a character that cannot be seen, such as a line feed; the
	 * message does not repeat it
	 */
	public static String check(String argument, String id) {
		// first, since nobody looks through megabytes
		if (id.length() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"'" + argument + "' has " + id.length() + " characters, but must have " + MAX_LENGTH + " at most");
		}
		if (id.isBlank()) {
			throw new IllegalArgumentException("'" + argument + "' must not be blank");
		}
		for (int i = 0; i < id.length(); i++) {
			if (!isVisible(id.charAt(i))) {
				throw new IllegalArgumentException(
						String.format("'%s' must not have control characters, but has U+%04X at position %d", argument,
								(int) id.charAt(i), i + 1));
			}
		}
		return id;
	}

	private static boolean isVisible(char character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				false;
			default -> true;
		};
	}

}
