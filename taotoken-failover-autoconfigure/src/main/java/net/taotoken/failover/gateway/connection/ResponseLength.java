package net.taotoken.failover.gateway.connection;

import java.util.Iterator;

import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.NotImplementedException;
import org.apache.hc.core5.http.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The length of the body of a response, as its head tells it (RFC 9112, 6.3). Takes what
 * proxies write and what has one meaning only: the same length more than once, and
 * {@code identity}, which stands for no transfer encoding.
 */
public final class ResponseLength implements ContentLengthStrategy {

	private static final String CHUNKED_CODING = "chunked";

	private static final String NO_CODING = "identity";

	@Override
	public long determineLength(HttpMessage message) throws HttpException {
		long length = UNDEFINED;
		boolean chunked = false;
		for (Iterator<Header> headers = message.headerIterator(); headers.hasNext();) {
			Header header = headers.next();
			if (isLength(header)) {
				length = length(header.getValue(), length);
			}
			else if (isTransferEncoding(header)) {
				chunked |= isChunked(header.getValue());
			}
		}
		return chunked ? CHUNKED : length;
	}

	/**
	 * Tells whether a response tells its length more than once, be it the same.
	 */
	public static boolean isToldTwice(HttpMessage message) {
		int told = 0;
		for (Iterator<Header> headers = message.headerIterator(); headers.hasNext();) {
			Header header = headers.next();
			told += isLength(header) ? timesTold(header) : isTransferEncoding(header) ? 1 : 0;
		}
		return told > 1;
	}

	/**
	 * The number of lengths that a {@code Content-Length} holds: one, or two for more.
	 */
	public static int timesTold(Header length) {
		String value = length.getValue();
		return (value != null && value.indexOf(',') >= 0) ? 2 : 1;
	}

	// by the length of the name first, as this is asked for each header
	private static boolean isLength(Header header) {
		String name = header.getName();
		return name.length() == 14 && name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH);
	}

	private static boolean isTransferEncoding(Header header) {
		String name = header.getName();
		return name.length() == 17 && name.equalsIgnoreCase(HttpHeaders.TRANSFER_ENCODING);
	}

	private static long length(@Nullable String value, long before) throws ProtocolException {
		if (value == null) {
			throw new ProtocolException("A content length without a value");
		}
		if (value.indexOf(',') < 0) {
			return same(number(value), before);
		}
		long length = before;
		for (String part : value.split(",", -1)) {
			length = same(number(part), length);
		}
		return length;
	}

	private static long same(long length, long before) throws ProtocolException {
		if (before != UNDEFINED && before != length) {
			throw new ProtocolException("Two different content lengths");
		}
		return length;
	}

	private static long number(String text) throws ProtocolException {
		String digits = text.strip();
		if (digits.isEmpty() || !isAllDigits(digits)) {
			throw new ProtocolException("A content length that is no number");
		}
		try {
			return Long.parseLong(digits);
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("A content length that is too large");
		}
	}

	// no stream, since each response with a length comes here
	private static boolean isAllDigits(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	private static boolean isChunked(@Nullable String codings) throws NotImplementedException {
		boolean chunked = false;
		for (String coding : ((codings != null) ? codings : "").split(",", -1)) {
			String name = coding.strip();
			if (name.equalsIgnoreCase(CHUNKED_CODING)) {
				chunked = true;
			}
			else if (!name.isEmpty() && !name.equalsIgnoreCase(NO_CODING)) {
				throw new NotImplementedException("A transfer encoding that is not known");
			}
		}
		return chunked;
	}

}
