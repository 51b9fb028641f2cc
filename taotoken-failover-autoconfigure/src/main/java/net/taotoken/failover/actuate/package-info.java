/**
 * The health of the models at the actuator's health endpoint.
 */
@NullMarked
package net.taotoken.failover.actuate;

import org.jspecify.annotations.NullMarked;
