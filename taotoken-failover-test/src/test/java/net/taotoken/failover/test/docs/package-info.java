/**
 * The recipes of docs/testing.md, as they stand there.
 */
@NullMarked
package net.taotoken.failover.test.docs;

import org.jspecify.annotations.NullMarked;
