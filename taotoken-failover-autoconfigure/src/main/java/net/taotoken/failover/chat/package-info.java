/**
 * The wire format of chat completions, by its own names.
 */
@NullMarked
package net.taotoken.failover.chat;

import org.jspecify.annotations.NullMarked;
