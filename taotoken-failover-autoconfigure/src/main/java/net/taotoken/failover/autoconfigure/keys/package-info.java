/**
 * Internal: the names of properties, their spelling, and how their values are shown in
 * messages.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.keys;

import org.jspecify.annotations.NullMarked;
