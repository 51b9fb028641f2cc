package net.taotoken.failover.gateway;

import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Changes the HTTP client of the gateway before it is built. Called once, after our own
 * settings, so that it has the last word. Automatic retries and redirects should stay
 * off: they repeat requests unseen, and carry the key to other hosts. With a customizer,
 * each request goes through the whole of Apache's client, which takes a little longer;
 * without one, only through its connections.
 */
@FunctionalInterface
public interface GatewayClientCustomizer {

	/**
	 * Customize the HTTP client.
	 * @param builder the builder of the client
	 */
	void customize(HttpClientBuilder builder);

}
