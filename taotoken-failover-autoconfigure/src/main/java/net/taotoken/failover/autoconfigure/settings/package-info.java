/**
 * Internal: properties converted to settings and checked, once for the start and for each
 * reload.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.settings;

import org.jspecify.annotations.NullMarked;
