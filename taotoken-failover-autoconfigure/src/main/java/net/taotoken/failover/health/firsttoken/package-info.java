/**
 * When the first tokens of a model come, and how long one is waited for because of that.
 */
@NullMarked
package net.taotoken.failover.health.firsttoken;

import org.jspecify.annotations.NullMarked;
