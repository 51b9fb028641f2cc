/**
 * Auto-configuration of the reactive face.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.reactive;

import org.jspecify.annotations.NullMarked;
