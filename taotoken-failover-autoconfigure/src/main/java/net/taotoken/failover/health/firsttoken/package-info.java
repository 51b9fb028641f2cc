/**
 * The times of the first tokens of models, and the limits that follow from them.
 */
@NullMarked
package net.taotoken.failover.health.firsttoken;

import org.jspecify.annotations.NullMarked;
