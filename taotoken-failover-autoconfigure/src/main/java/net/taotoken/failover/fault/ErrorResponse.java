package net.taotoken.failover.fault;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The answer of a server in place of a completion. Immutable as far as its headers are.
 *
 * @param status the HTTP status; 200 for an error inside an answer or a stream
 * @param headers the response headers
 * @param body the body as text; may be empty, HTML, plain text, or JSON of any shape,
 * also malformed
 * @since 0.1.0
 */
public record ErrorResponse(int status, Headers headers, String body) {

	/**
	 * An error object that arrived under HTTP 200: a whole body, or the data of one
	 * stream event.
	 * @param data the text
	 * @return the response, without headers
	 */
	public static ErrorResponse inside(String data) {
		return new ErrorResponse(200, Headers.none(), data);
	}

	/**
	 * Shows the status and the length of the body, never the body.
	 */
	@Override
	public String toString() {
		return "ErrorResponse[status=" + this.status + ", body=" + this.body.length() + " characters]";
	}

	/**
	 * Look-up of response headers. Names are compared without regard to case.
	 */
	@FunctionalInterface
	public interface Headers {

		/**
		 * The first value of a header.
		 * @param name the name, in any case
		 * @return the value, or {@code null} if there is none
		 */
		@Nullable String first(String name);

		/**
		 * No headers at all.
		 * @return a look-up that finds nothing
		 */
		static Headers none() {
			return (name) -> null;
		}

		/**
		 * The headers of a map. The map is copied.
		 * @param values values by name, the names in any case
		 * @return a look-up in a copy
		 */
		static Headers of(Map<String, String> values) {
			Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			copy.putAll(values);
			return copy::get;
		}

	}

}
