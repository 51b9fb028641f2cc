package net.taotoken.failover.gateway.connection;

import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.LazyLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the lines of a response head, headers only when somebody looks at them. Status
 * lines as nearly all servers write them are read without taking them apart.
 */
final class FastLineParser extends LazyLineParser {

	private static final String USUAL = "HTTP/1.1 ";

	private static final int END_OF_CODE = USUAL.length() + 3;

	@Override
	public StatusLine parseStatusLine(CharArrayBuffer line) throws ParseException {
		int code = isUsual(line) ? code(line) : -1;
		return (code >= 100) ? new StatusLine(HttpVersion.HTTP_1_1, code, reason(line)) : super.parseStatusLine(line);
	}

	private static boolean isUsual(CharArrayBuffer line) {
		if (line.length() < END_OF_CODE || (line.length() > END_OF_CODE && line.charAt(END_OF_CODE) != ' ')) {
			return false;
		}
		for (int i = 0; i < USUAL.length(); i++) {
			if (line.charAt(i) != USUAL.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private static int code(CharArrayBuffer line) {
		int code = 0;
		for (int i = USUAL.length(); i < END_OF_CODE; i++) {
			int digit = line.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return -1;
			}
			code = code * 10 + digit;
		}
		return code;
	}

	private static String reason(CharArrayBuffer line) {
		return (line.length() > END_OF_CODE) ? line.substringTrimmed(END_OF_CODE, line.length()) : "";
	}

}
