/**
 * An application that does nothing, to see how long it takes to start.
 */
@NullMarked
package net.taotoken.failover.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
