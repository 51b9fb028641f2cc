package net.taotoken.failover.gateway;

import java.net.URI;

/**
 * The address of the gateway, and the key for it. Both are read for each request, so that
 * they may change while the application runs. Called from many threads at once; must not
 * block.
 *
 * @since 0.1.0
 */
public interface GatewayConnection {

	/**
	 * The address of the gateway, such as {@code https://taotoken.net/api}. It may have a
	 * path, with or without a slash at its end, but no user, query or fragment.
	 * @return an absolute http or https URL
	 */
	URI baseUrl();

	/**
	 * The key that is sent as bearer token. White space around it is ignored.
	 * @return the key, never blank
	 */
	String apiKey();

	/**
	 * Both as they are at one moment. Each request asks this once, so that a connection
	 * that changes never sends one gateway's key to another.
	 * @return this connection, unless it can change
	 */
	default GatewayConnection current() {
		return this;
	}

}
