/**
 * The HTTP path: the pool, connections, proxies, TLS and the watch over exchanges. Most
 * of it is internal; applications meet
 * {@link net.taotoken.failover.gateway.http.GatewayClientCustomizer} and what it
 * customizes.
 */
@NullMarked
package net.taotoken.failover.gateway.http;

import org.jspecify.annotations.NullMarked;
