package net.taotoken.failover.autoconfigure.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;

/**
 * Checks of headers that are added to requests. No message holds the value of one.
 */
final class HeaderChecks {

	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

	private static final Set<String> RESERVED = Set.of("content-length", "content-type", "transfer-encoding", "host",
			"connection", "expect", "te", "trailer", "upgrade", "accept-encoding");

	private static final Pattern INDEX = Pattern.compile("\\d+");

	/** Too short to hold a secret. */
	private static final int LONGEST_SHOWN = 8;

	private HeaderChecks() {
	}

	static void check(PropertyKey headers, Map<String, String> given) {
		for (Map.Entry<String, String> header : given.entrySet()) {
			check(headers, header.getKey(), header.getValue());
		}
	}

	private static void check(PropertyKey headers, String name, String value) {
		PropertyKey key = headers.entry(name);
		if (!NAME.matcher(name).matches() || INDEX.matcher(name).matches()) {
			throw nameless(headers, name);
		}
		if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
			throw key.refuseAndAdvise("This header is set by the HTTP client.",
					"nothing: remove the line with '" + key + "'");
		}
		Checks.secretResolved(key, value);
		if (!VALUE.matcher(value).matches()) {
			throw key.refuse("It holds line breaks or characters that a header cannot carry.", "my application");
		}
	}

	// what follows the name, as in "Authorization: Bearer ...", may be a secret
	private static InvalidTaotokenConfigurationException nameless(PropertyKey headers, String name) {
		Matcher begin = NAME.matcher(name);
		String shown = begin.lookingAt() ? begin.group() : "";
		String named = (name.length() <= LONGEST_SHOWN || shown.length() == name.length()) ? name : shown + "…";
		boolean list = INDEX.matcher(name).matches();
		return headers.entry(named)
			.refuseAndAdvise(
					list ? "Headers are written by name, not as a list."
							: "'" + named + "' cannot be the name of a header.",
					headers.dot("X-Title").line("my application"));
	}

}
