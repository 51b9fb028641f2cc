/**
 * Internal, but for {@link net.taotoken.failover.engine.call.CallFollower} and
 * {@link net.taotoken.failover.engine.call.CallTrace}: what one call has been through,
 * and the rule that says what it does after a fault.
 */
@NullMarked
package net.taotoken.failover.engine.call;

import org.jspecify.annotations.NullMarked;
