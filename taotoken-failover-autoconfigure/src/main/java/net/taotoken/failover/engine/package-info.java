/**
 * The loop over models: who is asked, how often, and what happens when an attempt fails.
 */
@NullMarked
package net.taotoken.failover.engine;

import org.jspecify.annotations.NullMarked;
