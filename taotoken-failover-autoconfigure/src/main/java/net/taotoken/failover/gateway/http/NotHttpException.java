package net.taotoken.failover.gateway.http;

import java.io.IOException;

import org.apache.hc.core5.http.HttpException;

/**
 * The answer is not HTTP. Its cause may quote the answer, and must not be shown.
 */
public final class NotHttpException extends IOException {

	private static final long serialVersionUID = 1L;

	NotHttpException(HttpException cause) {
		super("The answer is not HTTP", cause);
	}

}
