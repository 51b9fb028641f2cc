/**
 * Auto-configuration for the actuator endpoint.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
