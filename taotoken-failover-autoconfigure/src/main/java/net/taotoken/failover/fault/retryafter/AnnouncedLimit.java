package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.ErrorResponse.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What headers tell of one limit. Suppliers have many limits, and each names them as it
 * likes: which headers belong together is seen by their names ({@link LimitName}).
 */
final class AnnouncedLimit {

	private static final Pattern COUNT = Pattern.compile("\\s*(\\d{1,15}(?:\\.\\d{0,15})?)\\s*(?:[,;].*)?");

	private static final Pattern BELOW_ZERO = Pattern.compile("\\s*-\\d+.*");

	private static final Pattern REFUSED = Pattern.compile("rejected|refused|exceeded|exhausted|blocked|denied");

	/** What is limited over so long that little of it may last for long. */
	private static final Set<String> LONG = Set.of("hour", "hourly", "day", "daily", "week", "weekly", "month",
			"monthly");

	private final List<String> name;

	private @Nullable String most;

	private @Nullable String remaining;

	private @Nullable String status;

	private @Nullable Duration reset;

	private AnnouncedLimit(List<String> name) {
		this.name = name;
	}

	/**
	 * The state of a limit; {@code UNKNOWN} if only its reset is told.
	 */
	enum State {

		LEFT, USED_UP, UNKNOWN

	}

	/**
	 * The subject of a limit: requests or tokens, something else such as images, or
	 * nothing that is named, as the draft of a standard has it or as older servers do.
	 */
	enum Subject {

		CALLS, STANDARD, PLAIN, OTHER

	}

	/**
	 * Find all limits.
	 * @param headers the headers of an answer
	 * @param clock the time, for what is given as a date
	 * @return the limits, one for each name
	 */
	static Collection<AnnouncedLimit> in(Headers headers, InstantSource clock) {
		Map<List<String>, AnnouncedLimit> limits = null;
		for (String header : headers.names()) {
			LimitName name = LimitName.of(header);
			String value = (name != null) ? headers.first(header) : null;
			if (name != null && value != null) {
				limits = (limits != null) ? limits : new LinkedHashMap<>();
				limits.computeIfAbsent(name.limit(), AnnouncedLimit::new).note(name.role(), value, clock);
			}
		}
		if (limits == null) {
			return List.of();
		}
		Collection<AnnouncedLimit> all = limits.values();
		return all.stream().filter((limit) -> limit.status == null || all.stream().noneMatch(limit::isPartOf)).toList();
	}

	private void note(LimitName.Role role, String value, InstantSource clock) {
		switch (role) {
			case MOST -> this.most = value;
			case REMAINING -> this.remaining = value;
			case STATUS -> this.status = value;
			case RESET -> reset(WaitTime.waitOrDate(WaitTime.first(value), clock));
			case RESET_MILLISECONDS -> reset(WaitTime.millisecondsOrDate(WaitTime.first(value), clock));
		}
	}

	private void reset(@Nullable Duration wait) {
		this.reset = (this.reset != null) ? this.reset : wait;
	}

	/** Parts of a limit decide nothing if the limit itself tells its status. */
	private boolean isPartOf(AnnouncedLimit other) {
		return other.status != null && this.name.size() > other.name.size()
				&& this.name.subList(0, other.name.size()).equals(other.name);
	}

	/**
	 * The time until there is more.
	 * @return the wait, or {@code null} if it is not told
	 */
	@Nullable Duration reset() {
		return this.reset;
	}

	State state() {
		if (isNone()) {
			return State.LEFT;
		}
		if (this.remaining != null) {
			return (count(this.remaining) == 0 || isBelowZero(this.remaining)) ? State.USED_UP : State.LEFT;
		}
		String word = (this.status != null) ? this.status.strip().toLowerCase(Locale.ROOT) : "";
		if (word.startsWith("allowed")) {
			return State.LEFT;
		}
		return REFUSED.matcher(word).lookingAt() ? State.USED_UP : State.UNKNOWN;
	}

	/** Servers write that there is no limit as 0 or -1. */
	private boolean isNone() {
		return this.most != null && (count(this.most) == 0 || isBelowZero(this.most));
	}

	Subject subject() {
		if (this.name.stream().anyMatch((word) -> word.startsWith("request") || word.startsWith("token"))) {
			return Subject.CALLS;
		}
		return switch (String.join("", this.name)) {
			case "ratelimit" -> Subject.STANDARD;
			case "xratelimit" -> Subject.PLAIN;
			default -> Subject.OTHER;
		};
	}

	/**
	 * The share that is left of what calls use up soon.
	 * @return the share, or {@code null} if too little is told
	 */
	@Nullable Allowance allowance() {
		return (subject() != Subject.OTHER && this.name.stream().noneMatch(LONG::contains))
				? allowance(this.most, this.remaining, this.reset) : null;
	}

	// without the limit, only that nothing is left says something
	static @Nullable Allowance allowance(@Nullable String limit, @Nullable String remaining, @Nullable Duration reset) {
		double left = count(remaining);
		double most = count(limit);
		boolean isNone = most == 0 || (limit != null && isBelowZero(limit));
		if (reset == null || left < 0 || isNone || (most < 0 && left > 0)) {
			return null;
		}
		return new Allowance((left == 0) ? 0 : Math.min(1, left / most), reset);
	}

	private static boolean isBelowZero(String text) {
		return BELOW_ZERO.matcher(text).matches();
	}

	/** The count, or a negative number if it is none. */
	private static double count(@Nullable String text) {
		Matcher matcher = COUNT.matcher((text != null) ? text : "");
		return matcher.matches() ? Double.parseDouble(matcher.group(1)) : -1;
	}

}
