/**
 * Internal: puts the chunks of a stream together to a completion.
 */
@NullMarked
package net.taotoken.failover.chat.assembly;

import org.jspecify.annotations.NullMarked;
