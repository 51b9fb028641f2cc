/**
 * Time as an argument.
 */
@NullMarked
package net.taotoken.failover.time;

import org.jspecify.annotations.NullMarked;
