/**
 * Auto-configuration for applications of several instances that share a Redis.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.fleet;

import org.jspecify.annotations.NullMarked;
