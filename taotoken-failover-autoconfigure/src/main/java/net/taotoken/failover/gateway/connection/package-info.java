/**
 * Internal: the way to a gateway, with names, sockets, proxies and TLS, and one
 * connection on it. Applications meet
 * {@link net.taotoken.failover.gateway.connection.GatewayHttpOptions}.
 */
@NullMarked
package net.taotoken.failover.gateway.connection;

import org.jspecify.annotations.NullMarked;
