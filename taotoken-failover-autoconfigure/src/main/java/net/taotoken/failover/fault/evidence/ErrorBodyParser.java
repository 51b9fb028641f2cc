package net.taotoken.failover.fault.evidence;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.ErrorResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads any answer of a server, as far as it can be read. Looks at the first 64 KB only,
 * and never throws.
 */
public final class ErrorBodyParser {

	static final int MAX_BODY_LENGTH = 64 * 1024;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final Pattern STREAM_DATA = Pattern.compile("(?m)^data: ?([\\[{].*)$");

	private static final Pattern BROKEN_CODE = Pattern.compile("\"code\"\\s*:\\s*\"?([^\",}\\s]{1,128})");

	private static final Pattern BROKEN_TYPE = Pattern.compile("\"type\"\\s*:\\s*\"([^\"]{1,128})\"");

	private ErrorBodyParser() {
	}

	public static ErrorEvidence parse(ErrorResponse response) {
		String body = unwrapStream(head(response.body()).strip());
		if (body.isEmpty()) {
			return new ErrorEvidence(response.status(), BodyShape.EMPTY, FoundError.nothing());
		}
		if (body.charAt(0) == '<') {
			FoundError page = FoundError.text(false, List.of(), List.of(), List.of(body));
			return new ErrorEvidence(response.status(), BodyShape.HTML, page);
		}
		JsonNode json = json(body);
		if (json != null) {
			FoundError found = new ErrorFinder(response.status()).find(json);
			return new ErrorEvidence(response.status(), BodyShape.JSON, found);
		}
		return new ErrorEvidence(response.status(), BodyShape.TEXT, unstructured(response.status(), body));
	}

	/**
	 * The JSON value at the start of a text.
	 * @param text the text
	 * @return an object, an array or a string, or {@code null} if it is not readable as
	 * such
	 */
	static @Nullable JsonNode json(String text) {
		if (text.isEmpty() || "{[\"".indexOf(text.charAt(0)) < 0) {
			return null;
		}
		try {
			return MAPPER.readTree(text);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	// A success that was cut holds an answer, whose words are no evidence of an error.
	private static FoundError unstructured(int status, String body) {
		if (status / 100 == 2) {
			return FoundError.nothing();
		}
		if (body.charAt(0) != '{' && body.charAt(0) != '[') {
			return FoundError.text(true, List.of(), List.of(), List.of(body));
		}
		return FoundError.text(true, first(BROKEN_CODE, body), first(BROKEN_TYPE, body), List.of(body));
	}

	private static List<String> first(Pattern pattern, String body) {
		Matcher matcher = pattern.matcher(body);
		boolean usable = matcher.find() && !"null".equals(matcher.group(1).toLowerCase(Locale.ROOT));
		return usable ? List.of(matcher.group(1)) : List.of();
	}

	private static String unwrapStream(String body) {
		if (!body.startsWith("data:") && !body.startsWith("event:") && !body.startsWith(":")) {
			return body;
		}
		Matcher matcher = STREAM_DATA.matcher(body);
		return matcher.find() ? matcher.group(1).strip() : body;
	}

	private static String head(String body) {
		String text = body.startsWith("\uFEFF") ? body.substring(1) : body;
		return (text.length() > MAX_BODY_LENGTH) ? text.substring(0, MAX_BODY_LENGTH) : text;
	}

}
