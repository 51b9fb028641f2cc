/**
 * The configuration: the properties under {@code taotoken}, and connection details.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
