package net.taotoken.failover.gateway.connection;

import java.io.InterruptedIOException;

import org.jspecify.annotations.Nullable;

/**
 * The exchange was given up before it was over.
 */
public final class ExchangeAbortedException extends InterruptedIOException {

	private static final long serialVersionUID = 1L;

	public ExchangeAbortedException(@Nullable Throwable cause) {
		super("The exchange was given up");
		initCause(cause);
	}

}
