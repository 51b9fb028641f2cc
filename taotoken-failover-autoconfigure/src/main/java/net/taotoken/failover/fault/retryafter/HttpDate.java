package net.taotoken.failover.fault.retryafter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the three date formats of HTTP. The name of the day is ignored.
 */
final class HttpDate {

	private static final Pattern DAY_NAME = Pattern.compile("^[A-Za-z]{3,9},?\\s+");

	private static final Pattern ZONE = Pattern.compile("\\s+(GMT|UTC|Z|\\+0000)$", Pattern.CASE_INSENSITIVE);

	private static final List<DateTimeFormatter> FORMATS = List.of(format("d MMM uuuu HH:mm:ss"),
			format("MMM d HH:mm:ss uuuu"), twoDigitYear());

	private HttpDate() {
	}

	static @Nullable Instant parse(@Nullable String text) {
		if (text == null || text.length() > 64) {
			return null;
		}
		String date = ZONE.matcher(DAY_NAME.matcher(text.strip()).replaceFirst("")).replaceFirst("");
		String spaced = date.replaceAll("\\s+", " ");
		for (DateTimeFormatter format : FORMATS) {
			Instant instant = parse(spaced, format);
			if (instant != null) {
				return instant;
			}
		}
		return null;
	}

	private static @Nullable Instant parse(String date, DateTimeFormatter format) {
		try {
			return LocalDateTime.parse(date, format).toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static DateTimeFormatter format(String pattern) {
		return new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern).toFormatter(Locale.ENGLISH);
	}

	private static DateTimeFormatter twoDigitYear() {
		return new DateTimeFormatterBuilder().parseCaseInsensitive()
			.appendPattern("d-MMM-")
			.appendValueReduced(ChronoField.YEAR, 2, 2, LocalDate.of(1980, 1, 1))
			.appendPattern(" HH:mm:ss")
			.toFormatter(Locale.ENGLISH);
	}

}
