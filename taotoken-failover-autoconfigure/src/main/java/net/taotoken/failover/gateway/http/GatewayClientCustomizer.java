package net.taotoken.failover.gateway.http;

import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.gateway.connection.GatewayHttpOptions;

/**
 * Changes how connections to the gateway are made: proxies, TLS, sockets, names. Called
 * once for each HTTP client, before its first request, in the order of the beans. What it
 * throws stops the start of the application. Headers of requests are changed by a
 * {@link GatewayRequestCustomizer}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface GatewayClientCustomizer {

	/**
	 * Customize the HTTP client.
	 * @param options the options, with what the customizers before have set
	 */
	void customize(GatewayHttpOptions options);

}
