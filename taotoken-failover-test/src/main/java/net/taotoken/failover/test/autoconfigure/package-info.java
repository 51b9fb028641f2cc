/**
 * The server in tests of Spring.
 */
@NullMarked
package net.taotoken.failover.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
