/**
 * Auto-configuration for applications with Spring Cloud.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.cloud;

import org.jspecify.annotations.NullMarked;
