/**
 * The HTTP path to the gateway: one request, one answer or one fault. It knows nothing of
 * failover.
 */
@NullMarked
package net.taotoken.failover.gateway;

import org.jspecify.annotations.NullMarked;
