/**
 * Internal: the limits of exchanges, in time and in bytes.
 */
@NullMarked
package net.taotoken.failover.gateway.watch;

import org.jspecify.annotations.NullMarked;
