package net.taotoken.failover.fault;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * Finds a wait in an error body: in its fields, else in the text of its message.
 */
final class WaitInBody {

	private static final int MAX_FIELDS = 1000;

	private static final String RETRY_AFTER = "retryafter";

	private static final Phrase IN_TEXT = Phrase
		.of("(?:again|retry|wait|reset|available|请在|请等待|请于)[a-z' ]{0,20}?(?:(?:in|after|for|about|another) )?" + "("
				+ WaitTime.EXPRESSION + ")");

	private static final Phrase BEFORE_RETRY = Phrase.of("(" + WaitTime.EXPRESSION + ") ?(?:之?后|以后)");

	private static final Phrase RESET_AT = Phrase
		.of("(?:将在|将于|resets? (?:at|on)) ?(\\d{4}-\\d\\d-\\d\\d[t ]\\d\\d:\\d\\d:\\d\\d)");

	private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

	// The supplier that writes such dates keeps Beijing time.
	private static final ZoneOffset RESET_ZONE = ZoneOffset.ofHours(8);

	private WaitInBody() {
	}

	static @Nullable Duration find(ErrorEvidence evidence, InstantSource clock) {
		JsonNode root = evidence.found().root();
		Duration wait = epochReset(root, clock);
		if (wait == null) {
			wait = retryAfter(root, clock);
		}
		if (wait == null) {
			wait = retryDelay(root);
		}
		return (wait != null) ? wait : inText(evidence.searchedText(), clock);
	}

	/** Google's {@code retryDelay}, wherever it stands. */
	static @Nullable Duration retryDelay(@Nullable JsonNode root) {
		JsonNode field = field(root, (name, value) -> "retryDelay".equals(name) && value.isString());
		return (field != null) ? WaitTime.units(field.stringValue()) : null;
	}

	private static @Nullable Duration epochReset(@Nullable JsonNode root, InstantSource clock) {
		JsonNode field = field(root,
				(name, value) -> "x-ratelimit-reset".equalsIgnoreCase(name) && value.isValueNode());
		return (field != null) ? WaitTime.seconds(field.asString(), clock) : null;
	}

	private static @Nullable Duration retryAfter(@Nullable JsonNode root, InstantSource clock) {
		JsonNode milliseconds = field(root, (name, value) -> isRetryAfter(name, "ms") && value.isValueNode());
		if (milliseconds != null) {
			return WaitTime.milliseconds(milliseconds.asString());
		}
		JsonNode seconds = field(root,
				(name, value) -> (isRetryAfter(name, "") || isRetryAfter(name, "seconds")) && value.isValueNode());
		if (seconds == null) {
			return null;
		}
		Duration wait = WaitTime.seconds(seconds.asString(), clock);
		return (wait != null) ? wait : WaitTime.units(seconds.asString());
	}

	private static boolean isRetryAfter(String name, String suffix) {
		return name.length() >= RETRY_AFTER.length() && ErrorEvidence.word(name).equals(RETRY_AFTER + suffix);
	}

	private static @Nullable Duration inText(SearchedText text, InstantSource clock) {
		Matcher date = RESET_AT.matcher(text);
		if (date != null && date.find()) {
			return until(date.group(1).replace('t', ' '), clock);
		}
		Duration wait = first(IN_TEXT.matcher(text));
		return (wait != null) ? wait : first(BEFORE_RETRY.matcher(text));
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

	private static @Nullable Duration until(String date, InstantSource clock) {
		try {
			return WaitTime.until(LocalDateTime.parse(date, LOCAL).toInstant(RESET_ZONE), clock);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable JsonNode field(@Nullable JsonNode root, BiPredicate<String, JsonNode> wanted) {
		Deque<JsonNode> open = new ArrayDeque<>();
		if (root != null) {
			open.add(root);
		}
		for (int visited = 0; visited < MAX_FIELDS && !open.isEmpty(); visited++) {
			JsonNode node = open.remove();
			for (Map.Entry<String, JsonNode> entry : node.properties()) {
				if (wanted.test(entry.getKey(), entry.getValue())) {
					return entry.getValue();
				}
				open.add(entry.getValue());
			}
			if (node.isArray()) {
				node.forEach(open::add);
			}
		}
		return null;
	}

}
