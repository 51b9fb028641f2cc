/**
 * Internal: whether an answer is complete, and what it says by the words of the protocol.
 */
@NullMarked
package net.taotoken.failover.gateway.answer;

import org.jspecify.annotations.NullMarked;
