package net.taotoken.failover.health.firsttoken;

import org.jspecify.annotations.Nullable;

/**
 * The size of a request, roughly: the longer a prompt, the later the first token of its
 * answer. Measured in bytes of JSON: a token has about four of them, in all languages.
 *
 * @since 0.1.0
 */
public enum RequestSize {

	/** A question. */
	SMALL(4 * 1024, "requests below 4 kB"),

	/** A page or a conversation. */
	MEDIUM(32 * 1024, "requests of 4 to 32 kB"),

	/** Documents. */
	LARGE(256 * 1024, "requests of 32 to 256 kB"),

	/** Books, or images. */
	HUGE(Long.MAX_VALUE, "requests above 256 kB"),

	/** Code of the application asks, and only that knows how large its request is. */
	UNKNOWN(-1, "requests of unknown size");

	private static final RequestSize[] KNOWN = { SMALL, MEDIUM, LARGE, HUGE };

	private final long below;

	private final String words;

	RequestSize(long below, String words) {
		this.below = below;
		this.words = words;
	}

	/**
	 * The size of a request.
	 * @param bytes its length, or a negative number if that is unknown
	 * @return the size
	 */
	public static RequestSize of(long bytes) {
		if (bytes < 0) {
			return UNKNOWN;
		}
		for (RequestSize size : KNOWN) {
			if (bytes < size.below) {
				return size;
			}
		}
		return HUGE;
	}

	/**
	 * The next larger size, or {@code null} if there is none.
	 */
	@Nullable RequestSize larger() {
		return switch (this) {
			case SMALL -> MEDIUM;
			case MEDIUM -> LARGE;
			case LARGE -> HUGE;
			case HUGE, UNKNOWN -> null;
		};
	}

	String words() {
		return this.words;
	}

}
