/**
 * Internal: what a response or an exception means. The first rule that matches is right.
 */
@NullMarked
package net.taotoken.failover.fault.rules;

import org.jspecify.annotations.NullMarked;
