package net.taotoken.failover.fault.retryafter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The name of a header that tells of a limit, such as
 * {@code x-ratelimit-remaining-requests}: its words name the limit, and which of its
 * values the header holds.
 *
 * @param limit the words that headers of the same limit share
 * @param role what the header tells of the limit
 */
record LimitName(List<String> limit, Role role) {

	private static final int LONGEST_NAME = 64;

	private static final Map<String, Role> ROLES = Map.of("limit", Role.MOST, "remaining", Role.REMAINING, "reset",
			Role.RESET, "resets", Role.RESET, "status", Role.STATUS);

	private static final Set<String> MILLISECONDS = Set.of("ms", "msec", "msecs", "millis", "milliseconds");

	/** Words that say no more than a reset before them does. */
	private static final Set<String> FILLERS = Set.of("after", "in", "at", "time", "timestamp", "sec", "secs",
			"seconds");

	/**
	 * What a header tells of a limit.
	 */
	enum Role {

		MOST, REMAINING, RESET, RESET_MILLISECONDS, STATUS

	}

	/**
	 * Read a name.
	 * @param header the name of any header
	 * @return its meaning, or {@code null} if it tells of no limit
	 */
	static @Nullable LimitName of(String header) {
		return (header.length() <= LONGEST_NAME && HeaderWords.hold(header, "limit"))
				? read(header.toLowerCase(Locale.ROOT).split("[-_]")) : null;
	}

	private static @Nullable LimitName read(String[] words) {
		List<String> limit = new ArrayList<>();
		boolean isOfRate = false;
		Role role = null;
		for (int i = 0; i < words.length; i++) {
			boolean isRate = isRate(words, i);
			isOfRate |= isRate;
			Role ofWord = isRate ? null : role(words[i], role);
			if (ofWord == null) {
				limit.add(words[i]);
			}
			else {
				// a limit's remainder: the word before was of the limit's name
				if (role == Role.MOST) {
					limit.add("limit");
				}
				role = ofWord;
			}
		}
		return (isOfRate && role != null) ? new LimitName(limit, role) : null;
	}

	private static boolean isRate(String[] words, int index) {
		return words[index].startsWith("ratelimit")
				|| (words[index].equals("limit") && index > 0 && words[index - 1].equals("rate"));
	}

	/** The role after a word, or {@code null} if the word tells of none. */
	private static @Nullable Role role(String word, @Nullable Role before) {
		if (before == Role.RESET && MILLISECONDS.contains(word)) {
			return Role.RESET_MILLISECONDS;
		}
		if (before == Role.RESET && FILLERS.contains(word)) {
			return before;
		}
		return (before == null || (before == Role.MOST && !word.equals("limit"))) ? ROLES.get(word) : null;
	}

}
