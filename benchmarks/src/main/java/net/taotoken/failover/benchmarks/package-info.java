/**
 * What a call costs, beside other ways to make it.
 */
@NullMarked
package net.taotoken.failover.benchmarks;

import org.jspecify.annotations.NullMarked;
