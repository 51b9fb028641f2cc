/**
 * Auto-configuration of the face for Spring AI.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.springai;

import org.jspecify.annotations.NullMarked;
