/**
 * The events that an application can listen to with {@code @EventListener}.
 */
@NullMarked
package net.taotoken.failover.event;

import org.jspecify.annotations.NullMarked;
