/**
 * Reports of the gateway and its console about models and money, read regularly and
 * beside all calls, so that a model moves back before it fails.
 */
@NullMarked
package net.taotoken.failover.console;

import org.jspecify.annotations.NullMarked;
