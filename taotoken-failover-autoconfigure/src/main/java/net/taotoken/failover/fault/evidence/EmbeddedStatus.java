package net.taotoken.failover.fault.evidence;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The status that an error is about, which need not be the one of the status line.
 *
 * @param status the status
 * @param relayed whether a server behind the gateway gave it
 */
public record EmbeddedStatus(int status, boolean relayed) {

	private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");

	private static final Pattern BAD_STATUS = Pattern.compile("bad response status code:? ?([45]\\d\\d)\\b");

	private static final Pattern ANY_STATUS = Pattern.compile("status[ _]code[:=]? ?([45]\\d\\d)\\b");

	private static final Set<Integer> VAGUE = Set.of(200, 400, 500, 502, 503);

	static EmbeddedStatus of(int httpStatus, FoundError found, String text) {
		Integer relayed = relayed(httpStatus, found, text);
		if (relayed != null) {
			return new EmbeddedStatus(relayed, true);
		}
		for (String code : found.codes()) {
			if (isStatus(code)) {
				return new EmbeddedStatus(Integer.parseInt(code), false);
			}
		}
		return new EmbeddedStatus(httpStatus, false);
	}

	/** Tells whether a text is the status of an error. */
	public static boolean isStatus(String text) {
		return STATUS.matcher(text).matches();
	}

	private static @Nullable Integer relayed(int httpStatus, FoundError found, String text) {
		if (found.param() != null && isStatus(found.param()) && fromUpstream(found)) {
			return Integer.valueOf(found.param());
		}
		if (!text.contains("status")) {
			return null;
		}
		Matcher matcher = (VAGUE.contains(httpStatus) ? ANY_STATUS : BAD_STATUS).matcher(text);
		return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
	}

	private static boolean fromUpstream(FoundError found) {
		return found.codes().contains("bad_response_status_code") || found.types().contains("upstream_error")
				|| found.types().contains("bad_response_status_code");
	}

}
