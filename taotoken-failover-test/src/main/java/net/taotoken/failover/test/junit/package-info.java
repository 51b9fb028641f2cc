/**
 * The server as an extension of JUnit, for tests without Spring.
 */
@NullMarked
package net.taotoken.failover.test.junit;

import org.jspecify.annotations.NullMarked;
