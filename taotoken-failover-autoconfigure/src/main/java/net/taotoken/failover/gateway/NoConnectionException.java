package net.taotoken.failover.gateway;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection to the gateway. The message holds nothing that a server wrote.
 */
final class NoConnectionException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String hint;

	/**
	 * Create an exception.
	 * @param hint why there is no connection
	 * @param cause the failure behind it
	 */
	NoConnectionException(String hint, @Nullable Throwable cause) {
		super(hint, cause);
		this.hint = hint;
	}

	String hint() {
		return this.hint;
	}

}
