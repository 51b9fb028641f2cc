/**
 * A Taotoken for tests: a server inside the process, a fake without HTTP, and time that
 * moves instead of being waited for.
 */
@NullMarked
package net.taotoken.failover.test;

import org.jspecify.annotations.NullMarked;
