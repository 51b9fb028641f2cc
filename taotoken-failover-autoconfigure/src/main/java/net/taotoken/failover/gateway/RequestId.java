package net.taotoken.failover.gateway;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.gateway.sse.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the id that the gateway gave to a request.
 */
final class RequestId {

	private static final List<String> HEADERS = List.of("x-oneapi-request-id", "x-request-id");

	private static final Pattern IN_TEXT = Pattern.compile("(?i)request[ _-]?id\\s{0,3}[:：]\\s{0,3}([\\w.-]{4,128})");

	private RequestId() {
	}

	static @Nullable String find(ErrorResponse.Headers headers, @Nullable ServerMessage message) {
		for (String name : HEADERS) {
			String value = headers.first(name);
			if (value != null && !value.isBlank()) {
				return value.strip();
			}
		}
		String text = (message != null) ? message.text() : null;
		return (text != null) ? last(IN_TEXT.matcher(text)) : null;
	}

	/** Each gateway on the way appends its own; the nearest one knows it. */
	private static @Nullable String last(Matcher matcher) {
		String last = null;
		while (matcher.find()) {
			last = matcher.group(1);
		}
		return last;
	}

}
