package net.taotoken.failover.gateway.connection;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection to the gateway. The message holds nothing that a server wrote.
 */
public final class NoConnectionException extends IOException {

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

	public String hint() {
		return this.hint;
	}

}
