/**
 * Internal: reads and writes the records of the wire, and takes what servers send for
 * JSON.
 */
@NullMarked
package net.taotoken.failover.json;

import org.jspecify.annotations.NullMarked;
