package net.taotoken.failover.gateway.http;

import java.util.Iterator;

import net.taotoken.failover.gateway.connection.ResponseLength;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.message.BasicHeaderElementIterator;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection is kept after a response, and for how long.
 */
final class KeepAlive {

	/**
	 * Short, because a firewall that forgets an idle connection tells nobody.
	 */
	private static final TimeValue LONGEST_IDLE_TIME = TimeValue.ofSeconds(30);

	private KeepAlive() {
	}

	/**
	 * The time for which a connection is kept once a response is read.
	 * @return how long it may be idle, or {@code null} if it is of no further use
	 */
	static @Nullable TimeValue idleTime(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context) {
		// Apache's strategies go through the headers several times
		if (saysNothingOfConnection(request) && saysNothingOfConnection(response)) {
			return LONGEST_IDLE_TIME;
		}
		// such a response may end elsewhere for a proxy on the way, see RFC 9112, 6.3
		boolean kept = !ResponseLength.isToldTwice(response)
				&& DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
		return kept ? askedIdleTime(response) : null;
	}

	/** The idle time that the server asks for, up to the longest. */
	private static TimeValue askedIdleTime(ClassicHttpResponse response) {
		Iterator<HeaderElement> elements = new BasicHeaderElementIterator(
				response.headerIterator(HttpHeaders.KEEP_ALIVE));
		while (elements.hasNext()) {
			HeaderElement element = elements.next();
			if (element.getName().equalsIgnoreCase("timeout")) {
				return seconds(element.getValue());
			}
		}
		return LONGEST_IDLE_TIME;
	}

	private static TimeValue seconds(@Nullable String number) {
		try {
			TimeValue asked = TimeValue.ofSeconds(Long.parseLong((number != null) ? number : ""));
			boolean shorter = TimeValue.isNonNegative(asked) && asked.compareTo(LONGEST_IDLE_TIME) < 0;
			return shorter ? asked : LONGEST_IDLE_TIME;
		}
		catch (NumberFormatException ex) {
			return LONGEST_IDLE_TIME;
		}
	}

	private static boolean saysNothingOfConnection(ClassicHttpRequest request) {
		Header header = request.getFirstHeader(HttpHeaders.CONNECTION);
		return header == null || isPlainKeepAlive(header);
	}

	/**
	 * Tells whether this is a usual response: exactly one Content-Length, and no
	 * connection header other than keep-alive.
	 */
	private static boolean saysNothingOfConnection(ClassicHttpResponse response) {
		int lengths = 0;
		for (Header header : response.getHeaders()) {
			String name = header.getName();
			if (name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
				lengths += ResponseLength.timesTold(header);
			}
			else if (isOfConnection(name) && !isPlainKeepAlive(header)) {
				return false;
			}
		}
		return lengths == 1 && response.getEntity() != null && HttpVersion.HTTP_1_1.equals(response.getVersion());
	}

	// by the length first, as this is asked for each header
	private static boolean isOfConnection(String name) {
		return switch (name.length()) {
			case 10 -> name.equalsIgnoreCase(HttpHeaders.CONNECTION) || name.equalsIgnoreCase(HttpHeaders.KEEP_ALIVE);
			case 16 -> name.equalsIgnoreCase("Proxy-Connection");
			case 17 -> name.equalsIgnoreCase(HttpHeaders.TRANSFER_ENCODING);
			default -> false;
		};
	}

	private static boolean isPlainKeepAlive(Header header) {
		return HttpHeaders.CONNECTION.equalsIgnoreCase(header.getName())
				&& HttpHeaders.KEEP_ALIVE.equalsIgnoreCase(header.getValue());
	}

}
