/**
 * Properties, their check, and the beans that are made from them.
 */
@NullMarked
package net.taotoken.failover.autoconfigure;

import org.jspecify.annotations.NullMarked;
