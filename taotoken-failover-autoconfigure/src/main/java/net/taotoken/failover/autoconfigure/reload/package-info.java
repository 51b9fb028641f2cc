/**
 * Internal: changes of the configuration at run time.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.reload;

import org.jspecify.annotations.NullMarked;
