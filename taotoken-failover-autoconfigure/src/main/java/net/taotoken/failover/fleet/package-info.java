/**
 * Internal: what instances of an application tell each other about models, by Redis.
 */
@NullMarked
package net.taotoken.failover.fleet;

import org.jspecify.annotations.NullMarked;
