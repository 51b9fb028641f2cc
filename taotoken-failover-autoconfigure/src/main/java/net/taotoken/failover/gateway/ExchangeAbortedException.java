package net.taotoken.failover.gateway;

import java.io.InterruptedIOException;

import org.jspecify.annotations.Nullable;

/**
 * The exchange was given up before it was over.
 */
final class ExchangeAbortedException extends InterruptedIOException {

	private static final long serialVersionUID = 1L;

	ExchangeAbortedException(@Nullable Throwable cause) {
		super("The exchange was given up");
		initCause(cause);
	}

}
