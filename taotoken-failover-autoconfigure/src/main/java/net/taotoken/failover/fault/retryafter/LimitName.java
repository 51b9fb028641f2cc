package net.taotoken.failover.fault.retryafter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The name of a header that tells of a limit, such as
 * {@code x-ratelimit-remaining-requests}: its words say of which limit, and what of it.
 *
 * @param limit the limit: the words that are left
 * @param role what the header tells of it
 */
record LimitName(String limit, Role role) {

	private static final Map<String, Role> ROLES = Map.of("limit", Role.MOST, "remaining", Role.REMAINING, "reset",
			Role.RESET, "resets", Role.RESET, "status", Role.STATUS);

	/** Words that say no more than 'reset' does. */
	private static final Set<String> FILLERS = Set.of("after", "in", "at", "time", "timestamp", "seconds");

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
		return HeaderWords.hold(header, "limit") ? read(header.toLowerCase(Locale.ROOT).split("[-_]")) : null;
	}

	private static @Nullable LimitName read(String[] words) {
		List<String> limit = new ArrayList<>();
		boolean isOfRate = false;
		Role role = null;
		for (int i = 0; i < words.length; i++) {
			String word = words[i];
			boolean isRate = word.startsWith("ratelimit")
					|| (word.equals("limit") && i > 0 && words[i - 1].equals("rate"));
			isOfRate |= isRate;
			if (!isRate && role == null && ROLES.containsKey(word)) {
				role = ROLES.get(word);
			}
			else if (role == Role.RESET && word.equals("ms")) {
				role = Role.RESET_MILLISECONDS;
			}
			else if (!FILLERS.contains(word)) {
				limit.add(word);
			}
		}
		return (isOfRate && role != null) ? new LimitName(String.join("-", limit), role) : null;
	}

}
