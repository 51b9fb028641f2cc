/**
 * The reactive face of streamed answers, for applications with Reactor.
 */
@NullMarked
package net.taotoken.failover.reactive;

import org.jspecify.annotations.NullMarked;
