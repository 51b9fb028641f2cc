package net.taotoken.samples.gateway;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a caller, as far as the servlet API does not know it.
 */
interface CallerConnection {

	/** An unknown connection. */
	CallerConnection UNKNOWN = new CallerConnection() {

		@Override
		public boolean isGone() {
			return false;
		}

		@Override
		public void hangUp() {
		}

	};

	/**
	 * Tells whether the caller has closed the connection. To be asked once the request is
	 * read, and only of a connection that is for no further request: Tomcat may lose its
	 * place where one was sent ahead.
	 */
	boolean isGone();

	/**
	 * Close the connection without an end of the response.
	 */
	void hangUp();

	static CallerConnection of(HttpServletRequest request) {
		@Nullable Object connection = request.getAttribute(CallerConnection.class.getName());
		return (connection instanceof CallerConnection known) ? known : UNKNOWN;
	}

}
