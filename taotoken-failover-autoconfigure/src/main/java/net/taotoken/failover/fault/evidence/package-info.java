/**
 * Internal: what stands in the body of an error, wherever it stands.
 */
@NullMarked
package net.taotoken.failover.fault.evidence;

import org.jspecify.annotations.NullMarked;
