/**
 * Internal: waits that servers ask for, in headers, fields and sentences.
 */
@NullMarked
package net.taotoken.failover.fault.retryafter;

import org.jspecify.annotations.NullMarked;
