/**
 * The health of the models, and the endpoint {@code taotoken}, at the actuator.
 */
@NullMarked
package net.taotoken.failover.actuate;

import org.jspecify.annotations.NullMarked;
