/**
 * The face for Spring AI: its chat model over models that fail over.
 */
@NullMarked
package net.taotoken.failover.springai;

import org.jspecify.annotations.NullMarked;
