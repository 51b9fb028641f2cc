/**
 * Internal: reads properties as people write them in files and environment variables.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.binding;

import org.jspecify.annotations.NullMarked;
