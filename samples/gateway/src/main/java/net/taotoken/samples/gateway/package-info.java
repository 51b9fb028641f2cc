/**
 * An OpenAI-compatible front door with model failover behind it.
 */
@NullMarked
package net.taotoken.samples.gateway;

import org.jspecify.annotations.NullMarked;
