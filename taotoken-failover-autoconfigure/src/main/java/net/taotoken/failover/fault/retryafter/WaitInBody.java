package net.taotoken.failover.fault.retryafter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;

import net.taotoken.failover.fault.evidence.ErrorEvidence;
import net.taotoken.failover.fault.text.Phrase;
import net.taotoken.failover.fault.text.SearchedText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds a wait in an error body: in its fields, else in the text of its message.
 */
final class WaitInBody {

	private static final Phrase IN_TEXT = Phrase
		.of("(?:again|retry|wait|reset|available|请在|请等待|请于)[a-z' ]{0,20}?(?:(?:in|after|for|about|another) )?" + "("
				+ WaitTime.EXPRESSION + ")");

	private static final Phrase BEFORE_RETRY = Phrase.of("(" + WaitTime.EXPRESSION + ") ?(?:之?后|以后)");

	private static final Phrase RESET_AT = Phrase
		.of("(?:将在|将于|(?:resets?|again|available|retry|until|after|access) (?:at |on |after )?) ?"
				+ "(\\d{4}[-/年]\\d{1,2}[-/月]\\d{1,2})日?(?:t| ?at | ?)(\\d\\d:\\d\\d(?::\\d\\d)?)"
				+ "(?:\\.\\d{1,9})? ?(z|utc|gmt|[+-]\\d\\d:?\\d\\d)?");

	private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-M-d HH:mm[:ss]");

	// The supplier that writes such dates keeps Beijing time.
	private static final ZoneOffset RESET_ZONE = ZoneOffset.ofHours(8);

	private WaitInBody() {
	}

	static @Nullable Duration find(ErrorEvidence evidence, InstantSource clock) {
		JsonNode root = evidence.found().root();
		Duration wait = (root != null) ? WaitFields.find(root, clock) : null;
		if (wait != null || !WaitTime.mayBeIn(evidence.text())) {
			return wait;
		}
		return inText(evidence.searchedText(), clock);
	}

	private static @Nullable Duration inText(SearchedText text, InstantSource clock) {
		Matcher date = mayHoldDate(text.value()) ? RESET_AT.matcher(text) : null;
		if (date != null && date.find()) {
			String day = date.group(1).replaceAll("[/年月]", "-");
			return until(day + ' ' + date.group(2), date.group(3), clock);
		}
		Duration untilTime = TimeOfDay.find(text, clock);
		if (untilTime != null) {
			return untilTime;
		}
		Duration wait = first(IN_TEXT.matcher(text));
		return (wait != null) ? wait : first(BEFORE_RETRY.matcher(text));
	}

	/**
	 * Tells whether there is something like the middle of a date, {@code -11-} or
	 * {@code 年11月}. A search for the words before a date takes a quarter of the time that
	 * a rate limit costs.
	 */
	private static boolean mayHoldDate(String text) {
		for (int i = 0; i + 3 < text.length(); i++) {
			char mark = text.charAt(i);
			if (((mark == '-' || mark == '/') && (text.charAt(i + 2) == mark || text.charAt(i + 3) == mark))
					|| mark == '年') {
				return true;
			}
		}
		return false;
	}

	private static ZoneOffset zone(@Nullable String zone) {
		if (zone == null) {
			return RESET_ZONE;
		}
		return Character.isLetter(zone.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(zone);
	}

	private static @Nullable Duration first(@Nullable Matcher matcher) {
		while (matcher != null && matcher.find()) {
			Duration wait = leadingUnits(matcher.group(1));
			if (wait != null) {
				return wait;
			}
		}
		return null;
	}

	private static @Nullable Duration leadingUnits(String expression) {
		String rest = expression;
		while (!rest.isEmpty()) {
			Duration wait = WaitTime.units(rest);
			if (wait != null) {
				return wait;
			}
			rest = rest.substring(0, Math.max(0, rest.lastIndexOf(' ')));
		}
		return null;
	}

	private static @Nullable Duration until(String date, @Nullable String zone, InstantSource clock) {
		try {
			ZoneOffset offset = zone(zone);
			return WaitTime.until(LocalDateTime.parse(date, LOCAL).toInstant(offset), clock);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
