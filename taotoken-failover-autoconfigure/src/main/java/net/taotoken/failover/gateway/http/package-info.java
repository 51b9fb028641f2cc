/**
 * Internal: the HTTP path with its pool of connections and the exchanges on them.
 * Applications meet {@link net.taotoken.failover.gateway.http.GatewayClientCustomizer}.
 */
@NullMarked
package net.taotoken.failover.gateway.http;

import org.jspecify.annotations.NullMarked;
