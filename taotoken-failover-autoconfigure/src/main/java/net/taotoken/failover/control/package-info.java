/**
 * Steering while the application runs.
 */
@NullMarked
package net.taotoken.failover.control;

import org.jspecify.annotations.NullMarked;
