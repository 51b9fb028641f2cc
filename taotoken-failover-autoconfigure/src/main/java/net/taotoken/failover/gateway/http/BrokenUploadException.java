package net.taotoken.failover.gateway.http;

import java.io.IOException;

/**
 * The connection broke while a large request was being written, and there was no answer.
 * A server that finds a request too large often ends like this.
 */
public final class BrokenUploadException extends IOException {

	private static final long serialVersionUID = 1L;

	BrokenUploadException(IOException cause) {
		super("The connection broke while the request was being written", cause);
	}

}
