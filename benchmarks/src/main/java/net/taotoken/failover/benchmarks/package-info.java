/**
 * The cost of a call, beside other ways to make it.
 */
@NullMarked
package net.taotoken.failover.benchmarks;

import org.jspecify.annotations.NullMarked;
