/**
 * Observations and meters of calls, attempts and models.
 */
@NullMarked
package net.taotoken.failover.metrics;

import org.jspecify.annotations.NullMarked;
