package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

	private static final Pattern COUNT = Pattern.compile("\\s*(\\d{1,15})(?:\\.\\d*)?\\s*(?:[,;].*)?");

	private static final Pattern NOTHING = Pattern.compile("-\\d+|0+(\\.0*)?");

	private @Nullable String most;

	private @Nullable String remaining;

	private @Nullable String status;

	private @Nullable Duration reset;

	private AnnouncedLimit() {
	}

	/**
	 * The state of a limit.
	 */
	enum State {

		LEFT, USED_UP, UNKNOWN

	}

	/**
	 * Find all limits.
	 * @param headers the headers of an answer
	 * @param clock the time, for what is given as a date
	 * @return the limits, one for each name
	 */
	static Collection<AnnouncedLimit> in(Headers headers, InstantSource clock) {
		Map<String, AnnouncedLimit> limits = null;
		for (String header : headers.names()) {
			LimitName name = LimitName.of(header);
			String value = (name != null) ? headers.first(header) : null;
			if (name != null && value != null) {
				limits = (limits != null) ? limits : new LinkedHashMap<>();
				limits.computeIfAbsent(name.limit(), (limit) -> new AnnouncedLimit()).note(name.role(), value, clock);
			}
		}
		return (limits != null) ? limits.values() : List.of();
	}

	private void note(LimitName.Role role, String value, InstantSource clock) {
		switch (role) {
			case MOST -> this.most = value;
			case REMAINING -> this.remaining = value;
			case STATUS -> this.status = value;
			case RESET -> this.reset = WaitTime.waitOrDate(value, clock);
			case RESET_MILLISECONDS -> this.reset = WaitTime.milliseconds(value);
		}
	}

	/**
	 * The time until there is more.
	 * @return the wait, or {@code null} if it is not told
	 */
	@Nullable Duration reset() {
		return this.reset;
	}

	State state() {
		if (this.remaining != null) {
			return NOTHING.matcher(this.remaining.strip()).matches() ? State.USED_UP : State.LEFT;
		}
		if (this.status != null) {
			return this.status.strip().toLowerCase(Locale.ROOT).startsWith("allowed") ? State.LEFT : State.USED_UP;
		}
		return State.UNKNOWN;
	}

	/**
	 * The share that is left.
	 * @return the share, or {@code null} if too little is told
	 */
	@Nullable Allowance allowance() {
		return allowance(this.most, this.remaining, this.reset);
	}

	// without the limit, only that nothing is left says something
	static @Nullable Allowance allowance(@Nullable String limit, @Nullable String remaining, @Nullable Duration reset) {
		long left = count(remaining);
		long most = count(limit);
		if (reset == null || left < 0 || most == 0 || (most < 0 && left > 0)) {
			return null;
		}
		return new Allowance((left == 0) ? 0 : Math.min(1, (double) left / most), reset);
	}

	private static long count(@Nullable String text) {
		Matcher matcher = COUNT.matcher((text != null) ? text : "");
		return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
	}

}
