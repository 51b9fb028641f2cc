/**
 * Auto-configuration of the health indicator, for applications that have the actuator.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
