/**
 * The health of each model, and permits for attempts on it.
 */
@NullMarked
package net.taotoken.failover.health;

import org.jspecify.annotations.NullMarked;
