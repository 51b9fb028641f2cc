package net.taotoken.failover.fault.retryafter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;

import net.taotoken.failover.fault.text.Phrase;
import net.taotoken.failover.fault.text.SearchedText;
import org.jspecify.annotations.Nullable;

/**
 * A time of day at which a limit ends, such as {@code resets 3pm (UTC)}. One without a
 * zone may be hours off, and tells nothing.
 */
final class TimeOfDay {

	private static final Phrase END = Phrase
		.of("(?:resets?|again|available|retry|until|after|access) (?:at |on |after )?"
				+ "(\\d{1,2})(?::(\\d\\d))? ?(am|pm)? ?\\(?(utc|gmt|[a-z]{2,20}/[a-z_]{2,30})");

	private static final int NOON = 12;

	private TimeOfDay() {
	}

	/**
	 * The wait until the next such time.
	 * @param text the message of an error
	 * @param clock the time now
	 * @return the wait, or {@code null} if no time is told
	 */
	static @Nullable Duration find(SearchedText text, InstantSource clock) {
		Matcher time = mayBeIn(text.value()) ? END.matcher(text) : null;
		if (time == null || !time.find() || (time.group(2) == null && time.group(3) == null)) {
			return null;
		}
		try {
			ZonedDateTime now = clock.instant().atZone(zone(time.group(4)));
			ZonedDateTime end = now.with(LocalTime.of(hour(time.group(1), time.group(3)), minute(time.group(2))));
			return WaitTime.until((end.isBefore(now) ? end.plusDays(1) : end).toInstant(), clock);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Tells whether there is something like {@code 3pm} or {@code 3:00}, which is rare.
	 */
	private static boolean mayBeIn(String text) {
		for (int i = 1; i + 1 < text.length(); i++) {
			char after = text.charAt(i + 1);
			boolean isHalf = (text.charAt(i) == 'a' || text.charAt(i) == 'p') && after == 'm';
			if ((isHalf || (text.charAt(i) == ':' && Character.isDigit(after))) && followsDigit(text, i)) {
				return true;
			}
		}
		return false;
	}

	private static boolean followsDigit(String text, int index) {
		char before = text.charAt(index - 1);
		return Character.isDigit((before == ' ' && index > 1) ? text.charAt(index - 2) : before);
	}

	private static int hour(String hour, @Nullable String half) {
		int number = Integer.parseInt(hour);
		if (half == null) {
			return number;
		}
		return ((number == NOON) ? 0 : number) + (half.equals("pm") ? NOON : 0);
	}

	private static int minute(@Nullable String minute) {
		return (minute != null) ? Integer.parseInt(minute) : 0;
	}

	/** The text is in lower case, and the names of zones are not. */
	private static ZoneId zone(String zone) {
		return ZoneId.getAvailableZoneIds()
			.stream()
			.filter(zone::equalsIgnoreCase)
			.findFirst()
			.map(ZoneId::of)
			.orElseGet(() -> ZoneOffset.of(zone));
	}

}
