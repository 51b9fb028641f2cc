/**
 * Models, routes, strategies and the policy of a call.
 */
@NullMarked
package net.taotoken.failover.route;

import org.jspecify.annotations.NullMarked;
