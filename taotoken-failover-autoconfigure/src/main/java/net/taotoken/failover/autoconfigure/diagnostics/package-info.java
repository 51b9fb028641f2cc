/**
 * Internal: failure analyzers, which tell why a start or a reload is refused and what to
 * write instead.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
