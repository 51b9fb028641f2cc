package net.taotoken.failover.fault;

import java.util.Map;

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
	 * The response headers. Names are compared without regard to case.
	 */
	public interface Headers {

		/**
		 * The first value of a header.
		 * @param name the name, in any case
		 * @return the value, or {@code null} if there is none
		 */
		@Nullable String first(String name);

		/**
		 * The names of all headers. Limits are found by them, since each supplier names
		 * its own.
		 * @return the names, in the case in which they came
		 */
		Iterable<String> names();

		/**
		 * No headers at all.
		 * @return headers without a name
		 */
		static Headers none() {
			return of(Map.of());
		}

		/**
		 * The headers of a map. The map is copied.
		 * @param values values by name, the names in any case
		 * @return the headers of a copy
		 */
		static Headers of(Map<String, String> values) {
			return new MappedHeaders(values);
		}

	}

}
