/**
 * What can be configured: the properties under {@code taotoken}, and connection details.
 */
@NullMarked
package net.taotoken.failover.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
