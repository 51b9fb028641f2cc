/**
 * Internal: small tools that packages of this project share.
 */
@NullMarked
package net.taotoken.failover.support;

import org.jspecify.annotations.NullMarked;
