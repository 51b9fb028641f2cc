/**
 * Auto-configuration of observations and meters, for applications that have Micrometer.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
