/**
 * Internal: the bytes of a response, and the lines of an event stream in them.
 */
@NullMarked
package net.taotoken.failover.gateway.sse;

import org.jspecify.annotations.NullMarked;
